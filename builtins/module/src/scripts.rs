//! Scripts: text that runs at the top level of the context, as `-e` and standard input give it.

use runtime::engine::v8::script_compiler::{self, CompileOptions, NoCacheReason};
use runtime::uncaught::put_place_before_stack;
use runtime::{OpError, Thrown, esm, op, state, v8};

use crate::commonjs::is_module;

/// How a text may be read besides as a script.
#[derive(Clone, Copy)]
struct Reading {
    /// As an ES module.
    module: bool,
    /// As TypeScript.
    types: bool,
}

/// A compiled script, or the text of an ES module.
enum Compiled<'s> {
    Script(v8::Local<'s, v8::Script>),
    Module(v8::Local<'s, v8::String>),
}

/// Runs a script; gives `[value]`. With `detect_module`, text that only is an ES module is not run, and given back as a string; with
/// `detect_types`, text that only is TypeScript is read without its types.
#[op]
pub(crate) fn run_script<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
    detect_module: bool,
    detect_types: bool,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let reading = Reading { module: detect_module, types: detect_types };
    v8::tc_scope!(let scope, scope);
    let value = match compile_as(scope, source, filename, host_id, reading) {
        Some(Compiled::Module(text)) => return Ok(text.into()),
        Some(Compiled::Script(script)) => script.run(scope),
        None => {
            if let (Some(exception), Some(message)) = (scope.exception(), scope.message()) {
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

/// Tries the readings in turn. If all fail, the exception of the first, as a script, is pending.
fn compile_as<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
    reading: Reading,
) -> Option<Compiled<'s>> {
    v8::tc_scope!(let scope, scope);
    if let Some(script) = compile(scope, source, filename, host_id) {
        return Some(Compiled::Script(script));
    }
    let message = scope.message().map(|message| message.get(scope).to_rust_string_lossy(scope)).unwrap_or_default();
    if reading.module && is_module(scope, &message, source, filename) {
        return Some(Compiled::Module(source));
    }
    if let Some(text) = reading.types.then(|| without_types(scope, source)).flatten() {
        let reading = Reading { types: false, ..reading };
        if let Some(compiled) = compile_as(scope, text, filename, host_id, reading) {
            return Some(compiled);
        }
    }
    scope.rethrow();
    None
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
) -> Option<v8::Local<'s, v8::Script>> {
    let options = esm::host_options(scope, host_id);
    let origin =
        v8::ScriptOrigin::new(scope, filename.into(), 0, 0, true, -1, None, false, false, false, Some(options));
    let mut source = script_compiler::Source::new(source, Some(&origin));
    script_compiler::compile(scope, &mut source, CompileOptions::NoCompileOptions, NoCacheReason::NoReason)
}

/// The text without its types; `None` where it has none, or is no TypeScript.
fn without_types<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
) -> Option<v8::Local<'s, v8::String>> {
    let text = source.to_rust_string_lossy(scope);
    let stripped = type_strip::strip(&text).ok().filter(|stripped| *stripped != text)?;
    v8::String::new(scope, &stripped)
}

/// Reports an exception of the program's asynchronous part as one that nobody caught.
#[op]
pub(crate) fn report_uncaught<'s>(scope: &mut v8::PinScope<'s, '_>, exception: v8::Local<'s, v8::Value>) {
    let runtime = state(scope);
    runtime.uncaught(scope, exception, None, true);
}
