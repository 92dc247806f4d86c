//! A worker that begins.

use runtime::inspector::{Agent, Start};
use runtime::{op, v8};

/// Shows the worker to front ends of the main thread. `pauses`: its options ask it to wait for one, and perhaps to pause at its first statement.
/// Comes back whether it waits, and whether it pauses.
#[op]
pub(crate) fn worker_starts(
    scope: &mut v8::PinScope<'_, '_>,
    title: String,
    url: String,
    pauses: Option<bool>,
) -> (bool, bool) {
    let asked = match pauses {
        None => Start::Runs,
        Some(false) => Start::Waits,
        Some(true) => Start::WaitsAndPauses,
    };
    let start = Agent::of(&runtime::state(scope)).worker_starts(title, url, asked);
    (start > Start::Runs, start == Start::WaitsAndPauses)
}
