//! Ops of resolution. A failure is a value, `[code, class, message, name, value, …]`, from which JavaScript makes Node's error.

use node_resolve::{EsmRequest, FindPath, Importer, Resolution, ResolveError, Resolver};
use runtime::{JsError, ToV8, op, v8};

use crate::host::FileHost;

/// A resolution for JavaScript: a string, undefined where nothing was found, or the failure.
pub(crate) enum Outcome {
    Found(String),
    NotFound,
    Failed(ResolveError),
}

impl<'s> ToV8<'s> for Outcome {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Outcome::Found(text) => text.to_v8(scope),
            Outcome::NotFound => ().to_v8(scope),
            Outcome::Failed(error) => failure(&error).to_v8(scope),
        }
    }
}

fn failure(error: &ResolveError) -> Vec<String> {
    let mut fields = vec![error.code().to_owned(), error.class().to_owned(), error.to_string()];
    for (name, value) in error.properties() {
        fields.extend([name.to_owned(), value.to_owned()]);
    }
    fields
}

impl From<Result<Option<String>, ResolveError>> for Outcome {
    fn from(result: Result<Option<String>, ResolveError>) -> Outcome {
        match result {
            Ok(Some(found)) => Outcome::Found(found),
            Ok(None) => Outcome::NotFound,
            Err(error) => Outcome::Failed(error),
        }
    }
}

/// The lookup behind `Module._findPath`.
#[op]
pub(crate) fn find_path(
    scope: &mut v8::PinScope<'_, '_>,
    request: String,
    paths: Vec<String>,
    extensions: Vec<String>,
    conditions: Vec<String>,
    preserve_symlinks: bool,
) -> Outcome {
    let host = FileHost::of(scope);
    let find = FindPath {
        request: &request,
        paths: &paths,
        extensions: &extensions,
        conditions: &conditions,
        preserve_symlinks,
    };
    Resolver::new(&*host).find_path(&find).into()
}

/// The file that the package of the file `importer` exports as `request`, if the request names that package.
#[op]
pub(crate) fn resolve_self(
    scope: &mut v8::PinScope<'_, '_>,
    request: String,
    importer: String,
    conditions: Vec<String>,
) -> Outcome {
    let host = FileHost::of(scope);
    Resolver::new(&*host).required_self(&request, &importer, &conditions).into()
}

/// What `require('#request')` names: a path, or `node:name`.
#[op]
pub(crate) fn resolve_package_import(
    scope: &mut v8::PinScope<'_, '_>,
    request: String,
    importer: String,
    conditions: Vec<String>,
) -> Outcome {
    let host = FileHost::of(scope);
    let found = Resolver::new(&*host).required_import(&request, &importer, &conditions);
    let as_text = |resolution: Resolution| match resolution {
        Resolution::File(url) => url.to_path(),
        other => Some(other.to_string()),
    };
    found.map(|found| found.and_then(as_text)).into()
}

/// The URL that `import` of `specifier` in the module `importer` names.
#[op]
pub(crate) fn resolve_import(
    scope: &mut v8::PinScope<'_, '_>,
    specifier: String,
    importer: String,
    conditions: Vec<String>,
    preserve_symlinks: bool,
) -> Outcome {
    let host = FileHost::of(scope);
    let importer = Importer::new(&importer);
    let request = EsmRequest { specifier: &specifier, importer: &importer, conditions: &conditions, preserve_symlinks };
    Resolver::new(&*host).resolve_import(&request).map(|found| Some(found.to_string())).into()
}
