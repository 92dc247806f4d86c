//! Stack traces of V8 as text, for what is told outside of JavaScript: where an uncaught exception was thrown (`--trace-uncaught`) and
//! which calls block the loop (`--trace-sync-io`).

use std::cell::Cell;
use std::fmt::Write as _;

use engine::v8;

use crate::state::state;

/// The frames, a line each, as they stand in `error.stack`.
pub(crate) fn frames(scope: &mut v8::PinScope<'_, '_>, trace: v8::Local<'_, v8::StackTrace>) -> String {
    let mut text = String::new();
    for index in 0..trace.get_frame_count() {
        if let Some(frame) = trace.get_frame(scope, index) {
            let _ = writeln!(text, "    at {}", describe(scope, frame));
        }
    }
    text
}

/// The innermost `limit` frames of the running JavaScript, one a text, as they stand in `error.stack`.
pub fn current_frames(scope: &mut v8::PinScope<'_, '_>, limit: usize) -> Vec<String> {
    let Some(trace) = v8::StackTrace::current_stack_trace(scope, limit) else { return Vec::new() };
    frames(scope, trace).lines().map(|line| line.trim().to_owned()).collect()
}

fn describe(scope: &mut v8::PinScope<'_, '_>, frame: v8::Local<'_, v8::StackFrame>) -> String {
    let script = frame.get_script_name_or_source_url(scope).map(|name| name.to_rust_string_lossy(scope));
    let place = format!("{}:{}:{}", script.unwrap_or_default(), frame.get_line_number(), frame.get_column());
    match frame.get_function_name(scope).map(|name| name.to_rust_string_lossy(scope)) {
        Some(name) if !name.is_empty() => format!("{name} ({place})"),
        _ => place,
    }
}

/// Whether `--trace-sync-io` is in force: once the program's first run is over.
#[derive(Default)]
pub(crate) struct SynchronousCalls {
    told: Cell<bool>,
}

impl SynchronousCalls {
    pub(crate) fn tell(&self) {
        self.told.set(true);
    }
}

/// Called by every blocking op that is done here and now; tells where from under `--trace-sync-io`.
pub fn note_synchronous_call(scope: &mut v8::PinScope<'_, '_>) {
    if !*TRACING.get_or_init(|| state(scope).options().flag("--trace-sync-io")) {
        return;
    }
    let runtime = state(scope);
    if !runtime.slot::<SynchronousCalls>().told.get() {
        return;
    }
    let limit = runtime.options().number("--stack-trace-limit").unwrap_or(10);
    let Some(trace) = v8::StackTrace::current_stack_trace(scope, usize::try_from(limit).unwrap_or(0)) else { return };
    let text = frames(scope, trace);
    let pid = sys::this_process::pid();
    sys::exit::write_stderr(format!("(node:{pid}) WARNING: Detected use of sync API\n{text}\n").as_bytes());
}

/// The option is the process's; blocking calls are too frequent to look it up each time.
static TRACING: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
