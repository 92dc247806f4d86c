//! Starting the inspector of a program that runs already, by `SIGUSR1`.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use engine::inspector::Interrupter;
use sys::signal::{OwnThread, USER_1, When};

use super::Agent;
use crate::state::{self, Runtime};

/// Module and function that start it.
const START: (&str, &str) = ("internal:inspector/start", "startFromSignal");

/// Whether the signal has come and nobody has acted on it.
static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the signal starts the inspector of this isolate, also in the middle of a loop.
///
/// # Errors
/// When the system refuses to watch the signal; the program runs without.
pub fn start_on_signal(runtime: &Rc<Runtime>) -> sys::Result<()> {
    // Scripts belong to an inspector that is there when they are compiled; one made later would not know them. This takes 75 µs.
    Agent::of(runtime);
    let interrupter = Arc::new(Interrupter::of(runtime.isolate.thread_safe_handle()));
    let remote = runtime.event_loop.remote();
    let asked = move || {
        ASKED.store(true, Ordering::Release);
        interrupter.request(start_if_asked);
        remote.post(Box::new(|_| start_if_asked()));
    };
    let watch = OwnThread::new(USER_1, When::NobodyElseWaits, Box::new(asked))?;
    // The process watches until it ends.
    std::mem::forget(watch);
    Ok(())
}

fn start_if_asked() {
    let Some(runtime) = state::current() else { return };
    if ASKED.swap(false, Ordering::AcqRel) {
        runtime.call_builtin(START.0, START.1);
    }
}
