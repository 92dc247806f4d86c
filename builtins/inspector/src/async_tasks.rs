//! Where asynchronous callbacks were scheduled, for the stacks that front ends show. Tasks are known by the ids of async hooks.

use runtime::inspector::Agent;
use runtime::{op, v8};

/// A callback will come, perhaps again and again.
#[op]
pub(crate) fn async_task_scheduled(scope: &mut v8::PinScope<'_, '_>, name: String, id: f64) {
    with_agent(scope, |agent| agent.inspector().async_task_scheduled(&name, id as u64));
}

/// The callback begins.
#[op]
pub(crate) fn async_task_started(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    with_agent(scope, |agent| agent.inspector().async_task_started(id as u64));
}

/// The callback has ended.
#[op]
pub(crate) fn async_task_finished(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    with_agent(scope, |agent| agent.inspector().async_task_finished(id as u64));
}

/// The callback will not come again.
#[op]
pub(crate) fn async_task_canceled(scope: &mut v8::PinScope<'_, '_>, id: f64) {
    with_agent(scope, |agent| agent.inspector().async_task_canceled(id as u64));
}

fn with_agent(scope: &v8::Isolate, body: impl FnOnce(&Agent)) {
    if let Some(agent) = Agent::existing(&runtime::state(scope)) {
        body(&agent);
    }
}
