//! Scripts: text that runs at the top level of the context.

use runtime::engine::v8::script_compiler::{self, CompileOptions, NoCacheReason};
use runtime::uncaught::put_place_before_stack;
use runtime::{OpError, Thrown, op, v8};

use crate::commonjs::is_module;

/// The outcome of [`run_script`] in JavaScript where the text is an ES module.
const IS_MODULE: &str = "module";

/// Runs a script; gives `[value]`. With `detect`, text that only is an ES module gives `"module"` instead of an exception.
#[op]
pub(crate) fn run_script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
    detect: bool,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    v8::tc_scope!(let scope, scope);
    let options = runtime::esm::host_options(scope, host_id);
    let origin =
        v8::ScriptOrigin::new(scope, filename.into(), 0, 0, true, -1, None, false, false, false, Some(options));
    let mut text = script_compiler::Source::new(source, Some(&origin));
    let script = script_compiler::compile(scope, &mut text, CompileOptions::NoCompileOptions, NoCacheReason::NoReason);
    let value = match script {
        Some(script) => script.run(scope),
        None => {
            let message = scope.message();
            let text = message.map(|message| message.get(scope).to_rust_string_lossy(scope));
            if detect && text.is_some_and(|text| is_module(scope, &text, source, filename)) {
                return Ok(runtime::engine::string(scope, IS_MODULE).into());
            }
            if let (Some(exception), Some(message)) = (scope.exception(), message) {
                put_place_before_stack(scope, exception, message);
            }
            None
        }
    };
    match value {
        Some(value) => Ok(v8::Array::new_with_elements(scope, &[value]).into()),
        None => {
            scope.rethrow();
            Err(Thrown.into())
        }
    }
}
