//! The source of the program's innermost frame, for the message of a failed `assert(expression)`.

use runtime::{op, v8};

/// Frames of builtins between a failing assertion and the program are fewer than this.
const FRAMES: usize = 16;

/// `[source, line, column]` of the innermost frame that is not a builtin's; undefined when there is none or V8 has no source for it.
#[op]
pub(crate) fn caller_source<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
    describe(scope).map_or_else(|| v8::undefined(scope).into(), Into::into)
}

fn describe<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Array>> {
    let trace = v8::StackTrace::current_stack_trace(scope, FRAMES)?;
    for index in 0..trace.get_frame_count() {
        let frame = trace.get_frame(scope, index)?;
        let name = frame.get_script_name(scope).map(|name| name.to_rust_string_lossy(scope));
        if name.is_some_and(|name| name.starts_with("node:")) {
            continue;
        }
        let source = frame.get_script_source(scope)?;
        let line = v8::Integer::new_from_unsigned(scope, frame.get_line_number() as u32);
        let column = v8::Integer::new_from_unsigned(scope, frame.get_column() as u32);
        return Some(v8::Array::new_with_elements(scope, &[source.into(), line.into(), column.into()]));
    }
    None
}
