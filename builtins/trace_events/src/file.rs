//! The files of trace events: each one JSON object with all of them, as Chrome's tracing and Perfetto read it.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use runtime::sys::this_process::{self, clock};
use runtime::sys::{self, fs};
use runtime::{Callback, op, permission, state, v8};

/// Bytes that are collected before they are written.
const CHUNK: usize = 1 << 20;

/// Events after which another file begins, as Node's.
const EVENTS_PER_FILE: usize = 1 << 19;

/// The open file, and how to begin the next one.
struct Trace {
    /// Its path, with `${rotation}` where the number of the file stands and `${pid}` where that of the process does.
    pattern: String,
    rotation: u32,
    waiting: String,
    /// Events in this file besides those that describe the process.
    events: usize,
    /// What describes the process and its threads, at the start of every file.
    descriptions: Vec<String>,
}

/// One for the process: its threads share it.
static TRACE: Mutex<Option<Trace>> = Mutex::new(None);

fn trace() -> MutexGuard<'static, Option<Trace>> {
    TRACE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins the first file; the last is completed when the process ends. Whether it could be.
#[op]
pub(crate) fn open(scope: &mut v8::PinScope<'_, '_>, pattern: String) -> bool {
    let mut begun = Trace { pattern, rotation: 0, waiting: String::new(), events: 0, descriptions: Vec::new() };
    let is_allowed = permission::write(scope, &begun.path_of(1)).is_ok();
    if !is_allowed || begun.begin_file().is_err() {
        let message = format!("Could not open trace file {}\n", begun.path_of(1).display());
        sys::exit::write_stderr(message.as_bytes());
        return false;
    }
    *trace() = Some(begun);
    state(scope).at_exit(Box::new(|_scope| {
        if let Some(mut trace) = trace().take() {
            trace.complete_file();
        }
    }));
    true
}

/// Adds an event, a JSON object.
#[op]
pub(crate) fn add(event: String) {
    if let Some(trace) = trace().as_mut() {
        trace.add(&event);
    }
}

/// Adds an event that describes the process or a thread, which every later file has too.
#[op]
pub(crate) fn describe(event: String) {
    if let Some(trace) = trace().as_mut() {
        trace.push(&event);
        trace.descriptions.push(event);
    }
}

/// Calls `callback` before this thread's part of the trace is complete.
#[op]
pub(crate) fn at_end<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) {
    let callback = Callback::new(scope, callback);
    state(scope).at_exit(Box::new(move |scope| {
        callback.call_in(scope, &[]);
    }));
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
    fn path_of(&self, rotation: u32) -> PathBuf {
        let pid = this_process::pid().to_string();
        self.pattern.replace("${rotation}", &rotation.to_string()).replace("${pid}", &pid).into()
    }

    /// Begins the next file.
    fn begin_file(&mut self) -> sys::Result<()> {
        self.rotation += 1;
        self.events = 0;
        self.waiting.push_str("{\"traceEvents\":[");
        self.waiting.push_str(&self.descriptions.join(","));
        fs::replace_file(&self.path_of(self.rotation), b"")
    }

    fn complete_file(&mut self) {
        self.waiting.push_str("]}");
        self.write();
    }

    /// A full disk loses events: the program is worth more than its trace.
    fn add(&mut self, event: &str) {
        if self.events == EVENTS_PER_FILE {
            self.complete_file();
            let _ = self.begin_file();
        }
        self.events += 1;
        self.push(event);
        if self.waiting.len() > CHUNK {
            self.write();
        }
    }

    fn push(&mut self, event: &str) {
        if self.events > 1 || !self.descriptions.is_empty() {
            self.waiting.push(',');
        }
        self.waiting.push_str(event);
    }

    fn write(&mut self) {
        let _ = fs::append_file(&self.path_of(self.rotation), self.waiting.as_bytes());
        self.waiting.clear();
    }
}
