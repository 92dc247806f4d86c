//! Module resolution of Node.js: what file, builtin or URL a specifier of `import` or `require` names.
//!
//! Node documentation: <https://nodejs.org/api/esm.html#resolution-algorithm-specification> and
//! <https://nodejs.org/api/modules.html#all-together>. The algorithms run over the [`Host`] trait, so they know neither the operating system
//! nor V8. Paths are absolute POSIX paths. Every failure is a [`ResolveError`], which knows Node's code and prints Node's message.

#![forbid(unsafe_code)]

mod cjs;
mod error;
mod esm;
mod exports;
mod file_url;
#[cfg(test)]
mod memory;
mod package;
pub mod path;

use std::rc::Rc;

use package_json::{PackageJson, ParseError};

pub use cjs::{FindPath, node_module_paths};
pub use error::{ResolveError, SourceError};
pub use esm::{EsmRequest, Resolution};
pub use file_url::FileUrl;
pub use package::{Importer, Scope};

/// What lies at a path, symbolic links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Anything that exists and is no directory.
    File,
    /// A directory.
    Directory,
    /// Nothing that can be reached.
    Missing,
}

/// What resolution asks of the world. Implementations are expected to cache.
pub trait Host {
    /// What lies at `path`.
    fn kind(&self, path: &str) -> FileKind;

    /// `path` with every symbolic link resolved; `path` itself where that fails.
    fn real_path(&self, path: &str) -> String;

    /// The `package.json` at `path`, `None` where there is no such file.
    fn package_json(&self, path: &str) -> Result<Option<Rc<PackageJson>>, ParseError>;

    /// Whether `name` (without `node:`) is a builtin that needs no scheme.
    fn is_builtin(&self, name: &str) -> bool;

    /// A use of something deprecated was met on the way.
    fn deprecated(&self, deprecation: Deprecation) {
        let _ = deprecation;
    }
}

/// A warning that Node emits while it resolves: its code and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// `DEP0128`, `DEP0151`, `DEP0155` or `DEP0166`
    pub code: &'static str,
    /// The text of the warning.
    pub message: String,
    /// What it is about, where one warning about that is enough; absent where each use is warned of.
    pub once: Option<String>,
}

/// Resolution over a host.
pub struct Resolver<'h, H: Host> {
    pub(crate) host: &'h H,
}

impl<'h, H: Host> Resolver<'h, H> {
    /// A resolver that asks `host`.
    pub fn new(host: &'h H) -> Self {
        Resolver { host }
    }

    pub(crate) fn is_file(&self, path: &str) -> bool {
        self.host.kind(path) == FileKind::File
    }

    pub(crate) fn is_directory(&self, path: &str) -> bool {
        self.host.kind(path) == FileKind::Directory
    }
}
