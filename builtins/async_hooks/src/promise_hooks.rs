//! V8's promise hooks, for `createHook()`.

use runtime::{op, v8};

/// Calls these functions for every promise of the context; with none of them V8 is as fast as before.
#[op]
pub(crate) fn set_promise_hooks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    init: Option<v8::Local<'s, v8::Function>>,
    before: Option<v8::Local<'s, v8::Function>>,
    after: Option<v8::Local<'s, v8::Function>>,
    resolve: Option<v8::Local<'s, v8::Function>>,
) {
    scope.set_promise_hooks(init, before, after, resolve);
}
