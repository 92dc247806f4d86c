//! A file system made of a list, for the tests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use package_json::{PackageJson, ParseError};

use crate::{Deprecation, FileKind, Host};

#[derive(Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, String>,
    links: BTreeMap<String, String>,
    pub(crate) deprecations: RefCell<Vec<Deprecation>>,
}

impl Memory {
    pub(crate) fn new(files: &[(&str, &str)]) -> Memory {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Memory { files, ..Memory::default() }
    }

    pub(crate) fn link(mut self, from: &str, to: &str) -> Memory {
        self.files.insert(from.to_owned(), String::new());
        self.links.insert(from.to_owned(), to.to_owned());
        self
    }
}

impl Host for Memory {
    fn kind(&self, path: &str) -> FileKind {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        match self.files.contains_key(path) {
            true => FileKind::File,
            false if self.files.keys().any(|file| file.starts_with(&prefix)) => FileKind::Directory,
            false => FileKind::Missing,
        }
    }

    fn real_path(&self, path: &str) -> String {
        self.links.get(path).map_or(path, String::as_str).to_owned()
    }

    fn package_json(&self, path: &str) -> Result<Option<Rc<PackageJson>>, ParseError> {
        self.files.get(path).map(|text| package_json::parse(text.as_bytes()).map(Rc::new)).transpose()
    }

    fn is_builtin(&self, name: &str) -> bool {
        matches!(name, "fs" | "path")
    }

    fn deprecated(&self, deprecation: Deprecation) {
        self.deprecations.borrow_mut().push(deprecation);
    }
}
