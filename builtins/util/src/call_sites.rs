//! The frames of the running JavaScript, for `util.getCallSites`.

use runtime::engine::string;
use runtime::{op, v8};

/// The innermost `count` frames as `[functionName, scriptId, scriptName, line, column]`.
#[op]
pub(crate) fn call_sites<'s>(scope: &mut v8::PinScope<'s, '_>, count: u32) -> v8::Local<'s, v8::Array> {
    let frames: Vec<v8::Local<'_, v8::Value>> = match v8::StackTrace::current_stack_trace(scope, count as usize) {
        Some(trace) => (0..trace.get_frame_count())
            .filter_map(|index| {
                let frame = trace.get_frame(scope, index)?;
                Some(describe(scope, frame).into())
            })
            .collect(),
        None => Vec::new(),
    };
    v8::Array::new_with_elements(scope, &frames)
}

fn describe<'s>(scope: &mut v8::PinScope<'s, '_>, frame: v8::Local<'s, v8::StackFrame>) -> v8::Local<'s, v8::Array> {
    let empty = v8::String::empty(scope);
    let function = frame.get_function_name(scope).unwrap_or(empty);
    let script = frame.get_script_name(scope).unwrap_or(empty);
    let id = string(scope, &frame.get_script_id().to_string());
    let line = v8::Integer::new_from_unsigned(scope, frame.get_line_number() as u32);
    let column = v8::Integer::new_from_unsigned(scope, frame.get_column() as u32);
    v8::Array::new_with_elements(scope, &[function.into(), id.into(), script.into(), line.into(), column.into()])
}
