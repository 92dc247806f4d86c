//! Embeds the JavaScript of every builtin: a table of specifier and text, sorted by specifier.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root =
        Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../builtins").canonicalize()?;
    println!("cargo:rerun-if-changed={}", root.display());
    let mut modules = Vec::new();
    for folder in entries(&root)? {
        let js = root.join(&folder).join("js");
        if js.is_dir() {
            println!("cargo:rerun-if-changed={}", js.display());
            collect(&folder, &js, "", &mut modules)?;
        }
    }
    modules.sort();
    let mut table = String::from("&[\n");
    for (specifier, file) in &modules {
        let _ = writeln!(
            table,
            "    Source {{ specifier: {specifier:?}, text: include_str!({:?}) }},",
            file.display().to_string()
        );
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("sources.rs"), table)
}

fn entries(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn collect(folder: &str, js: &Path, prefix: &str, modules: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for name in entries(&js.join(prefix))? {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let file = js.join(&path);
        if file.is_dir() {
            collect(folder, js, &path, modules)?;
        } else if path.ends_with(".js") {
            modules.push((specifier_of(folder, &path), file));
        }
    }
    Ok(())
}

/// The same rule as `runtime::builtin::specifier_of`, which a build script cannot reach without linking V8.
fn specifier_of(folder: &str, file: &str) -> String {
    let stem = file.strip_suffix(".js").unwrap_or(file);
    match stem.strip_prefix("internal/") {
        Some(name) => format!("internal:{folder}/{name}"),
        None if stem == folder => format!("node:{folder}"),
        None => format!("node:{folder}/{stem}"),
    }
}
