//! `--trace-env`: every access to `process.env` on standard error, with the stacks that led there where they are asked for.

use std::backtrace::Backtrace;
use std::cell::Cell;

use runtime::{op, sys, v8};

/// Frames of JavaScript that are told.
const FRAMES: usize = 10;

thread_local! {
    static TOLD: Cell<Option<Stacks>> = const { Cell::new(None) };
}

/// What is told of each access besides itself.
#[derive(Clone, Copy)]
struct Stacks {
    javascript: bool,
    native: bool,
}

/// What a program does.
#[derive(Clone, Copy)]
pub(super) enum Access<'s> {
    Get(v8::Local<'s, v8::Name>),
    Set(v8::Local<'s, v8::Name>),
    Query(v8::Local<'s, v8::Name>),
    Delete(v8::Local<'s, v8::Name>),
    Enumerate,
    /// Told as what it leads to.
    Untold,
}

/// From now on, this thread tells: 1 for the stack of JavaScript, 2 for that of native code, 3 for both.
#[op]
pub(crate) fn trace_environment(stacks: u32) {
    TOLD.set(Some(Stacks { javascript: stacks & 1 != 0, native: stacks & 2 != 0 }));
}

/// Tells of an access, where this was asked for.
pub(super) fn tell<'s>(scope: &mut v8::PinScope<'s, '_>, access: Access<'s>) {
    let Some(stacks) = TOLD.get() else { return };
    let Some(mut text) = access.text(scope) else { return };
    text.push('\n');
    if stacks.native {
        text.push_str(&format!("----- Native stack trace -----\n\n{}\n", Backtrace::force_capture()));
    }
    if stacks.javascript {
        text.push_str(&format!("\n----- JavaScript stack trace -----\n\n{}\n\n", frames(scope)));
    }
    sys::exit::write_stderr(text.as_bytes());
}

impl<'s> Access<'s> {
    fn text(self, scope: &mut v8::PinScope<'s, '_>) -> Option<String> {
        let (verb, name) = match self {
            Self::Get(name) => ("get", name),
            Self::Set(name) => ("set", name),
            Self::Query(name) => ("query", name),
            Self::Delete(name) => ("delete", name),
            Self::Enumerate => return Some("[--trace-env] enumerate environment variables".to_owned()),
            Self::Untold => return None,
        };
        // Symbols are no variables.
        let name = v8::Local::<v8::String>::try_from(name).ok()?;
        Some(format!("[--trace-env] {verb} \"{}\"", name.to_rust_string_lossy(scope)))
    }
}

/// The innermost frames, a line each.
fn frames(scope: &mut v8::PinScope<'_, '_>) -> String {
    let Some(stack) = v8::StackTrace::current_stack_trace(scope, FRAMES) else { return String::new() };
    let mut text = String::new();
    for at in 0..stack.get_frame_count() {
        let Some(frame) = stack.get_frame(scope, at) else { continue };
        let names = [frame.get_function_name(scope), frame.get_script_name(scope)];
        let [function, script] =
            names.map(|name| name.map_or_else(String::new, |name| name.to_rust_string_lossy(scope)));
        let place = format!("{script}:{}:{}", frame.get_line_number(), frame.get_column());
        let line = if function.is_empty() { place } else { format!("{function} ({place})") };
        text.push_str(&format!("{}: {line}\n", at + 1));
    }
    text
}
