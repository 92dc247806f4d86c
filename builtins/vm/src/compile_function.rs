//! `vm.compileFunction`.

use runtime::engine::v8::script_compiler::{self, NoCacheReason};
use runtime::{Bytes, OpError, esm, op, v8};

use crate::context::context_of;
use crate::run::placing_errors;
use crate::script::with_cache;

/// The function, whether its code cache was rejected, and the code cache of it.
type Compiled<'s> = (v8::Local<'s, v8::Function>, Option<bool>, Option<Vec<u8>>);

/// Compiles a function with the given parameters. `extensions` are objects whose properties the function sees as variables.
#[op]
#[expect(clippy::too_many_arguments, reason = "they are the arguments of one call from JavaScript")]
pub(crate) fn compile_function<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    filename: v8::Local<'s, v8::String>,
    line_offset: i32,
    column_offset: i32,
    cached_data: Option<Bytes>,
    produce_cached_data: bool,
    global: Option<v8::Local<'s, v8::Object>>,
    extensions: Vec<v8::Local<'s, v8::Object>>,
    parameters: Vec<v8::Local<'s, v8::String>>,
    host_id: v8::Local<'s, v8::Symbol>,
) -> Result<Compiled<'s>, OpError> {
    let context = context_of(scope, global)?;
    let scope = &mut v8::ContextScope::new(scope, context);
    let options = esm::host_options(scope, host_id);
    let origin = v8::ScriptOrigin::new(
        scope,
        filename.into(),
        line_offset,
        column_offset,
        true,
        -1,
        None,
        false,
        false,
        false,
        Some(options),
    );
    let (mut source, options) = with_cache(source, &origin, cached_data.as_deref());
    let function = placing_errors(scope, |scope| {
        script_compiler::compile_function(
            scope,
            &mut source,
            &parameters,
            &extensions,
            options,
            NoCacheReason::NoReason,
        )
    })?;
    let rejected = source.get_cached_data().map(script_compiler::CachedData::rejected);
    let cache = produce_cached_data.then(|| function.create_code_cache()).flatten().map(|cache| cache.to_vec());
    Ok((function, rejected, cache))
}
