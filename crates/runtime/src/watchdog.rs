//! Ends a run from other threads: one that takes too long, and one that is interrupted by Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use engine::{JsError, v8};
use sys::signal::{INTERRUPT, OwnThread, When};

use crate::errors::OpError;

/// What ends a run before it ends by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Milliseconds that it may take.
    pub timeout: Option<u32>,
    /// Whether `SIGINT` ends it, which nobody else then hears of.
    pub break_on_sigint: bool,
}

/// Runs `body` within `bounds`; a run that leaves them fails with `ERR_SCRIPT_EXECUTION_TIMEOUT` or `ERR_SCRIPT_EXECUTION_INTERRUPTED`.
///
/// # Errors
/// Those, and the system's when it refuses to watch the signal.
pub fn limited<'s, R>(
    scope: &mut v8::PinScope<'s, '_>,
    bounds: Bounds,
    body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> R,
) -> Result<R, OpError> {
    let interrupts = if bounds.break_on_sigint { Some(InterruptWatch::start(scope)?) } else { None };
    let time = bounds.timeout.map(|timeout| TimeWatch::start(scope, Duration::from_millis(u64::from(timeout))));
    let value = body(scope);
    let timed_out = time.is_some_and(TimeWatch::stop);
    let interrupted = interrupts.is_some_and(InterruptWatch::stop);
    if !timed_out && !interrupted {
        return Ok(value);
    }
    take_back_termination(scope)?;
    Err(if timed_out { timeout_error(bounds.timeout.unwrap_or_default()) } else { interrupt_error() }.into())
}

/// JavaScript can run again, unless the whole isolate is to stop.
fn take_back_termination(scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
    let runtime = crate::state(scope);
    if runtime.is_stopping() {
        return Err(OpError::Thrown);
    }
    scope.cancel_terminate_execution();
    if runtime.is_stopping() {
        // The stop came in between and must not be lost.
        scope.terminate_execution();
        return Err(OpError::Thrown);
    }
    Ok(())
}

fn timeout_error(timeout: u32) -> JsError {
    JsError::error(format!("Script execution timed out after {timeout}ms")).with_code("ERR_SCRIPT_EXECUTION_TIMEOUT")
}

fn interrupt_error() -> JsError {
    JsError::error("Script execution was interrupted by `SIGINT`").with_code("ERR_SCRIPT_EXECUTION_INTERRUPTED")
}

/// Terminates the isolate's execution when the signal comes.
struct InterruptWatch {
    thread: OwnThread,
    fired: Arc<AtomicBool>,
}

impl InterruptWatch {
    fn start(isolate: &v8::Isolate) -> Result<InterruptWatch, OpError> {
        let fired = Arc::new(AtomicBool::new(false));
        let (handle, noted) = (isolate.thread_safe_handle(), Arc::clone(&fired));
        let terminate = move || {
            noted.store(true, Ordering::Release);
            handle.terminate_execution();
        };
        let thread = OwnThread::new(INTERRUPT, When::Always, Box::new(terminate))?;
        Ok(InterruptWatch { thread, fired })
    }

    /// Ends the watch; says whether it has terminated the execution.
    fn stop(self) -> bool {
        drop(self.thread);
        self.fired.load(Ordering::Acquire)
    }
}

/// Terminates the isolate's execution when its time is over.
struct TimeWatch {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    ended: Mutex<bool>,
    changed: Condvar,
    fired: AtomicBool,
}

impl TimeWatch {
    /// Terminates the isolate's execution in `timeout` unless stopped before.
    fn start(isolate: &v8::Isolate, timeout: Duration) -> TimeWatch {
        let shared = Arc::new(Shared::default());
        let (handle, watched) = (isolate.thread_safe_handle(), shared.clone());
        let thread =
            std::thread::Builder::new().name("vm timeout".to_owned()).spawn(move || watched.wait(&handle, timeout));
        TimeWatch { shared, thread: thread.ok() }
    }

    /// Ends the watch; says whether it has terminated the execution.
    fn stop(mut self) -> bool {
        *self.shared.ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // The thread does not panic; there is nothing to learn from its end.
            let _ = thread.join();
        }
        self.shared.fired.load(Ordering::Acquire)
    }
}

impl Shared {
    fn wait(&self, isolate: &v8::IsolateHandle, timeout: Duration) {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(ended, timeout, |ended| !*ended);
        let (ended, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if !*ended {
            self.fired.store(true, Ordering::Release);
            isolate.terminate_execution();
        }
    }
}
