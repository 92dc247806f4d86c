//! What the tick queue and the rejection tracking ask of the runtime.

use runtime::{Hook, PromiseEvent, op, state, v8};

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

/// Events of promises during which the callback had no room, to be heard now: `[kind, promise, reason]` each.
#[op]
pub(crate) fn take_lost_promise_events<'s>(scope: &mut v8::PinScope<'s, '_>) -> Vec<PromiseEvent<'s>> {
    state(scope).take_lost_promise_events(scope)
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

/// Every spelling of the options that `NODE_OPTIONS` may hold.
#[op]
pub(crate) fn environment_flags(scope: &mut v8::PinScope<'_, '_>) -> Vec<String> {
    state(scope).options().environment_flags.clone()
}

/// The function that runs ticks, microtasks and rejections until none is left.
#[op]
pub(crate) fn set_tick_callback<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::Tick, callback);
}

/// The function told of V8's promise rejection events: `(type, promise, reason)`.
#[op]
pub(crate) fn set_promise_reject_callback<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::PromiseReject, callback);
}

/// The function given exceptions that nobody caught: `(error, fromPromise) => true | exitCode`.
#[op]
pub(crate) fn set_uncaught_exception_callback<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'s, v8::Function>,
) {
    state(scope).hooks().set(scope, Hook::Uncaught, callback);
}

/// The function that makes the text of a fatal exception: `(error, sourceExcerpt) => string`.
#[op]
pub(crate) fn set_fatal_formatter<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::FormatFatal, callback);
}

/// The functions that emit `beforeExit` and `exit`; the second gives the exit code.
#[op]
pub(crate) fn set_exit_callbacks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    before_exit: v8::Local<'s, v8::Function>,
    exit: v8::Local<'s, v8::Function>,
) {
    let runtime = state(scope);
    runtime.hooks().set(scope, Hook::BeforeExit, before_exit);
    runtime.hooks().set(scope, Hook::Exit, exit);
}

/// `process.versions` by name.
#[op]
pub(crate) fn versions<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
    let object = v8::Object::new(scope);
    let libraries = [
        ("brotli", compression::brotli::version()),
        ("nghttp2", http2::version()),
        ("openssl", tls::version().to_owned()),
        ("sqlite", sqlite::version()),
        ("zlib", compression::zlib::version()),
        ("zstd", compression::zstd::version()),
    ];
    for (name, version) in runtime::version::all().into_iter().chain(libraries) {
        let key = runtime::engine::string(scope, name);
        let value = runtime::engine::string(scope, &version);
        object.set(scope, key.into(), value.into());
    }
    object
}

/// V8's text for any value, made without running user code.
#[op]
pub(crate) fn to_detail_string<'s>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> String {
    value.to_detail_string(scope).map(|text| text.to_rust_string_lossy(scope)).unwrap_or_default()
}

/// The function that makes the callback of a request an async resource: `(callback, provider) => callback`. Called while `tickInfo` asks for it.
#[op]
pub(crate) fn set_request_tracker<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::TrackRequest, callback);
}

/// The function told of what the permission model refuses: `(permission, resource)`.
#[op]
pub(crate) fn set_access_denied_callback<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    state(scope).hooks().set(scope, Hook::AccessDenied, callback);
}
