//! Stopping at the first statement of a program.

use runtime::inspector::Agent;
use runtime::{OpError, op, v8};

/// Calls `function` and pauses at its first statement.
#[op]
pub(crate) fn call_and_pause_on_start<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: v8::Local<'s, v8::Function>,
    receiver: v8::Local<'s, v8::Value>,
    arguments: v8::Local<'s, v8::Array>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let arguments: Vec<_> = (0..arguments.length()).filter_map(|index| arguments.get_index(scope, index)).collect();
    Agent::of(&runtime::state(scope)).pause_on_next_statement("Break on start");
    function.call(scope, receiver, &arguments).ok_or(OpError::Thrown)
}
