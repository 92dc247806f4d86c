//! Who imports, and which package a file belongs to.

use std::rc::Rc;

use package_json::PackageJson;

use crate::{FileUrl, Host, ResolveError, Resolver, SourceError, path};

/// The module that a specifier stands in.
#[derive(Clone, Debug)]
pub struct Importer {
    /// Its URL as text.
    pub url: String,
    /// The same URL, if it is a `file:` one.
    pub file: Option<FileUrl>,
}

impl Importer {
    /// The module at `url`.
    pub fn new(url: &str) -> Importer {
        Importer { url: url.to_owned(), file: FileUrl::parse(url) }
    }

    /// The module in the file at `path`.
    pub fn from_path(path: &str) -> Importer {
        let file = FileUrl::from_path(path);
        Importer { url: file.to_string(), file: Some(file) }
    }

    /// How messages name it: the path of a file, the URL of anything else.
    pub fn display(&self) -> String {
        self.file.as_ref().and_then(FileUrl::to_path).unwrap_or_else(|| self.url.clone())
    }
}

/// A package and where its `package.json` lies.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Path of the `package.json`.
    pub package_json: String,
    /// What it says.
    pub package: Rc<PackageJson>,
}

/// How a reader of a `package.json` came to it, for the message of a malformed one.
#[derive(Clone, Copy)]
pub(crate) enum Origin<'a> {
    Require,
    Import { specifier: &'a str, importer: &'a Importer },
}

impl Origin<'_> {
    fn while_importing(self) -> Option<String> {
        match self {
            Origin::Require => None,
            Origin::Import { specifier, importer } => Some(format!("\"{specifier}\" from {}", importer.display())),
        }
    }
}

impl<H: Host> Resolver<'_, H> {
    /// The nearest `package.json` at or above the directory of `file`, not looking past a `node_modules` folder.
    pub fn scope_of(&self, file: &str) -> Result<Option<Scope>, ResolveError> {
        let mut directory = path::directory_of(file);
        loop {
            if directory.ends_with("/node_modules") {
                return Ok(None);
            }
            let package_json = path::join(directory, "package.json");
            if let Some(package) = self.read_package(&package_json, Origin::Require)? {
                return Ok(Some(Scope { package_json, package }));
            }
            if directory == "/" {
                return Ok(None);
            }
            directory = path::parent(directory);
        }
    }

    pub(crate) fn read_package(&self, path: &str, origin: Origin<'_>) -> Result<Option<Rc<PackageJson>>, ResolveError> {
        self.host.package_json(path).map_err(|error| ResolveError::InvalidPackageConfig {
            path: path.to_owned(),
            while_importing: origin.while_importing(),
            reason: None,
            source: Some(SourceError { line: error.line, column: error.column, message: error.message }),
        })
    }
}

/// A bare specifier of `import` split into the package and what is wanted of it (`.` or `./sub`). `None` if no package may be called so.
pub(crate) fn split_specifier(specifier: &str) -> Option<(&str, String)> {
    let mut slash = specifier.find('/');
    if specifier.starts_with('@') {
        let scope_end = slash?;
        slash = specifier[scope_end + 1..].find('/').map(|at| at + scope_end + 1);
    }
    let name = &specifier[..slash.unwrap_or(specifier.len())];
    let valid = !name.starts_with('.') && !name.contains(['\\', '%']);
    valid.then(|| (name, format!(".{}", &specifier[name.len()..])))
}

/// The same for `require`, which takes any other specifier for a path.
pub(crate) fn split_request(request: &str) -> Option<(&str, &str)> {
    let is_part = |part: &str| !part.is_empty() && !part.contains(['\\', '%']);
    let name_end = match request.strip_prefix('@').and_then(|_| request.find('/')) {
        Some(scope_end) => {
            let rest = &request[scope_end + 1..];
            scope_end + 1 + rest.find('/').unwrap_or(rest.len())
        }
        None => request.find('/').unwrap_or(request.len()),
    };
    let (name, subpath) = request.split_at(name_end);
    let (scope, own) = match name.strip_prefix('@').and_then(|rest| rest.split_once('/')) {
        Some((scope, own)) => (scope, own),
        None => ("scope", name),
    };
    (is_part(scope) && is_part(own) && !own.starts_with('.')).then_some((name, subpath))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_specifiers() {
        assert_eq!(split_specifier("a"), Some(("a", ".".into())));
        assert_eq!(split_specifier("@s/a/b/c"), Some(("@s/a", "./b/c".into())));
        assert_eq!(split_specifier("@s/"), Some(("@s/", ".".into())));
        for invalid in ["@s", "@", ".x", "a\\b", "%2f"] {
            assert_eq!(split_specifier(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn splits_requests() {
        assert_eq!(split_request("a/b"), Some(("a", "/b")));
        assert_eq!(split_request("@s/a"), Some(("@s/a", "")));
        for invalid in ["", ".", "./x", "/x", "@s/", "@/a"] {
            assert_eq!(split_request(invalid), None, "{invalid}");
        }
    }
}
