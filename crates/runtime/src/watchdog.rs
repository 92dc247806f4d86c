//! Ends a run that takes too long: a thread that waits for the run to end and terminates its execution if it does not.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use engine::{JsError, v8};

use crate::errors::OpError;

/// A running watch.
struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    ended: Mutex<bool>,
    changed: Condvar,
    fired: AtomicBool,
}

impl Watchdog {
    /// Terminates the isolate's execution in `timeout` unless stopped before.
    fn start(isolate: &v8::Isolate, timeout: Duration) -> Watchdog {
        let shared = Arc::new(Shared::default());
        let (handle, watched) = (isolate.thread_safe_handle(), shared.clone());
        let thread =
            std::thread::Builder::new().name("vm timeout".to_owned()).spawn(move || watched.wait(&handle, timeout));
        Watchdog { shared, thread: thread.ok() }
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

/// Runs `body` for at most `timeout` milliseconds, if that is given; a run that takes longer fails with `ERR_SCRIPT_EXECUTION_TIMEOUT`.
pub fn limited<'s, R>(
    scope: &mut v8::PinScope<'s, '_>,
    timeout: Option<u32>,
    body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> R,
) -> Result<R, OpError> {
    let watchdog = timeout.map(|timeout| Watchdog::start(scope, Duration::from_millis(u64::from(timeout))));
    let value = body(scope);
    if !watchdog.is_some_and(Watchdog::stop) {
        return Ok(value);
    }
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
    let message = format!("Script execution timed out after {}ms", timeout.unwrap_or_default());
    Err(JsError::error(message).with_code("ERR_SCRIPT_EXECUTION_TIMEOUT").into())
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
