//! Declarations of builtins. Each crate under `builtins/` has one [`Builtin`]; the generated crate `builtins` lists them with their
//! JavaScript.

use std::path::{Path, PathBuf};

use engine::{ClassDecl, OpDecl, v8};

/// The native side of one builtin.
#[derive(Debug)]
pub struct Builtin {
    /// The folder's name, `fs`.
    pub name: &'static str,
    /// Functions of its `binding`.
    pub ops: &'static [OpDecl],
    /// Classes of its `binding`.
    pub classes: &'static [ClassDecl],
    /// Further native entry points of what it makes in the bootstrap, for the startup snapshot.
    pub references: fn() -> Vec<v8::ExternalReference>,
}

impl Builtin {
    /// What tells a class of its `binding` from those of all builtins, `fs/FsEvent`: see [`Builtins::class`].
    pub fn class_path(&self, class: &ClassDecl) -> String {
        format!("{}/{}", self.name, class.name)
    }
}

/// What a blocking op is called while the pool runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its kind among what keeps a program alive.
    pub resource: &'static str,
    /// Its type as an async resource.
    pub provider: &'static str,
    /// Its name in traces; without one it is not traced.
    pub traced: Option<&'static str>,
}

impl Request {
    /// One that only async hooks hear of.
    pub const PLAIN: Request = Request { resource: "Work", provider: "NATIVEREQUEST", traced: None };

    /// The same with another type for async hooks.
    #[must_use]
    pub const fn provided_by(self, provider: &'static str) -> Request {
        Request { provider, ..self }
    }

    /// The same with a name in traces.
    #[must_use]
    pub const fn traced_as(self, name: &'static str) -> Request {
        Request { traced: Some(name), ..self }
    }
}

/// Declares the builtin of a crate: `runtime::builtin! { name: "fs", ops: [stat::stat], classes: [watch::FsEvent] }`.
#[macro_export]
macro_rules! builtin {
    (name: $name:literal $(, requests: $requests:expr)? $(, ops: [$($op:path),* $(,)?])? $(, classes: [$($class:ty),* $(,)?])?
        $(, references: $references:path)? $(,)?) => {
        /// What its blocking ops are called, unless they say otherwise.
        pub const REQUEST: $crate::Request = $crate::builtin!(@requests $($requests)?);

        /// The native side of this builtin.
        pub static BUILTIN: $crate::Builtin = $crate::Builtin {
            name: $name,
            ops: &[$($(<$op>::DECL),*)?],
            classes: &[$($(<$class as $crate::engine::NativeClass>::DECL),*)?],
            references: $crate::builtin!(@references $($references)?),
        };
    };
    (@requests) => { $crate::Request::PLAIN };
    (@requests $requests:expr) => { $requests };
    (@references) => { Vec::new };
    (@references $references:path) => { $references };
}

/// One JavaScript file of a builtin.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// `node:fs/promises`, `internal:fs/read_file`.
    pub specifier: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All builtins of a binary.
#[derive(Clone, Debug)]
pub struct Builtins {
    /// Native sides.
    pub list: &'static [&'static Builtin],
    /// JavaScript, sorted by specifier.
    pub sources: &'static [Source],
    /// In development: read the JavaScript from the folders below this one instead of `sources`.
    pub directory: Option<PathBuf>,
}

impl Builtins {
    /// The native side by folder name.
    pub fn named(&self, name: &str) -> Option<&'static Builtin> {
        self.list.iter().copied().find(|builtin| builtin.name == name)
    }

    /// The class of a path that [`Builtin::class_path`] made.
    pub fn class(&self, path: &str) -> Option<&'static ClassDecl> {
        let (folder, name) = path.split_once('/')?;
        self.named(folder)?.classes.iter().find(|class| class.name == name)
    }

    /// The embedded text of a module.
    pub fn source(&self, specifier: &str) -> Option<&'static str> {
        let index = self.sources.binary_search_by(|source| source.specifier.cmp(specifier)).ok()?;
        Some(self.sources[index].text)
    }

    /// Specifiers of all modules, `node:` and `internal:`.
    pub fn specifiers(&self) -> Vec<String> {
        match &self.directory {
            Some(directory) => specifiers_below(directory),
            None => self.sources.iter().map(|source| source.specifier.to_owned()).collect(),
        }
    }

    /// Every native entry point, in a fixed order, for the startup snapshot.
    pub fn external_references(&self) -> Vec<v8::ExternalReference> {
        let mut references = crate::loader::external_references();
        for builtin in self.list {
            references.extend(builtin.ops.iter().flat_map(OpDecl::external_references));
            references.extend(builtin.classes.iter().flat_map(ClassDecl::external_references));
            references.extend((builtin.references)());
        }
        references
    }
}

/// The folder a specifier's file lies in: `fs` for `node:fs/promises`.
pub fn folder_of(specifier: &str) -> &str {
    let path = specifier.split_once(':').map_or(specifier, |(_, path)| path);
    path.split('/').next().unwrap_or(path)
}

/// The file of a specifier, relative to the builtins' folder.
pub fn file_of(specifier: &str) -> Option<PathBuf> {
    let (scheme, path) = specifier.split_once(':')?;
    let (folder, rest) = path.split_once('/').unwrap_or((path, path));
    let mut file = PathBuf::from(folder);
    file.push(match scheme {
        "node" => format!("js/{rest}.js"),
        "internal" => format!("js/internal/{rest}.js"),
        _ => return None,
    });
    Some(file)
}

/// The specifier of a file below a builtin's `js` folder: `internal/read_file.js` of `fs` is `internal:fs/read_file`.
pub fn specifier_of(folder: &str, file: &str) -> String {
    let stem = file.strip_suffix(".js").unwrap_or(file);
    match stem.strip_prefix("internal/") {
        Some(name) => format!("internal:{folder}/{name}"),
        None if stem == folder => format!("node:{folder}"),
        None => format!("node:{folder}/{stem}"),
    }
}

fn specifiers_below(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for folder in names_in(directory) {
        let js = directory.join(&folder).join("js");
        let mut pending = vec![String::new()];
        while let Some(prefix) = pending.pop() {
            for name in names_in(&js.join(&prefix)) {
                let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                if path.ends_with(".js") {
                    found.push(specifier_of(&folder, &path));
                } else {
                    pending.push(path);
                }
            }
        }
    }
    found.sort();
    found
}

/// Names in a folder; empty for what is not one.
fn names_in(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifier_and_file_are_inverse() {
        for (specifier, file) in [
            ("node:fs", "fs/js/fs.js"),
            ("node:fs/promises", "fs/js/promises.js"),
            ("internal:fs/read_file", "fs/js/internal/read_file.js"),
            ("internal:fs/a/b", "fs/js/internal/a/b.js"),
        ] {
            assert_eq!(file_of(specifier), Some(PathBuf::from(file)));
            let (folder, rest) = file.split_once("/js/").unwrap();
            assert_eq!(specifier_of(folder, rest), specifier);
            assert_eq!(folder_of(specifier), folder);
        }
    }
}
