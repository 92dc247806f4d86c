//! Where things are.

use std::io;
use std::path::{Path, PathBuf};

/// The workspace root: that of the checkout cargo was started in, which several checkouts with one target folder rely on.
pub(crate) fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), Path::to_owned)
}

/// Names of the folders directly below `directory`, sorted.
pub(crate) fn folders(directory: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Folders of builtins that are crates.
pub(crate) fn builtins() -> io::Result<Vec<String>> {
    let directory = root().join("builtins");
    Ok(folders(&directory)?.into_iter().filter(|name| directory.join(name).join("Cargo.toml").is_file()).collect())
}
