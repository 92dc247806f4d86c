//! Makes the folder of a new builtin in the one shape they all have.

use std::{fs, io};

use crate::generate;
use crate::workspace::root;

/// Makes `builtins/NAME` and regenerates the list.
pub(crate) fn run(name: &str) -> io::Result<()> {
    let valid = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !valid {
        return Err(io::Error::other(format!("`{name}` is not a builtin's name: small letters, digits and _")));
    }
    let folder = root().join("builtins").join(name);
    if folder.exists() {
        return Err(io::Error::other(format!("{} exists", folder.display())));
    }
    let package = name.replace('_', "-");
    let manifest = format!(
        "[package]\nname = \"anode-builtin-{package}\"\nversion.workspace = true\nedition.workspace = true\n\
         rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\n[lib]\nname = \"builtin_{name}\"\n\n\
         [dependencies]\nruntime.workspace = true\n\n[lints]\nworkspace = true\n"
    );
    let files = [
        ("Cargo.toml", manifest),
        ("README.md", format!("# node:{name}\n\nCall path, invariants, known gaps against Node.\n")),
        ("src/lib.rs", format!("//! `node:{name}`.\n\nruntime::builtin! {{ name: \"{name}\" }}\n")),
        (&*format!("js/{name}.js"), String::from("'use strict';\n\nmodule.exports = {};\n")),
        (
            &*format!("tests/{name}.test.js"),
            format!("'use strict';\n\nconst assert = require('node:assert');\nassert.ok(require('node:{name}'));\n"),
        ),
    ]
    .map(|(path, text)| (folder.join(path), text));
    for (path, text) in files {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    generate::run()
}
