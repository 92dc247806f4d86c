//! Everything that can go wrong, with what Node's messages need.

use std::fmt;

/// Why a specifier has no module. [`fmt::Display`] gives Node's message, [`ResolveError::code`] its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// `import` found no file. `url` is absent for a package that could not be found.
    ModuleNotFound {
        what: &'static str,
        target: String,
        base: Option<String>,
        url: Option<String>,
        suggestion: Option<String>,
    },
    /// `import` of a directory.
    UnsupportedDirImport { path: String, base: Option<String>, url: String, suggestion: Option<String> },
    /// `require` was led by a package to a file that is not there. `path` is what led it there.
    RequiredFileMissing { file: String, path: String },
    /// `"main"` names a file that is not there, and there is no index either.
    InvalidMain { file: String, package_json: String, request: String },
    /// `"exports"` has no entry for the subpath (`.` for the package itself).
    PackagePathNotExported { package_json: String, subpath: String, base: Option<String> },
    /// An entry of `"exports"` or `"imports"` that may not be used. `target` is its JavaScript string form.
    InvalidPackageTarget { package_json: String, key: String, target: String, internal: bool, base: Option<String> },
    /// `"imports"` has no entry for the specifier, or there is no package.
    PackageImportNotDefined { specifier: String, package_json: Option<String>, base: Option<String> },
    /// The specifier is malformed.
    InvalidModuleSpecifier { specifier: String, reason: String, base: Option<String> },
    /// A `package.json` that cannot be read. `while_importing` is the quoted origin, as in the message.
    InvalidPackageConfig {
        path: String,
        while_importing: Option<String>,
        reason: Option<String>,
        source: Option<SourceError>,
    },
    /// A relative specifier in a module whose URL is not hierarchical, such as `data:`.
    UnsupportedResolveRequest { specifier: String, base: String },
    /// A package that a module asks for around which no files lie: its URL is of the web, say. `input` is that URL.
    InvalidUrl { input: String },
    /// The percent escapes of the URL are malformed (`URIError`).
    UriMalformed { url: String },
    /// A `file:` URL with a host.
    InvalidFileUrlHost { url: String },
}

/// Where in a `package.json` the JSON ends being valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in bytes.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl ResolveError {
    /// The `code` of the JavaScript error; empty for the one kind that has none.
    pub fn code(&self) -> &'static str {
        match self {
            ResolveError::ModuleNotFound { .. } => "ERR_MODULE_NOT_FOUND",
            ResolveError::UnsupportedDirImport { .. } => "ERR_UNSUPPORTED_DIR_IMPORT",
            ResolveError::RequiredFileMissing { .. } | ResolveError::InvalidMain { .. } => "MODULE_NOT_FOUND",
            ResolveError::PackagePathNotExported { .. } => "ERR_PACKAGE_PATH_NOT_EXPORTED",
            ResolveError::InvalidPackageTarget { .. } => "ERR_INVALID_PACKAGE_TARGET",
            ResolveError::PackageImportNotDefined { .. } => "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            ResolveError::InvalidModuleSpecifier { .. } => "ERR_INVALID_MODULE_SPECIFIER",
            ResolveError::InvalidPackageConfig { .. } => "ERR_INVALID_PACKAGE_CONFIG",
            ResolveError::UnsupportedResolveRequest { .. } => "ERR_UNSUPPORTED_RESOLVE_REQUEST",
            ResolveError::InvalidUrl { .. } => "ERR_INVALID_URL",
            ResolveError::UriMalformed { .. } => "",
            ResolveError::InvalidFileUrlHost { .. } => "ERR_INVALID_FILE_URL_HOST",
        }
    }

    /// The JavaScript class: `Error`, `TypeError` or `URIError`.
    pub fn class(&self) -> &'static str {
        match self {
            ResolveError::PackageImportNotDefined { .. }
            | ResolveError::InvalidModuleSpecifier { .. }
            | ResolveError::UnsupportedResolveRequest { .. }
            | ResolveError::InvalidUrl { .. }
            | ResolveError::InvalidFileUrlHost { .. } => "TypeError",
            ResolveError::UriMalformed { .. } => "URIError",
            _ => "Error",
        }
    }

    /// Properties of the JavaScript error besides `code`, in their order.
    pub fn properties(&self) -> Vec<(&'static str, &str)> {
        match self {
            ResolveError::ModuleNotFound { url: Some(url), .. } | ResolveError::UnsupportedDirImport { url, .. } => {
                vec![("url", url)]
            }
            ResolveError::RequiredFileMissing { path, .. } => vec![("path", path)],
            ResolveError::InvalidMain { package_json, request, .. } => {
                vec![("path", package_json), ("requestPath", request)]
            }
            ResolveError::UriMalformed { url: input }
            | ResolveError::InvalidFileUrlHost { url: input }
            | ResolveError::InvalidUrl { input } => vec![("input", input)],
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResolveError::ModuleNotFound { what, target, base, suggestion, .. } => {
                write!(f, "Cannot find {what} '{target}'{}{}", From(base), DidYouMean(suggestion))
            }
            ResolveError::UnsupportedDirImport { path, base, suggestion, .. } => {
                write!(f, "Directory import '{path}' is not supported resolving ES modules")?;
                write!(f, "{}{}", From(base), DidYouMean(suggestion))
            }
            ResolveError::RequiredFileMissing { file, .. } => write!(f, "Cannot find module '{file}'"),
            ResolveError::InvalidMain { file, .. } => {
                write!(f, "Cannot find module '{file}'. Please verify that the package.json has a valid \"main\" entry")
            }
            ResolveError::PackagePathNotExported { package_json, subpath, base } if subpath == "." => {
                write!(f, "No \"exports\" main defined in {package_json}{}", From(base))
            }
            ResolveError::PackagePathNotExported { package_json, subpath, base } => {
                write!(f, "Package subpath '{subpath}' is not defined by \"exports\" in {package_json}{}", From(base))
            }
            ResolveError::InvalidPackageTarget { package_json, key, target, internal, base } => {
                invalid_target(f, package_json, key, target, *internal, base)
            }
            ResolveError::PackageImportNotDefined { specifier, package_json, base } => {
                write!(f, "Package import specifier \"{specifier}\" is not defined")?;
                if let Some(path) = package_json {
                    write!(f, " in package {path}")?;
                }
                write!(f, "{}", From(base))
            }
            ResolveError::InvalidModuleSpecifier { specifier, reason, base } => {
                write!(f, "Invalid module \"{specifier}\" {reason}{}", From(base))
            }
            ResolveError::InvalidPackageConfig { path, while_importing, reason, .. } => {
                write!(f, "Invalid package config {path}")?;
                if let Some(origin) = while_importing {
                    write!(f, " while importing {origin}")?;
                }
                write!(f, ".{}", reason.as_ref().map(|reason| format!(" {reason}")).unwrap_or_default())
            }
            ResolveError::UnsupportedResolveRequest { specifier, base } => write!(
                f,
                "Failed to resolve module specifier \"{specifier}\" from \"{base}\": Invalid relative URL or base scheme is not hierarchical."
            ),
            ResolveError::InvalidUrl { .. } => f.write_str("Invalid URL"),
            ResolveError::UriMalformed { .. } => f.write_str("URI malformed"),
            ResolveError::InvalidFileUrlHost { .. } => {
                f.write_str("File URL host must be \"localhost\" or empty on linux")
            }
        }
    }
}

impl std::error::Error for ResolveError {}

fn invalid_target(
    f: &mut fmt::Formatter<'_>,
    package_json: &str,
    key: &str,
    target: &str,
    internal: bool,
    base: &Option<String>,
) -> fmt::Result {
    let field = if internal { "imports" } else { "exports" };
    let quoted = package_json::Value::String(target.to_owned()).to_json();
    match key {
        "." => write!(f, "Invalid \"{field}\" main target {quoted} defined in the package config {package_json}")?,
        _ => write!(f, "Invalid \"{field}\" target {quoted} defined for '{key}' in the package config {package_json}")?,
    }
    write!(f, "{}", From(base))?;
    match !internal && !target.is_empty() && !target.starts_with("./") {
        true => f.write_str("; targets must start with \"./\""),
        false => Ok(()),
    }
}

struct From<'a>(&'a Option<String>);

impl fmt::Display for From<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |base| write!(f, " imported from {base}"))
    }
}

struct DidYouMean<'a>(&'a Option<String>);

impl fmt::Display for DidYouMean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(suggestion) = self.0 else { return Ok(()) };
        write!(f, "\nDid you mean to import {}?", package_json::Value::String(suggestion.clone()).to_json())
    }
}
