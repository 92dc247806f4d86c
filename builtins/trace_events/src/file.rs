//! The file of trace events: one JSON object with all of them, as Chrome's tracing and Perfetto read it.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use runtime::sys::this_process::{self, clock};
use runtime::sys::{self, fs};
use runtime::{op, permission, state, v8};

/// Bytes that are collected before they are written.
const CHUNK: usize = 1 << 20;

/// The open file.
struct Trace {
    path: PathBuf,
    waiting: String,
    has_events: bool,
}

/// One for the process: its threads share it.
static TRACE: Mutex<Option<Trace>> = Mutex::new(None);

fn trace() -> MutexGuard<'static, Option<Trace>> {
    TRACE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins the file, which is completed when the process ends; whether it could be.
#[op]
pub(crate) fn open(scope: &mut v8::PinScope<'_, '_>, path: String) -> bool {
    let path = PathBuf::from(path);
    if permission::write(scope, &path).is_err() || fs::replace_file(&path, b"").is_err() {
        sys::exit::write_stderr(format!("Could not open trace file {}\n", path.display()).as_bytes());
        return false;
    }
    *trace() = Some(Trace { path, waiting: String::from("{\"traceEvents\":["), has_events: false });
    state(scope).at_exit(Box::new(|_scope| {
        if let Some(mut trace) = trace().take() {
            trace.waiting.push_str("]}");
            trace.write();
        }
    }));
    true
}

/// Adds an event, a JSON object without its opening brace; process and thread are put in front.
#[op]
pub(crate) fn add(event: String) {
    if let Some(trace) = trace().as_mut() {
        trace.add(&event);
    }
}

/// The system's number of this thread.
#[op]
pub(crate) fn thread_id() -> i32 {
    this_process::thread_id()
}

/// The time of events and how long the process runs, in microseconds.
#[op]
pub(crate) fn now() -> (f64, f64) {
    ((clock::monotonic_nanoseconds() / 1000) as f64, (clock::milliseconds_since_start() * 1e3).floor())
}

impl Trace {
    fn add(&mut self, event: &str) {
        if std::mem::replace(&mut self.has_events, true) {
            self.waiting.push(',');
        }
        let (process, thread) = (this_process::pid(), this_process::thread_id());
        self.waiting.push_str(&format!("{{\"pid\":{process},\"tid\":{thread},{event}"));
        if self.waiting.len() > CHUNK {
            self.write();
        }
    }

    /// A full disk loses events: the program is worth more than its trace.
    fn write(&mut self) {
        let _ = fs::append_file(&self.path, self.waiting.as_bytes());
        self.waiting.clear();
    }
}
