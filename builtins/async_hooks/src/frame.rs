//! The async context frame: one value that V8 carries from a promise to its reactions and that our queues carry themselves.

use runtime::{op, v8};

/// The current frame; undefined outside every context.
#[op]
pub(crate) fn get_frame<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    scope.get_continuation_preserved_embedder_data()
}

/// Makes `frame` the current one.
#[op]
pub(crate) fn set_frame<'s>(scope: &mut v8::PinScope<'s, '_>, frame: v8::Local<'s, v8::Value>) {
    scope.set_continuation_preserved_embedder_data(frame);
}
