//! Resolution of `require`: the lookup that stands behind `Module._findPath` and `Module._resolveFilename`.

use crate::exports::Lookup;
use crate::package::{Origin, split_request};
use crate::{Deprecation, FileKind, FileUrl, Host, Importer, Resolution, ResolveError, Resolver, Scope, path};

/// A request and where to look for it.
#[derive(Clone, Copy, Debug)]
pub struct FindPath<'a> {
    /// The text given to `require`.
    pub request: &'a str,
    /// Directories to look in, in order. Not used for an absolute request.
    pub paths: &'a [String],
    /// Endings to try, in order (the keys of `require.extensions`).
    pub extensions: &'a [String],
    /// Conditions of `"exports"` that hold besides `default`.
    pub conditions: &'a [String],
    /// Keep the path through symbolic links.
    pub preserve_symlinks: bool,
}

impl<'a> FindPath<'a> {
    /// The lookup behind the hint "Did you mean to import …".
    pub(crate) fn for_suggestion(request: &'a str, paths: &'a [String]) -> FindPath<'a> {
        static EXTENSIONS: std::sync::LazyLock<Vec<String>> =
            std::sync::LazyLock::new(|| [".js", ".json", ".node"].map(str::to_owned).to_vec());
        FindPath { request, paths, extensions: &EXTENSIONS, conditions: &[], preserve_symlinks: false }
    }
}

/// The `node_modules` folders at and above `from`, nearest first.
pub fn node_module_paths(from: &str) -> Vec<String> {
    let mut directory = from.trim_end_matches('/');
    let mut paths = Vec::new();
    while !directory.is_empty() {
        if !directory.ends_with("/node_modules") {
            paths.push(format!("{directory}/node_modules"));
        }
        directory = &directory[..directory.rfind('/').unwrap_or(0)];
    }
    paths.push("/node_modules".to_owned());
    paths
}

impl<H: Host> Resolver<'_, H> {
    /// The file that `find.request` names, `None` if there is none.
    pub fn find_path(&self, find: &FindPath<'_>) -> Result<Option<String>, ResolveError> {
        if find.request.starts_with('/') {
            return self.load_path(find, &path::resolve("/", find.request));
        }
        for directory in find.paths {
            if !directory.is_empty() && !self.is_directory(directory) {
                continue;
            }
            if let Some(file) = self.exported_file(find, directory)? {
                return Ok(Some(file));
            }
            if let Some(file) = self.load_path(find, &path::resolve(directory, find.request))? {
                return Ok(Some(file));
            }
        }
        Ok(None)
    }

    /// What the `"imports"` of the package of the file `importer` name for `#request`; `None` if the package has none.
    pub fn required_import(
        &self,
        request: &str,
        importer: &str,
        conditions: &[String],
    ) -> Result<Option<Resolution>, ResolveError> {
        let Some(scope) = self.scope_of(importer)?.filter(|scope| scope.package.imports.is_some()) else {
            return Ok(None);
        };
        let importer = Importer::from_path(importer);
        match self.package_imports(request, &importer, Some(&scope), conditions)? {
            Resolution::File(url) => {
                self.required_file(url, Some(&importer), &scope.package_json).map(Resolution::File).map(Some)
            }
            other => Ok(Some(other)),
        }
    }

    /// The file that the package of `importer` exports as `request`, if the request names that very package.
    pub fn required_self(
        &self,
        request: &str,
        importer: &str,
        conditions: &[String],
    ) -> Result<Option<String>, ResolveError> {
        let Some(scope) = self.scope_of(importer)? else { return Ok(None) };
        let (Some(exports), Some(name)) = (&scope.package.exports, &scope.package.name) else { return Ok(None) };
        let Some(rest) = request.strip_prefix(name.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        else {
            return Ok(None);
        };
        let importer = Importer::from_path(importer);
        let lookup = Lookup { scope: &scope, conditions, importer: Some(&importer), internal: false };
        let found = self.package_exports(&lookup, exports, &format!(".{rest}"))?;
        self.required_resolution(found, Some(&importer), &scope.package_json)
    }

    fn exported_file(&self, find: &FindPath<'_>, directory: &str) -> Result<Option<String>, ResolveError> {
        let Some((name, rest)) = split_request(find.request) else { return Ok(None) };
        let package_directory = path::resolve(directory, name);
        let package_json = path::join(&package_directory, "package.json");
        let Some(package) = self.read_package(&package_json, Origin::Require)? else { return Ok(None) };
        let scope = Scope { package_json, package };
        let Some(exports) = &scope.package.exports else { return Ok(None) };
        let lookup = Lookup { scope: &scope, conditions: find.conditions, importer: None, internal: false };
        let found = self.package_exports(&lookup, exports, &format!(".{rest}"))?;
        self.required_resolution(found, None, &package_directory)
    }

    fn required_resolution(
        &self,
        found: Resolution,
        importer: Option<&Importer>,
        led_by: &str,
    ) -> Result<Option<String>, ResolveError> {
        match found {
            Resolution::File(url) => Ok(self.required_file(url, importer, led_by)?.to_path()),
            Resolution::Builtin(_) | Resolution::Other(_) => Ok(None),
        }
    }

    /// The existing file a package leads to; `led_by` is what the error reports as its `path`.
    fn required_file(&self, url: FileUrl, importer: Option<&Importer>, led_by: &str) -> Result<FileUrl, ResolveError> {
        match self.existing_file(url, importer, false) {
            Ok(Resolution::File(url)) => Ok(url),
            Ok(other) => unreachable!("a file URL resolves to a file, not to {other}"),
            Err(
                ResolveError::ModuleNotFound { target: file, .. }
                | ResolveError::UnsupportedDirImport { path: file, .. },
            ) => Err(ResolveError::RequiredFileMissing { file, path: led_by.to_owned() }),
            Err(error) => Err(error),
        }
    }

    /// LOAD_AS_FILE, then LOAD_AS_DIRECTORY.
    fn load_path(&self, find: &FindPath<'_>, base: &str) -> Result<Option<String>, ResolveError> {
        let kind = self.host.kind(base);
        if !names_directory(find.request) {
            if kind == FileKind::File {
                return Ok(Some(self.final_path(find, base)));
            }
            if let Some(file) = self.with_extension(find, base) {
                return Ok(Some(file));
            }
        }
        match kind {
            FileKind::Directory => self.load_directory(find, base),
            FileKind::File | FileKind::Missing => Ok(None),
        }
    }

    fn load_directory(&self, find: &FindPath<'_>, directory: &str) -> Result<Option<String>, ResolveError> {
        let package_json = path::join(directory, "package.json");
        let index = path::join(directory, "index");
        let package = self.read_package(&package_json, Origin::Require)?;
        let Some(main) = package.as_deref().and_then(|package| package.main.as_deref()).filter(|main| !main.is_empty())
        else {
            return Ok(self.with_extension(find, &index));
        };
        let file = path::resolve(directory, main);
        let named = self.exact_file(find, &file).or_else(|| self.with_extension(find, &file));
        if let Some(found) = named.or_else(|| self.with_extension(find, &path::join(&file, "index"))) {
            return Ok(Some(found));
        }
        let found = self.with_extension(find, &index);
        if found.is_none() {
            return Err(ResolveError::InvalidMain { file, package_json, request: find.request.to_owned() });
        }
        self.host.deprecated(Deprecation {
            code: "DEP0128",
            message: format!(
                "Invalid 'main' field in '{package_json}' of '{main}'. Please either fix that or report it to the module author"
            ),
            once: None,
        });
        Ok(found)
    }

    fn with_extension(&self, find: &FindPath<'_>, base: &str) -> Option<String> {
        find.extensions.iter().find_map(|extension| self.exact_file(find, &format!("{base}{extension}")))
    }

    fn exact_file(&self, find: &FindPath<'_>, file: &str) -> Option<String> {
        self.is_file(file).then(|| self.final_path(find, file))
    }

    fn final_path(&self, find: &FindPath<'_>, file: &str) -> String {
        match find.preserve_symlinks {
            true => file.to_owned(),
            false => self.host.real_path(file),
        }
    }
}

/// Whether the request can only mean a directory: it ends in a slash, `.` or `..`.
fn names_directory(request: &str) -> bool {
    let last = request.rsplit('/').next();
    matches!(last, Some("" | "." | ".."))
}

#[cfg(test)]
mod tests;
