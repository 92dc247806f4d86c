//! Work that is put off, for asynchronous stack traces. Called only while a front end has asked for them.

use runtime::inspector::Agent;
use runtime::{op, v8};

#[op]
pub(crate) fn task_scheduled(scope: &mut v8::PinScope<'_, '_>, name: String, id: f64, recurring: bool) {
    Agent::of(&runtime::state(scope)).inspector().async_task_scheduled(&name, key(id), recurring);
}

#[op]
pub(crate) fn task_canceled(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    Agent::of(&runtime::state(scope)).inspector().async_task_canceled(key(id));
}

#[op]
pub(crate) fn task_started(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    Agent::of(&runtime::state(scope)).inspector().async_task_started(key(id));
}

#[op]
pub(crate) fn task_finished(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    Agent::of(&runtime::state(scope)).inspector().async_task_finished(key(id));
}

#[op]
pub(crate) fn all_tasks_canceled(scope: &mut v8::PinScope<'_, '_>) {
    Agent::of(&runtime::state(scope)).inspector().all_async_tasks_canceled();
}

/// V8's own tasks have even keys (they are addresses); odd ones are ours.
fn key(id: f64) -> usize {
    (id as usize) << 1 | 1
}
