use super::*;
use crate::memory::Memory;

fn tree() -> Memory {
    Memory::new(&[
        ("/p/package.json", r##"{"name":"self","exports":{".":"./x.js","./y":"./y.js"},"imports":{"#x":"./x.js","#none":"./none.js"}}"##),
        ("/p/x.js", ""),
        ("/p/x.json", ""),
        ("/p/d/index.json", ""),
        ("/p/d.js", ""),
        ("/p/node_modules/a/package.json", r#"{"exports":{"./sub":"./sub.js","./miss":"./miss.js"}}"#),
        ("/p/node_modules/a/sub.js", ""),
        ("/p/node_modules/m/package.json", r#"{"main":"lib"}"#),
        ("/p/node_modules/m/lib.js", ""),
        ("/p/node_modules/w/package.json", r#"{"main":"gone"}"#),
        ("/p/node_modules/w/index.js", ""),
        ("/p/node_modules/v/package.json", r#"{"main":"gone"}"#),
        ("/node_modules/top.js", ""),
    ])
    .link("/p/link.js", "/real/link.js")
}

fn find_in(host: &Memory, request: &str, preserve_symlinks: bool) -> Result<Option<String>, ResolveError> {
    let extensions = [".js", ".json"].map(str::to_owned);
    let bare = !request.starts_with('.');
    let paths = if bare { node_module_paths("/p") } else { vec!["/p".to_owned()] };
    let find = FindPath { request, paths: &paths, extensions: &extensions, conditions: &[], preserve_symlinks };
    Resolver::new(host).find_path(&find)
}

fn find(request: &str) -> Option<String> {
    find_in(&tree(), request, false).unwrap()
}

#[test]
fn lists_the_folders_above() {
    assert_eq!(
        node_module_paths("/a/node_modules/b"),
        ["/a/node_modules/b/node_modules", "/a/node_modules", "/node_modules"]
    );
    assert_eq!(node_module_paths("/"), ["/node_modules"]);
}

#[test]
fn tries_files_extensions_and_directories() {
    assert_eq!(find("./x").as_deref(), Some("/p/x.js"));
    assert_eq!(find("./x.json").as_deref(), Some("/p/x.json"));
    assert_eq!(find("./d").as_deref(), Some("/p/d.js"));
    assert_eq!(find("./d/").as_deref(), Some("/p/d/index.json"));
    assert_eq!(find("./d/..").as_deref(), None);
    assert_eq!(find("/p/x").as_deref(), Some("/p/x.js"));
    assert_eq!(find("top").as_deref(), Some("/node_modules/top.js"));
    assert_eq!(find("./none"), None);
}

#[test]
fn follows_links_unless_told_not_to() {
    assert_eq!(find("./link").as_deref(), Some("/real/link.js"));
    assert_eq!(find_in(&tree(), "./link", true).unwrap().as_deref(), Some("/p/link.js"));
}

#[test]
fn reads_packages() {
    assert_eq!(find("a/sub").as_deref(), Some("/p/node_modules/a/sub.js"));
    assert_eq!(find("m").as_deref(), Some("/p/node_modules/m/lib.js"));
    let message = |request| find_in(&tree(), request, false).unwrap_err().to_string();
    assert_eq!(message("a"), "No \"exports\" main defined in /p/node_modules/a/package.json");
    assert_eq!(message("a/miss"), "Cannot find module '/p/node_modules/a/miss.js'");
    assert_eq!(
        message("v"),
        "Cannot find module '/p/node_modules/v/gone'. Please verify that the package.json has a valid \"main\" entry"
    );
}

#[test]
fn warns_of_a_useless_main() {
    let host = tree();
    assert_eq!(find_in(&host, "w", false).unwrap().as_deref(), Some("/p/node_modules/w/index.js"));
    assert_eq!(host.deprecations.borrow()[0].code, "DEP0128");
}

#[test]
fn knows_the_own_package() {
    let host = tree();
    let resolver = Resolver::new(&host);
    assert_eq!(resolver.required_self("self", "/p/x.js", &[]).unwrap().as_deref(), Some("/p/x.js"));
    assert_eq!(resolver.required_self("selfish", "/p/x.js", &[]), Ok(None));
    let error = resolver.required_self("self/y", "/p/x.js", &[]).unwrap_err();
    assert_eq!(error.properties(), [("path", "/p/package.json")]);
    let found = resolver.required_import("#x", "/p/x.js", &[]).unwrap().unwrap();
    assert_eq!(found.to_string(), "file:///p/x.js");
    assert!(resolver.required_import("#none", "/p/x.js", &[]).is_err());
}
