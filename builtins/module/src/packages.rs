//! Questions about the package a file belongs to.

use node_resolve::{Resolver, Scope};
use runtime::{JsError, ToV8, op, v8};

use crate::host::FileHost;
use crate::resolve::Outcome;

/// What JavaScript learns of a package: `[path of package.json, type, name]`.
pub(crate) struct ScopeInfo(Scope);

impl<'s> ToV8<'s> for ScopeInfo {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let Scope { package_json, package } = self.0;
        (package_json, package.module_type.as_str(), package.name.clone()).to_v8(scope)
    }
}

/// A scope, undefined where a file has none, or `{ failure }`.
pub(crate) enum ScopeOutcome {
    Found(ScopeInfo),
    Missing,
    Failed(Outcome),
}

impl<'s> ToV8<'s> for ScopeOutcome {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            ScopeOutcome::Found(info) => info.to_v8(scope),
            ScopeOutcome::Missing => ().to_v8(scope),
            ScopeOutcome::Failed(outcome) => {
                let object = v8::Object::new(scope);
                let key = runtime::engine::string(scope, "failure");
                let value = outcome.to_v8(scope)?;
                object.set(scope, key.into(), value);
                Ok(object.into())
            }
        }
    }
}

/// The package of the file at `path`.
#[op]
pub(crate) fn package_scope(scope: &mut v8::PinScope<'_, '_>, path: String) -> ScopeOutcome {
    let host = FileHost::of(scope);
    match Resolver::new(&*host).scope_of(&path) {
        Ok(Some(found)) => ScopeOutcome::Found(ScopeInfo(found)),
        Ok(None) => ScopeOutcome::Missing,
        Err(error) => ScopeOutcome::Failed(Outcome::Failed(error)),
    }
}

/// The path of the `package.json` next to or above the file at `path`.
#[op]
pub(crate) fn nearest_package_json(scope: &mut v8::PinScope<'_, '_>, path: String) -> Outcome {
    let host = FileHost::of(scope);
    Resolver::new(&*host).scope_of(&path).map(|found| found.map(|scope| scope.package_json)).into()
}
