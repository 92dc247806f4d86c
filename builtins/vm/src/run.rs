//! Running something in a context under the limits of `vm`'s options.

use runtime::uncaught::put_place_before_stack;
use runtime::watchdog::{Bounds, limited};
use runtime::{OpError, Thrown, v8};

use crate::context::drain;

/// What the options of a run ask for.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// What ends it early.
    pub(crate) bounds: Bounds,
    /// Run the context's own microtasks after it, within the same bounds.
    pub(crate) drain_microtasks: bool,
    /// Put the place of an uncaught error in front of its stack.
    pub(crate) display_errors: bool,
}

/// Runs `body` in `context`.
pub(crate) fn run_in<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    context: v8::Local<'s, v8::Context>,
    limits: Limits,
    body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let value = limited(scope, limits.bounds, |scope| {
        let scope = &mut v8::ContextScope::new(scope, context);
        let value = if limits.display_errors { placing_errors(scope, body).ok() } else { body(scope) };
        if limits.drain_microtasks && value.is_some() {
            drain(scope, context);
        }
        value
    })?;
    value.ok_or(Thrown.into())
}

/// Compiles or runs something; an error gets its place in front of its stack.
pub(crate) fn placing_errors<'s, T>(
    scope: &mut v8::PinScope<'s, '_>,
    body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> Option<T>,
) -> Result<T, OpError> {
    v8::tc_scope!(let scope, scope);
    if let Some(value) = body(scope) {
        return Ok(value);
    }
    if let (Some(exception), Some(message)) = (scope.exception(), scope.message()) {
        put_place_before_stack(scope, exception, message);
    }
    scope.rethrow();
    Err(Thrown.into())
}
