//! The entries through which V8 asks about modules.

use engine::v8;
use engine::{JsError, ToV8, error::throw};

use super::record::{Records, attribute_texts};
use crate::Hook;
use crate::state;

/// Answers V8's questions from now on. `import_dynamically(hostId, referrerName, specifier, attributes, evaluates) => Promise` loads what
/// `import()` names, or `import.source()` where it is not to be evaluated; `initialize_meta(meta, host)` fills `import.meta`. The host id is the symbol in the script's host-defined options; for text without
/// a script, as an `eval` from the microtask queue, it is the global object of its context.
pub fn install(
    scope: &mut v8::PinScope<'_, '_>,
    import_dynamically: v8::Local<'_, v8::Function>,
    initialize_meta: v8::Local<'_, v8::Function>,
) {
    let runtime = state(scope);
    runtime.hooks().set(scope, Hook::ImportDynamically, import_dynamically);
    runtime.hooks().set(scope, Hook::InitializeMeta, initialize_meta);
    scope.set_host_import_module_dynamically_callback(import_module_dynamically);
    scope.set_host_import_module_with_phase_dynamically_callback(import_in_phase);
    scope.set_host_initialize_import_meta_object_callback(initialize_import_meta);
}

/// Links a module and everything below it; `None` with an exception where an import does not match.
pub fn instantiate(scope: &mut v8::PinScope<'_, '_>, module: v8::Local<'_, v8::Module>) -> Option<bool> {
    module.instantiate_module2(scope, resolve_module, resolve_source)
}

/// A synthetic module whose exports its record's function sets.
pub fn create_synthetic<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: v8::Local<'s, v8::String>,
    exports: &[v8::Local<'s, v8::String>],
) -> v8::Local<'s, v8::Module> {
    v8::Module::create_synthetic_module(scope, name, exports, evaluate_synthetic)
}

fn resolve_module<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    // SAFETY: V8 calls this with a context of the running isolate.
    v8::callback_scope!(unsafe scope, context);
    let text = specifier.to_rust_string_lossy(scope);
    let linked = linked(scope, text.clone(), attributes, referrer);
    if linked.is_none() {
        throw(scope, not_linked(&text));
    }
    linked
}

/// The module that a request of `referrer` is linked to.
fn linked<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    specifier: String,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Module>> {
    let attributes = attribute_texts(scope, attributes, 3);
    let record = state(scope).slot::<Records>().find(scope, referrer)?;
    record.linked(scope, specifier, attributes)
}

fn not_linked(specifier: &str) -> JsError {
    let message = format!("request for '{specifier}' is from a module not been linked");
    JsError::error(message).with_code("ERR_VM_MODULE_LINK_FAILURE")
}

/// Whoever links a module has seen that what it imports as a source has one.
fn resolve_source<'s>(
    context: v8::Local<'s, v8::Context>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
    referrer: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Object>> {
    // SAFETY: V8 calls this with a context of the running isolate.
    v8::callback_scope!(unsafe scope, context);
    let text = specifier.to_rust_string_lossy(scope);
    let module = linked(scope, text.clone(), attributes, referrer);
    let record = module.and_then(|module| state(scope).slot::<Records>().find(scope, module));
    let source = record.and_then(|record| record.source(scope));
    if source.is_none() {
        throw(scope, not_linked(&text));
    }
    source
}

fn evaluate_synthetic<'s>(
    context: v8::Local<'s, v8::Context>,
    module: v8::Local<'s, v8::Module>,
) -> Option<v8::Local<'s, v8::Value>> {
    // SAFETY: V8 calls this with a context of the running isolate.
    v8::callback_scope!(unsafe scope, context);
    let record = state(scope).slot::<Records>().find(scope, module);
    if let Some(function) = record.and_then(|record| record.evaluation(scope)) {
        let receiver = v8::undefined(scope);
        function.call(scope, receiver.into(), &[])?;
    }
    // V8 wants a promise here, resolved as evaluation is synchronous.
    let resolver = v8::PromiseResolver::new(scope)?;
    let undefined = v8::undefined(scope);
    resolver.resolve(scope, undefined.into())?;
    Some(resolver.get_promise(scope).into())
}

unsafe extern "C" fn initialize_import_meta(
    context: v8::Local<'_, v8::Context>,
    module: v8::Local<'_, v8::Module>,
    meta: v8::Local<'_, v8::Object>,
) {
    // SAFETY: V8 calls this with a context of the running isolate.
    v8::callback_scope!(unsafe scope, context);
    let runtime = state(scope);
    let Some(record) = runtime.slot::<Records>().find(scope, module) else { return };
    let Some(hook) = runtime.hooks().current(scope, Hook::InitializeMeta) else { return };
    let host = record.host(scope);
    let receiver = v8::undefined(scope);
    hook.call(scope, receiver.into(), &[meta.into(), host]);
}

fn import_module_dynamically<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    host_defined_options: v8::Local<'s, v8::Data>,
    referrer_name: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let phase = v8::ModuleImportPhase::kEvaluation;
    import_in_phase(scope, host_defined_options, referrer_name, specifier, phase, attributes)
}

fn import_in_phase<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    host_defined_options: v8::Local<'s, v8::Data>,
    referrer_name: v8::Local<'s, v8::Value>,
    specifier: v8::Local<'s, v8::String>,
    phase: v8::ModuleImportPhase,
    attributes: v8::Local<'s, v8::FixedArray>,
) -> Option<v8::Local<'s, v8::Promise>> {
    let hook = state(scope).hooks().current(scope, Hook::ImportDynamically)?;
    let host_id = host_id(scope, host_defined_options);
    let attributes = attribute_texts(scope, attributes, 2).to_v8(scope).ok()?;
    let evaluates = v8::Boolean::new(scope, phase == v8::ModuleImportPhase::kEvaluation);
    let receiver = v8::undefined(scope);
    v8::tc_scope!(let scope, scope);
    let arguments = [host_id, referrer_name, specifier.into(), attributes, evaluates.into()];
    let outcome = hook.call(scope, receiver.into(), &arguments);
    match (outcome, scope.exception()) {
        (Some(promise), _) => {
            v8::Local::<v8::Promise>::try_from(promise).ok().and_then(|promise| localized(scope, promise))
        }
        (None, Some(exception)) => {
            scope.reset();
            let resolver = v8::PromiseResolver::new(scope)?;
            resolver.reject(scope, exception)?;
            Some(resolver.get_promise(scope))
        }
        (None, None) => None,
    }
}

/// The promise as one of the current context, which is that of the `import()`.
fn localized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    promise: v8::Local<'s, v8::Promise>,
) -> Option<v8::Local<'s, v8::Promise>> {
    if promise.get_creation_context(scope) == Some(scope.get_current_context()) {
        return Some(promise);
    }
    let resolver = v8::PromiseResolver::new(scope)?;
    resolver.resolve(scope, promise.into())?;
    Some(resolver.get_promise(scope))
}

/// The symbol in a script's host-defined options, the global object where there is none.
fn host_id<'s>(scope: &mut v8::PinScope<'s, '_>, options: v8::Local<'s, v8::Data>) -> v8::Local<'s, v8::Value> {
    let list = v8::Local::<v8::FixedArray>::try_from(options).ok().filter(|list| list.length() > 0);
    let first = list.and_then(|list| list.get(scope, 0)).and_then(|first| v8::Local::<v8::Value>::try_from(first).ok());
    first.filter(|first| first.is_symbol()).unwrap_or_else(|| scope.get_current_context().global(scope).into())
}

/// Host-defined options that hold `id`, the mark by which the hook of `import()` learns whose text runs.
pub fn host_options<'s>(scope: &mut v8::PinScope<'s, '_>, id: v8::Local<'s, v8::Symbol>) -> v8::Local<'s, v8::Data> {
    let options = v8::PrimitiveArray::new(scope, 1);
    options.set(scope, 0, id.into());
    options.into()
}
