//! The expected messages are those of Node 25.8.1 for the same tree.

use super::*;
use crate::memory::Memory;

fn tree() -> Memory {
    Memory::new(&[
        (
            "/p/package.json",
            r##"{"name":"self","exports":{".":"./x.js","./y":"./y.js"},"imports":{"#ok":"./x.js","#bad":"../q","#null":null,
                "#pat/*":"./*.js","#ext":"fs","#arr":["../x","./x.js"],"#num":5,"#node":"node:fs","#dbl":"./a//b.js","#dep":"a/sub"}}"##,
        ),
        ("/p/x.js", ""),
        ("/p/t.mjs", ""),
        ("/p/a b.js", ""),
        (
            "/p/node_modules/a/package.json",
            r#"{"exports":{"./sub":"./sub.js","./null":null,"./badt":"nope","./up":"./../x","./nm":"./node_modules/x","./enc":"./a%2fb.js",
                "./n":5,"./arr":["bad",null],"./p/*":"./p/*.js","./pn/*":"./p/*.js","./pn/x/*":null,"./cond":{"browser":"./x.js"},
                "./two":{"node":{"require":"./r.js"},"import":"./sub.js"},"./dir":"./d"}}"#,
        ),
        ("/p/node_modules/a/sub.js", ""),
        ("/p/node_modules/a/d/x", ""),
        ("/p/node_modules/b/package.json", r#"{"exports":{"./x":"./x.js","require":"./y.js"}}"#),
        ("/p/node_modules/c/package.json", r#"{"exports":"bad"}"#),
        ("/p/node_modules/d/package.json", r#"{"main":"./lib/none"}"#),
        ("/p/node_modules/f/package.json", "{}"),
        ("/p/node_modules/f/sub/index.js", ""),
        ("/p/node_modules/leg/package.json", r#"{"main":"./lib","type":"module"}"#),
        ("/p/node_modules/leg/lib/index.js", ""),
        ("/p/node_modules/bad/package.json", "{ oops }"),
        ("/p/node_modules/num/package.json", r#"{"exports":{"1":"./x.js","import":"./x.js"}}"#),
    ])
    .link("/p/link.mjs", "/real/target.mjs")
}

fn resolve_from(importer: &str, specifier: &str) -> Result<String, (String, String)> {
    let host = tree();
    let conditions = ["node", "import"].map(str::to_owned);
    let importer = Importer::new(importer);
    let request = EsmRequest { specifier, importer: &importer, conditions: &conditions, preserve_symlinks: false };
    let result = Resolver::new(&host).resolve_import(&request);
    result.map(|found| found.to_string()).map_err(|error| (error.code().to_owned(), error.to_string()))
}

fn ok(specifier: &str, expected: &str) {
    assert_eq!(resolve_from("file:///p/t.mjs", specifier), Ok(expected.to_owned()), "{specifier}");
}

fn fails(specifier: &str, code: &str, message: &str) {
    let expected = (code.to_owned(), message.to_owned());
    assert_eq!(resolve_from("file:///p/t.mjs", specifier), Err(expected), "{specifier}");
}

#[test]
fn finds_files_urls_and_builtins() {
    ok("./x.js?y#z", "file:///p/x.js?y#z");
    ok("./a b.js", "file:///p/a%20b.js");
    ok("/p/x.js", "file:///p/x.js");
    ok("file:///p/x.js", "file:///p/x.js");
    ok("./link.mjs?q", "file:///real/target.mjs?q");
    ok("fs", "node:fs");
    ok("node:test", "node:test");
    ok("data:text/javascript,1", "data:text/javascript,1");
    ok("http://x", "http://x");
}

#[test]
fn finds_packages() {
    ok("a/sub", "file:///p/node_modules/a/sub.js");
    ok("a/two", "file:///p/node_modules/a/sub.js");
    ok("self", "file:///p/x.js");
    ok("leg", "file:///p/node_modules/leg/lib/index.js");
    ok("#ok", "file:///p/x.js");
    ok("#pat/x", "file:///p/x.js");
    ok("#ext", "node:fs");
    ok("#arr", "file:///p/x.js");
    ok("#dep", "file:///p/node_modules/a/sub.js");
}

#[test]
fn says_what_is_missing() {
    fails("./none", "ERR_MODULE_NOT_FOUND", "Cannot find module '/p/none' imported from /p/t.mjs");
    fails(
        "./x",
        "ERR_MODULE_NOT_FOUND",
        "Cannot find module '/p/x' imported from /p/t.mjs\nDid you mean to import \"./x.js\"?",
    );
    fails("nopkg/x", "ERR_MODULE_NOT_FOUND", "Cannot find package 'nopkg' imported from /p/t.mjs");
    fails("d", "ERR_MODULE_NOT_FOUND", "Cannot find package '/p/node_modules/d/lib/none' imported from /p/t.mjs");
    fails("f", "ERR_MODULE_NOT_FOUND", "Cannot find package '/p/node_modules/f/index.js' imported from /p/t.mjs");
    fails(
        "f/sub",
        "ERR_UNSUPPORTED_DIR_IMPORT",
        "Directory import '/p/node_modules/f/sub' is not supported resolving ES modules imported from /p/t.mjs\nDid you mean to import \
         \"f/sub/index.js\"?",
    );
    fails(
        ".",
        "ERR_UNSUPPORTED_DIR_IMPORT",
        "Directory import '/p/' is not supported resolving ES modules imported from /p/t.mjs",
    );
}

#[test]
fn says_what_is_not_exported() {
    let config = "/p/node_modules/a/package.json imported from /p/t.mjs";
    fails("a", "ERR_PACKAGE_PATH_NOT_EXPORTED", &format!("No \"exports\" main defined in {config}"));
    for path in ["none", "null", "arr", "pn/x/y", "cond"] {
        let message = format!("Package subpath './{path}' is not defined by \"exports\" in {config}");
        fails(&format!("a/{path}"), "ERR_PACKAGE_PATH_NOT_EXPORTED", &message);
    }
    let package = "is not defined in package /p/package.json imported from /p/t.mjs";
    fails("#null", "ERR_PACKAGE_IMPORT_NOT_DEFINED", &format!("Package import specifier \"#null\" {package}"));
}

#[test]
fn says_which_target_is_invalid() {
    let config = "the package config /p/node_modules/a/package.json imported from /p/t.mjs";
    let code = "ERR_INVALID_PACKAGE_TARGET";
    let hint = "; targets must start with \"./\"";
    fails("a/badt", code, &format!("Invalid \"exports\" target \"nope\" defined for './badt' in {config}{hint}"));
    fails("a/n", code, &format!("Invalid \"exports\" target \"5\" defined for './n' in {config}{hint}"));
    fails("a/up", code, &format!("Invalid \"exports\" target \"./../x\" defined for './up' in {config}"));
    fails("a/nm", code, &format!("Invalid \"exports\" target \"./node_modules/x\" defined for './nm' in {config}"));
    let own = "the package config /p/package.json imported from /p/t.mjs";
    fails("#bad", code, &format!("Invalid \"imports\" target \"../q\" defined for '#bad' in {own}"));
    fails("#node", code, &format!("Invalid \"imports\" target \"node:fs\" defined for '#node' in {own}"));
    let main = "the package config /p/node_modules/c/package.json imported from /p/t.mjs";
    fails("c", code, &format!("Invalid \"exports\" main target \"bad\" defined in {main}{hint}"));
}

#[test]
fn says_which_specifier_is_invalid() {
    let code = "ERR_INVALID_MODULE_SPECIFIER";
    for specifier in ["@s", ".x", "a\\b", "%2f"] {
        let message = format!("Invalid module \"{specifier}\" is not a valid package name imported from /p/t.mjs");
        fails(specifier, code, &message);
    }
    fails("#", code, "Invalid module \"#\" is not a valid internal imports specifier name imported from /p/t.mjs");
    let encoded = "must not include encoded \"/\" or \"\\\" characters imported from /p/t.mjs";
    fails("./a%2fb", code, &format!("Invalid module \"/p/a%2fb\" {encoded}"));
    fails(
        "a/p/../x",
        code,
        "Invalid module \"./p/../x\" request is not a valid match in pattern \"./p/*\" for the \"exports\" resolution of \
         /p/node_modules/a/package.json imported from /p/t.mjs",
    );
    fails("./x%", "", "URI malformed");
    fails("//h/x", "ERR_INVALID_FILE_URL_HOST", "File URL host must be \"localhost\" or empty on linux");
}

#[test]
fn says_which_config_is_invalid() {
    let code = "ERR_INVALID_PACKAGE_CONFIG";
    fails(
        "bad",
        code,
        "Invalid package config /p/node_modules/bad/package.json while importing \"bad\" from /p/t.mjs.",
    );
    let (importing, numeric) =
        ("while importing file:///p/t.mjs.", "\"exports\" cannot contain numeric property keys.");
    fails("num", code, &format!("Invalid package config /p/node_modules/num/package.json {importing} {numeric}"));
    let Err((_, message)) = resolve_from("file:///p/t.mjs", "b") else { panic!("b mixes its keys") };
    assert!(message.starts_with(
        "Invalid package config /p/node_modules/b/package.json while importing file:///p/t.mjs. \"exports\""
    ));
}

#[test]
fn knows_importers_that_are_no_files() {
    assert_eq!(resolve_from("data:text/javascript,", "fs"), Ok("node:fs".to_owned()));
    let (code, message) = resolve_from("data:text/javascript,", "./x").unwrap_err();
    assert_eq!(code, "ERR_UNSUPPORTED_RESOLVE_REQUEST");
    assert!(message.starts_with("Failed to resolve module specifier \"./x\" from \"data:text/javascript,\""));
    let (code, _) = resolve_from("data:text/javascript,", "x").unwrap_err();
    assert_eq!(code, "ERR_UNSUPPORTED_RESOLVE_REQUEST");
    let (code, _) = resolve_from("data:text/javascript,", "#x").unwrap_err();
    assert_eq!(code, "ERR_UNSUPPORTED_RESOLVE_REQUEST");
    let (code, _) = resolve_from("http://h/m.mjs", "x").unwrap_err();
    assert_eq!(code, "ERR_INVALID_URL");
}

#[test]
fn suggests_paths_for_absolute_specifiers() {
    for specifier in ["file:///p/x", "/p/x"] {
        fails(
            specifier,
            "ERR_MODULE_NOT_FOUND",
            "Cannot find module '/p/x' imported from /p/t.mjs\nDid you mean to import \"/p/x.js\"?",
        );
    }
}

#[test]
fn warns_of_deprecations() {
    let host = tree();
    let importer = Importer::new("file:///p/t.mjs");
    for specifier in ["#dbl", "a/p/", "leg"] {
        let request = EsmRequest { specifier, importer: &importer, conditions: &[], preserve_symlinks: false };
        let _ = Resolver::new(&host).resolve_import(&request);
    }
    let codes: Vec<&str> = host.deprecations.borrow().iter().map(|deprecation| deprecation.code).collect();
    assert_eq!(codes, ["DEP0166", "DEP0155", "DEP0151"]);
}
