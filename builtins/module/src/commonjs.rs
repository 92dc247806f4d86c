//! Compiling CommonJS modules, and reading their exports off their text.

use runtime::engine::string;
use runtime::engine::v8::script_compiler::{self, CachedData, CompileOptions, NoCacheReason, Source};
use runtime::uncaught::put_place_before_stack;
use runtime::{OpError, Thrown, op, v8};

use crate::compile_cache::{Code, CompileCache, Kind};

/// The parameters of a CommonJS module's function.
const PARAMETERS: [&str; 5] = ["exports", "require", "module", "__filename", "__dirname"];

/// What V8 says of text that is only valid as an ES module.
const MODULE_ONLY: [&str; 3] = [
    "Cannot use import statement outside a module",
    "Unexpected token 'export'",
    "Cannot use 'import.meta' outside a module",
];

/// What V8 says where text that awaits at its top level, or declares a parameter of the wrapper again, is read as CommonJS. It may still be
/// wrong as a module.
const MODULE_PERHAPS: [&str; 7] = [
    "Identifier '__filename' has already been declared",
    "Identifier '__dirname' has already been declared",
    "Identifier 'exports' has already been declared",
    "Identifier 'module' has already been declared",
    "Identifier 'require' has already been declared",
    "await is only valid in async functions and the top level bodies of modules",
    "missing ) after argument list",
];

/// The outcome of [`compile_commonjs`] in JavaScript: the function, or 1 where the text is an ES module.
const IS_MODULE: i32 = 1;

/// Compiles the function of a CommonJS module. With `detect`, text that only is an ES module gives 1 instead of an exception. `host_id`
/// tells the handler of dynamic imports whose text it is.
#[op]
pub(crate) fn compile_commonjs<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
    detect: bool,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    v8::tc_scope!(let scope, scope);
    if let Some(function) = compile(scope, source, filename, host_id) {
        return Ok(function.into());
    }
    let message = scope.message();
    let text = message.map(|message| message.get(scope).to_rust_string_lossy(scope));
    if detect && text.is_some_and(|text| is_module(scope, &text, source, filename)) {
        return Ok(v8::Integer::new(scope, IS_MODULE).into());
    }
    if let (Some(exception), Some(message)) = (scope.exception(), message) {
        put_place_before_stack(scope, exception, message);
    }
    scope.rethrow();
    Err(Thrown.into())
}

fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
) -> Option<v8::Local<'s, v8::Function>> {
    let cache = CompileCache::of(scope);
    let Some(lookup) = cache.look_up(scope, Kind::CommonJs, filename, source) else {
        return compile_with(scope, source, filename, host_id, None).map(|(function, _)| function);
    };
    let (function, used) = compile_with(scope, source, filename, host_id, lookup.data.as_deref())?;
    match used {
        true => cache.accept(&lookup),
        false => cache.keep(&lookup, Code::Function(v8::Global::new(scope, function))),
    }
    Some(function)
}

/// The function, and whether V8 took it from the code cache.
fn compile_with<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
    cache: Option<&[u8]>,
) -> Option<(v8::Local<'s, v8::Function>, bool)> {
    let options = runtime::esm::host_options(scope, host_id);
    let origin =
        v8::ScriptOrigin::new(scope, filename.into(), 0, 0, true, -1, None, false, false, false, Some(options));
    let (mut source, options) = match cache {
        None => (Source::new(source, Some(&origin)), CompileOptions::NoCompileOptions),
        Some(bytes) => (
            Source::new_with_cached_data(source, Some(&origin), CachedData::new(bytes)),
            CompileOptions::ConsumeCodeCache,
        ),
    };
    let parameters = PARAMETERS.map(|parameter| string(scope, parameter));
    let reason = NoCacheReason::NoReason;
    let function = script_compiler::compile_function(scope, &mut source, &parameters, &[], options, reason)?;
    let used = source.get_cached_data().is_some_and(|data| !data.rejected());
    Some((function, used))
}

/// Whether the message of a syntax error says, and perhaps a second compilation confirms, that the text is an ES module.
pub(crate) fn is_module<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    message: &str,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
) -> bool {
    if MODULE_ONLY.iter().any(|known| message.contains(known)) {
        return true;
    }
    let perhaps = MODULE_PERHAPS.iter().any(|known| message.contains(known)) || may_await(scope, message, source);
    perhaps && compiles_as_module(scope, source, filename)
}

/// Whether the error may come from an `await` that was read as a name: `await ''` is a name and then an unexpected string.
fn may_await<'s>(scope: &mut v8::PinScope<'s, '_>, message: &str, source: v8::Local<'s, v8::String>) -> bool {
    message.contains("SyntaxError: Unexpected") && source.to_rust_string_lossy(scope).contains("await")
}

fn compiles_as_module<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
) -> bool {
    v8::tc_scope!(let scope, scope);
    let origin = v8::ScriptOrigin::new(scope, filename.into(), 0, 0, true, -1, None, false, false, true, None);
    let mut source = script_compiler::Source::new(source, Some(&origin));
    script_compiler::compile_module(scope, &mut source).is_some()
}

/// `[names, specifiers of re-exported modules]` of CommonJS text.
#[op]
pub(crate) fn lex_commonjs(source: String) -> (Vec<String>, Vec<String>) {
    let exports = module_lexer::lex(&source);
    (exports.names, exports.reexports)
}

/// Whether the text of a file that does not say what it is, is an ES module.
#[op]
pub(crate) fn contains_module_syntax<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    host_id: v8::Local<'s, v8::Symbol>,
) -> bool {
    v8::tc_scope!(let scope, scope);
    if compile(scope, source, filename, host_id).is_some() {
        return false;
    }
    let message = scope.message().map(|message| message.get(scope).to_rust_string_lossy(scope));
    message.is_some_and(|message| is_module(scope, &message, source, filename))
}
