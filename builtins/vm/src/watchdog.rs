//! Ends a run that takes too long: a thread that waits for the run to end and terminates its execution if it does not.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use runtime::v8;

/// A running watch.
pub(crate) struct Watchdog {
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
    pub(crate) fn start(isolate: &v8::Isolate, timeout: Duration) -> Watchdog {
        let shared = Arc::new(Shared::default());
        let (handle, watched) = (isolate.thread_safe_handle(), shared.clone());
        let thread =
            std::thread::Builder::new().name("vm timeout".to_owned()).spawn(move || watched.wait(&handle, timeout));
        Watchdog { shared, thread: thread.ok() }
    }

    /// Ends the watch; says whether it has terminated the execution.
    pub(crate) fn stop(mut self) -> bool {
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
