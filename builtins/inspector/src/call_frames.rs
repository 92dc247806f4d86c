//! The stack as the protocol describes it.

use runtime::{op, v8};
use serde_json::{Value, json};

/// How many frames are told.
const FRAMES: usize = 200;

/// `Runtime.CallFrame[]` of the JavaScript that runs, as JSON text.
#[op]
pub(crate) fn call_frames(scope: &mut v8::PinScope<'_, '_>) -> String {
    let Some(trace) = v8::StackTrace::current_stack_trace(scope, FRAMES) else { return "[]".into() };
    let frames: Vec<Value> = (0..trace.get_frame_count())
        .filter_map(|index| trace.get_frame(scope, index))
        .map(|frame| describe(scope, frame))
        .collect();
    Value::from(frames).to_string()
}

/// Lines and columns of the protocol begin at 0.
fn describe(scope: &v8::PinScope<'_, '_>, frame: v8::Local<'_, v8::StackFrame>) -> Value {
    let text =
        |text: Option<v8::Local<'_, v8::String>>| text.map_or(String::new(), |text| text.to_rust_string_lossy(scope));
    json!({
        "functionName": text(frame.get_function_name(scope)),
        "scriptId": frame.get_script_id().to_string(),
        "url": text(frame.get_script_name_or_source_url(scope)),
        "lineNumber": frame.get_line_number().saturating_sub(1),
        "columnNumber": frame.get_column().saturating_sub(1),
    })
}
