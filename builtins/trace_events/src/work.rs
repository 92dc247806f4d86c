//! Work on the thread pool, for who traces it.

use runtime::{Callback, op, state, traced_work::WorkListener, v8};

/// Calls `listener(name, thread, submitted, began, ended)` for each piece of this isolate's work that ends, times in microseconds of the events'
/// clock; `undefined` ends that.
#[op]
pub(crate) fn listen_to_work<'s>(scope: &mut v8::PinScope<'s, '_>, listener: Option<v8::Local<'s, v8::Function>>) {
    let listener = listener.map(|listener| Callback::new(scope, listener));
    state(scope).slot::<WorkListener>().set(listener);
}
