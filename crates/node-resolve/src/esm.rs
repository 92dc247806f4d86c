//! Resolution of `import`: ESM_RESOLVE and PACKAGE_RESOLVE.

use std::fmt;

use package_json::PackageType;

use crate::exports::Lookup;
use crate::package::{Origin, split_specifier};
use crate::{Deprecation, FileKind, FileUrl, Host, Importer, ResolveError, Resolver, Scope, path};

/// A specifier and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct EsmRequest<'a> {
    /// The text after `from`.
    pub specifier: &'a str,
    /// The importing module.
    pub importer: &'a Importer,
    /// Conditions of `"exports"` and `"imports"` that hold besides `default`.
    pub conditions: &'a [String],
    /// Keep the path through symbolic links (`--preserve-symlinks`).
    pub preserve_symlinks: bool,
}

/// What a specifier names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A builtin, named without `node:`.
    Builtin(String),
    /// A file.
    File(FileUrl),
    /// A URL of another scheme, as written.
    Other(String),
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resolution::Builtin(name) => write!(f, "node:{name}"),
            Resolution::File(url) => url.fmt(f),
            Resolution::Other(url) => f.write_str(url),
        }
    }
}

impl<H: Host> Resolver<'_, H> {
    /// What `request` names. Files exist and their links are followed; other URLs are not looked at.
    pub fn resolve_import(&self, request: &EsmRequest<'_>) -> Result<Resolution, ResolveError> {
        let found = self.locate(request).and_then(|found| match found {
            Resolution::File(url) => self.existing_file(url, Some(request.importer), request.preserve_symlinks),
            other => Ok(other),
        });
        found.map_err(|error| self.with_suggestion(error, request))
    }

    /// The URL a specifier stands for, whether or not there is such a file.
    fn locate(&self, request: &EsmRequest<'_>) -> Result<Resolution, ResolveError> {
        let EsmRequest { specifier, importer, conditions, .. } = *request;
        if is_relative(specifier) || specifier.starts_with('/') {
            return relative_to(specifier, importer);
        }
        if specifier.starts_with('#') {
            if importer.file.is_none() {
                return Err(unsupported_request(specifier, importer));
            }
            let scope = self.importer_scope(importer)?;
            return self.package_imports(specifier, importer, scope.as_ref(), conditions);
        }
        if has_scheme(specifier) {
            return absolute(specifier);
        }
        self.package_resolve(specifier, importer, conditions)
    }

    /// A bare specifier: a builtin, the package itself, or a package in a `node_modules` folder at or above the importer.
    pub(crate) fn package_resolve(
        &self,
        specifier: &str,
        importer: &Importer,
        conditions: &[String],
    ) -> Result<Resolution, ResolveError> {
        if self.host.is_builtin(specifier) {
            return Ok(Resolution::Builtin(specifier.to_owned()));
        }
        if importer.file.is_none() {
            return Err(unsupported_request(specifier, importer));
        }
        let (name, subpath) = split_specifier(specifier).ok_or_else(|| ResolveError::InvalidModuleSpecifier {
            specifier: specifier.to_owned(),
            reason: "is not a valid package name".to_owned(),
            base: Some(importer.display()),
        })?;
        if let Some(scope) = self.importer_scope(importer)?.filter(|scope| scope.package.name.as_deref() == Some(name))
            && let Some(exports) = &scope.package.exports
        {
            let lookup = Lookup { scope: &scope, conditions, importer: Some(importer), internal: false };
            return self.package_exports(&lookup, exports, &subpath);
        }
        let directory = self.find_package(name, importer).ok_or_else(|| ResolveError::ModuleNotFound {
            what: "package",
            target: name.to_owned(),
            base: Some(importer.display()),
            url: None,
            suggestion: None,
        })?;
        self.in_package(&directory, specifier, &subpath, importer, conditions)
    }

    /// The nearest `node_modules/name` directory at or above the importer.
    fn find_package(&self, name: &str, importer: &Importer) -> Option<String> {
        let file = importer.file.as_ref()?.to_path()?;
        let mut directory = path::directory_of(&file);
        loop {
            let candidate = path::join(&path::join(directory, "node_modules"), name);
            if !directory.ends_with("/node_modules") && self.is_directory(&candidate) {
                return Some(candidate);
            }
            if directory == "/" {
                return None;
            }
            directory = path::parent(directory);
        }
    }

    fn in_package(
        &self,
        directory: &str,
        specifier: &str,
        subpath: &str,
        importer: &Importer,
        conditions: &[String],
    ) -> Result<Resolution, ResolveError> {
        let package_json = path::join(directory, "package.json");
        let package = self.read_package(&package_json, Origin::Import { specifier, importer })?.unwrap_or_default();
        let scope = Scope { package_json, package };
        if let Some(exports) = &scope.package.exports {
            let lookup = Lookup { scope: &scope, conditions, importer: Some(importer), internal: false };
            return self.package_exports(&lookup, exports, subpath);
        }
        if subpath == "." {
            return self.legacy_main(&scope, importer);
        }
        FileUrl::from_path(&scope.package_json)
            .join(subpath)
            .map(Resolution::File)
            .ok_or_else(|| ResolveError::InvalidFileUrlHost { url: format!("file:{subpath}") })
    }

    /// `"main"` with the endings that `require` would try, then the index (LOAD_AS_FILE and LOAD_INDEX in the order Node has for `import`).
    fn legacy_main(&self, scope: &Scope, importer: &Importer) -> Result<Resolution, ResolveError> {
        let directory = path::parent(&scope.package_json);
        let main = scope.package.main.as_deref();
        if let Some(main) = main {
            for ending in ["", ".js", ".json", ".node", "/index.js", "/index.json", "/index.node"] {
                let file = path::resolve(directory, &format!("{main}{ending}"));
                if self.is_file(&file) {
                    self.warn_incomplete_main(scope, Some(main), &file, importer);
                    return Ok(Resolution::File(FileUrl::from_path(&file)));
                }
            }
        }
        for index in ["index.js", "index.json", "index.node"] {
            let file = path::join(directory, index);
            if self.is_file(&file) {
                self.warn_incomplete_main(scope, main, &file, importer);
                return Ok(Resolution::File(FileUrl::from_path(&file)));
            }
        }
        Err(ResolveError::ModuleNotFound {
            what: "package",
            target: path::resolve(directory, main.unwrap_or("index.js")),
            base: Some(importer.display()),
            url: None,
            suggestion: None,
        })
    }

    /// DEP0151: an ES module that is only found because an ending or the index was guessed.
    fn warn_incomplete_main(&self, scope: &Scope, main: Option<&str>, file: &str, importer: &Importer) {
        let directory = path::parent(&scope.package_json);
        let is_module = scope.package.module_type == PackageType::Module && file.ends_with(".js");
        if !is_module || main.is_some_and(|main| path::resolve(directory, main) == file) {
            return;
        }
        let (shown, base) = (file.strip_prefix(directory).map_or(file, |rest| &rest[1..]), importer.display());
        let message = match main {
            None => format!(
                "No \"main\" or \"exports\" field defined in the package.json for {directory}/ resolving the main entry point \"{shown}\", \
                 imported from {base}.\nDefault \"index\" lookups for the main are deprecated for ES modules."
            ),
            Some(main) => format!(
                "Package {directory}/ has a \"main\" field set to \"{main}\", excluding the full filename and extension to the resolved file \
                 at \"{shown}\", imported from {base}.\n Automatic extension resolution of the \"main\" field is deprecated for ES modules."
            ),
        };
        self.host.deprecated(Deprecation { code: "DEP0151", message, once: None });
    }

    /// The URL of the file itself, its links followed, or why there is none.
    pub(crate) fn existing_file(
        &self,
        url: FileUrl,
        importer: Option<&Importer>,
        preserve_symlinks: bool,
    ) -> Result<Resolution, ResolveError> {
        let base = importer.map(Importer::display);
        if has_encoded_separator(url.encoded_path()) {
            return Err(encoded_separator(&url, base));
        }
        let file = url.to_path().ok_or_else(|| ResolveError::UriMalformed { url: url.to_string() })?;
        let kind = if file.ends_with('/') { FileKind::Directory } else { self.host.kind(&file) };
        match kind {
            FileKind::File if preserve_symlinks => Ok(Resolution::File(url)),
            FileKind::File => Ok(Resolution::File(url.with_path(&self.host.real_path(&file)))),
            FileKind::Directory => {
                Err(ResolveError::UnsupportedDirImport { path: file, base, url: url.to_string(), suggestion: None })
            }
            FileKind::Missing => Err(ResolveError::ModuleNotFound {
                what: "module",
                target: file,
                base,
                url: Some(url.to_string()),
                suggestion: None,
            }),
        }
    }

    pub(crate) fn importer_scope(&self, importer: &Importer) -> Result<Option<Scope>, ResolveError> {
        match importer.file.as_ref().and_then(FileUrl::to_path) {
            Some(file) => self.scope_of(&file),
            None => Ok(None),
        }
    }

    /// Adds what `require` would have found, the usual slip being a missing ending.
    fn with_suggestion(&self, mut error: ResolveError, request: &EsmRequest<'_>) -> ResolveError {
        match &mut error {
            ResolveError::ModuleNotFound { url: Some(_), suggestion, .. }
            | ResolveError::UnsupportedDirImport { suggestion, .. } => *suggestion = self.suggestion(request),
            ResolveError::ModuleNotFound { what: "package", target, suggestion, .. } if target == request.specifier => {
                *suggestion = self.file_in_node_modules(request);
            }
            _ => {}
        }
        error
    }

    fn suggestion(&self, request: &EsmRequest<'_>) -> Option<String> {
        let specifier = request.specifier;
        if specifier.starts_with('/') || specifier.starts_with("file:") {
            return self.absolute_suggestion(request);
        }
        let directory = path::directory_of(&request.importer.file.as_ref()?.to_path()?).to_owned();
        let bare = !is_relative(specifier);
        let lookup_paths = if bare { crate::node_module_paths(&directory) } else { vec![directory.clone()] };
        let found = self.find_path(&crate::FindPath::for_suggestion(specifier, &lookup_paths)).ok().flatten()?;
        let shown = match bare {
            true => found.rfind("/node_modules/").map(|at| found[at + "/node_modules/".len()..].to_owned())?,
            false => path::relative(&directory, &found),
        };
        Some(encoded(&shown))
    }

    /// The same for a path or a `file:` URL, as a path.
    fn absolute_suggestion(&self, request: &EsmRequest<'_>) -> Option<String> {
        let Ok(Resolution::File(url)) = self.locate(request) else { return None };
        let found = self.find_path(&crate::FindPath::for_suggestion(&url.to_path()?, &[])).ok().flatten()?;
        Some(FileUrl::from_path(&found).encoded_path().to_owned())
    }

    /// A file in a `node_modules` folder that is no package, which `require` takes for one.
    fn file_in_node_modules(&self, request: &EsmRequest<'_>) -> Option<String> {
        let directory = path::directory_of(&request.importer.file.as_ref()?.to_path()?).to_owned();
        let lookup_paths = crate::node_module_paths(&directory);
        let found =
            self.find_path(&crate::FindPath::for_suggestion(request.specifier, &lookup_paths)).ok().flatten()?;
        Some(FileUrl::from_path(&found).to_string())
    }
}

/// A relative path as it stands in a URL.
fn encoded(relative: &str) -> String {
    FileUrl::from_path(&format!("/{relative}")).encoded_path()[1..].to_owned()
}

fn is_relative(specifier: &str) -> bool {
    matches!(specifier, "." | "..") || specifier.starts_with("./") || specifier.starts_with("../")
}

/// Whether the text starts with a URL scheme.
pub(crate) fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

fn relative_to(specifier: &str, importer: &Importer) -> Result<Resolution, ResolveError> {
    let base = importer.file.as_ref().ok_or_else(|| unsupported_request(specifier, importer))?;
    base.join(specifier)
        .map(Resolution::File)
        .ok_or_else(|| ResolveError::InvalidFileUrlHost { url: format!("file:{specifier}") })
}

/// No files lie around a module whose URL is no `file:` one.
fn unsupported_request(specifier: &str, importer: &Importer) -> ResolveError {
    if !is_relative(specifier) && !specifier.starts_with('/') && !importer.url.starts_with("data:") {
        return ResolveError::InvalidUrl { input: importer.url.clone() };
    }
    ResolveError::UnsupportedResolveRequest { specifier: specifier.to_owned(), base: importer.url.clone() }
}

fn absolute(specifier: &str) -> Result<Resolution, ResolveError> {
    if let Some(name) = specifier.strip_prefix("node:") {
        return Ok(Resolution::Builtin(name.to_owned()));
    }
    let Some(rest) = specifier.strip_prefix("file:") else { return Ok(Resolution::Other(specifier.to_owned())) };
    FileUrl::parse_written(rest)
        .map(Resolution::File)
        .ok_or_else(|| ResolveError::InvalidFileUrlHost { url: specifier.to_owned() })
}

pub(crate) fn has_encoded_separator(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.contains("%2f") || lower.contains("%5c")
}

/// `import` names the path, `require` (which has no importer to show) the URL.
fn encoded_separator(url: &FileUrl, base: Option<String>) -> ResolveError {
    ResolveError::InvalidModuleSpecifier {
        specifier: if base.is_some() { url.encoded_path().to_owned() } else { url.to_string() },
        reason: "must not include encoded \"/\" or \"\\\" characters".to_owned(),
        base,
    }
}

#[cfg(test)]
mod tests;
