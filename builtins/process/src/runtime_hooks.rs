//! What the tick queue and the rejection tracking ask of the runtime.

use runtime::{op, state, v8};

/// Runs V8's microtasks until none is left.
#[op]
pub(crate) fn run_microtasks(scope: &mut v8::PinScope<'_, '_>) {
    scope.perform_microtask_checkpoint();
}

/// Queues a function as a microtask.
#[op]
pub(crate) fn enqueue_microtask<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    scope.enqueue_microtask(callback);
}

/// Reports an exception as one that nobody caught; the process ends here unless a handler takes it.
#[op]
pub(crate) fn trigger_uncaught_exception<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    exception: v8::Local<'s, v8::Value>,
    from_promise: bool,
) {
    let runtime = state(scope);
    runtime.uncaught(scope, exception, None, from_promise);
}

/// Every command-line option by its long name with dashes.
#[op]
pub(crate) fn get_options<'s>(scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, runtime::OpError> {
    let values = state(scope).options().values.clone();
    let object = v8::Object::new(scope);
    for (name, value) in values {
        let key = runtime::engine::string(scope, name);
        let value = runtime::ToV8::to_v8(value, scope)?;
        object.set(scope, key.into(), value);
    }
    Ok(object)
}
