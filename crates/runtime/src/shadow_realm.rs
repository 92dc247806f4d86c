//! `ShadowRealm` (`--experimental-shadow-realm`): each realm has a context with builtin modules of its own, of which it sees the classes that
//! the web platform exposes everywhere.
//!
//! A realm's hooks hang on its global object and nowhere else, so that the realm goes when the program lets go of it.

use engine::{convert::string, v8};

use crate::hooks::{Hook, Hooks};
use crate::loader;
use crate::state::state;

/// The module that fills the context of a realm.
pub(crate) const REALM_MODULE: &str = "internal:bootstrap/shadow_realm";

/// The property of the hooks that holds what builtin modules see beside the realm's globals, `process` above all.
const MODULE_GLOBALS: &str = "moduleGlobals";

/// Makes the context of a new realm, as V8 asks for one; `None` with an exception.
pub(crate) fn create_context<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Context>> {
    let context = v8::Context::new(scope, v8::ContextOptions::default());
    let token = scope.get_current_context().get_security_token(scope);
    context.set_security_token(token);
    let scope = &mut v8::ContextScope::new(scope, context);
    let hooks = create_hooks(scope);
    let require = v8::Local::<v8::Function>::try_from(loader::create_require(scope, hooks)?).ok()?;
    state(scope).hooks().set(scope, Hook::Require, require);
    let receiver = v8::undefined(scope);
    let specifier = string(scope, REALM_MODULE);
    require.call(scope, receiver.into(), &[specifier.into()])?;
    Some(context)
}

fn create_hooks<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
    let hooks = Hooks::new_object(scope);
    let globals = v8::Object::new(scope);
    let name = string(scope, MODULE_GLOBALS);
    hooks.set(scope, name.into(), globals.into());
    let key = key(scope);
    scope.get_current_context().global(scope).set_private(scope, key, hooks.into());
    hooks
}

/// Whether the current context is that of a realm.
pub fn is_current(scope: &mut v8::PinScope<'_, '_>) -> bool {
    hooks(scope).is_some()
}

/// The hooks of the current context, if it is that of a realm.
pub(crate) fn hooks<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
    let key = key(scope);
    let hooks = scope.get_current_context().global(scope).get_private(scope, key)?;
    v8::Local::<v8::Object>::try_from(hooks).ok()
}

/// What builtin modules of the current context see as globals besides those of the context.
pub(crate) fn module_globals<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
    let hooks = hooks(scope)?;
    let name = string(scope, MODULE_GLOBALS);
    v8::Local::<v8::Object>::try_from(hooks.get(scope, name.into())?).ok()
}

/// The name under which a global object holds the hooks, which no program can tell.
fn key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = string(scope, "anode:shadowRealmHooks");
    v8::Private::for_api(scope, Some(name))
}
