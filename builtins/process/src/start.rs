//! What the process was started with, and how it ends.

use runtime::engine::string;
use runtime::permission::{self, Permission};
use runtime::sys::this_process::{self, clock};
use runtime::{OpError, ToV8, op, state, v8};

/// The program is about to run.
#[op]
pub(crate) fn bootstrap_complete(scope: &mut v8::PinScope<'_, '_>) {
    state(scope).reach(clock::Milestone::BootstrapComplete);
}

/// `{ argv, execArgv, execPath, argv0, pid }`.
#[op]
pub(crate) fn start_info<'s>(scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let runtime = state(scope);
    let options = runtime.options();
    let mut argv = vec![options.exec_path.clone()];
    argv.extend(options.arguments.iter().cloned());
    let fields = [
        ("argv", argv.to_v8(scope)?),
        ("execArgv", options.exec_argv.clone().to_v8(scope)?),
        ("execPath", options.exec_path.as_str().to_v8(scope)?),
        ("argv0", options.argv0.as_str().to_v8(scope)?),
        ("pid", this_process::pid().to_v8(scope)?),
    ];
    let object = v8::Object::new(scope);
    for (name, value) in fields {
        let key = string(scope, name);
        object.set(scope, key.into(), value);
    }
    Ok(object)
}

/// Ends the process at once; in a worker, ends that: its JavaScript is terminated at the next chance.
#[op]
pub(crate) fn exit(scope: &mut v8::PinScope<'_, '_>, code: i32) {
    state(scope).exit(code);
}

/// The process is about to end in a way that the runtime does not see: profiles and the like are written now.
#[op]
pub(crate) fn say_last_words(scope: &mut v8::PinScope<'_, '_>) {
    state(scope).say_last_words();
}

/// The name of the next file of diagnostics that this thread writes.
#[op]
pub(crate) fn diagnostic_name(scope: &mut v8::PinScope<'_, '_>, prefix: String, ending: String) -> String {
    let thread = state(scope).thread_number().unwrap_or(0);
    runtime::diagnostic_name::diagnostic_name(&prefix, thread, &ending)
}

/// Ends the process with `SIGABRT`.
#[op]
pub(crate) fn abort() {
    runtime::sys::tty::reset_mode();
    this_process::abort()
}

/// Replaces the process; returns only to throw.
#[op(permit = permission::require(scope, Permission::ChildProcess, file))]
pub(crate) fn execve(file: String, arguments: Vec<String>, environment: Vec<String>) -> Result<(), OpError> {
    Err(this_process::execute(&file, &arguments, &environment).into())
}

/// The C library's text for a positive error number.
#[op]
pub(crate) fn c_library_text(errno: i32) -> String {
    runtime::sys::error::c_library_text(errno)
}

/// `process.arch`.
#[op]
pub(crate) fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    }
}

/// `process.platform`.
#[op]
pub(crate) fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}
