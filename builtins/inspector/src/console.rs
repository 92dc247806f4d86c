//! A console whose messages reach front ends too.

use runtime::{OpError, Thrown, op, v8};

/// A function that gives its arguments to both functions: first to V8's own console method, by which front ends see the message with the caller's
/// place (no frame of ours is in between), then to `method`, whose result it returns.
#[op]
pub(crate) fn pair_methods<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    engine_method: v8::Local<'s, v8::Function>,
    method: v8::Local<'s, v8::Function>,
) -> Result<v8::Local<'s, v8::Function>, OpError> {
    let both = v8::Array::new_with_elements(scope, &[engine_method.into(), method.into()]);
    Ok(v8::Function::builder(call_both).data(both.into()).build(scope).ok_or(Thrown)?)
}

fn call_both(
    scope: &mut v8::PinScope<'_, '_>,
    arguments: v8::FunctionCallbackArguments<'_>,
    mut result: v8::ReturnValue<'_, v8::Value>,
) {
    let Ok(both) = v8::Local::<v8::Array>::try_from(arguments.data()) else { return };
    let receiver = arguments.this();
    let given: Vec<_> = (0..arguments.length()).map(|index| arguments.get(index)).collect();
    for index in 0..both.length() {
        let function = both.get_index(scope, index).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
        let Some(value) = function.and_then(|function| function.call(scope, receiver.into(), &given)) else { return };
        result.set(value);
    }
}
