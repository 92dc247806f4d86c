//! `ContextifyScript`: a script that can run in any context; the base class of `vm.Script`.

use runtime::engine::v8::script_compiler::{self, CompileOptions, NoCacheReason};
use runtime::watchdog::Bounds;
use runtime::{Bytes, OpError, class, esm, v8};

use crate::context::context_of;
use crate::run::{Limits, placing_errors, run_in};

/// A script that is not bound to a context.
pub(crate) struct ContextifyScript {
    script: v8::Global<v8::UnboundScript>,
    /// Whether the given code cache did not fit; `None` where none was given.
    cache_rejected: Option<bool>,
}

#[class]
impl ContextifyScript {
    /// Compiles `source`. `host_id` marks the text for `import()`; `global` is that of the context the compilation happens in.
    #[constructor]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of one call from JavaScript")]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        source: v8::Local<'s, v8::String>,
        filename: v8::Local<'s, v8::String>,
        line_offset: i32,
        column_offset: i32,
        cached_data: Option<Bytes>,
        host_id: v8::Local<'s, v8::Symbol>,
        global: Option<v8::Local<'s, v8::Object>>,
    ) -> Result<ContextifyScript, OpError> {
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
        let script = placing_errors(scope, |scope| {
            script_compiler::compile_unbound_script(scope, &mut source, options, NoCacheReason::NoReason)
        })?;
        let cache_rejected = source.get_cached_data().map(script_compiler::CachedData::rejected);
        Ok(ContextifyScript { script: v8::Global::new(scope, script), cache_rejected })
    }

    /// Runs the script in the context of `global`, the current one for undefined.
    #[method]
    fn run<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        global: Option<v8::Local<'s, v8::Object>>,
        timeout: Option<u32>,
        break_on_sigint: bool,
        drain_microtasks: bool,
        display_errors: bool,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let context = context_of(scope, global)?;
        let script = v8::Local::new(scope, &self.script);
        let bounds = Bounds { timeout, break_on_sigint };
        let limits = Limits { bounds, drain_microtasks, display_errors };
        run_in(scope, context, limits, |scope| script.bind_to_current_context(scope).run(scope))
    }

    /// V8's code cache of the script, with what has been compiled lazily since.
    #[method]
    fn code_cache(&self, scope: &mut v8::PinScope<'_, '_>) -> Vec<u8> {
        let script = v8::Local::new(scope, &self.script);
        script.create_code_cache().map(|cache| cache.to_vec()).unwrap_or_default()
    }

    /// Whether the given code cache was rejected; undefined where none was given.
    #[method]
    fn cache_rejected(&self) -> Option<bool> {
        self.cache_rejected
    }

    /// The URL in the source's `sourceURL` comment.
    #[method]
    fn source_url<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let script = v8::Local::new(scope, &self.script);
        script.get_source_url(scope)
    }

    /// The URL in the source's `sourceMappingURL` comment.
    #[method]
    fn mapping_url<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        let script = v8::Local::new(scope, &self.script);
        script.get_source_mapping_url(scope)
    }
}

/// The source for the compiler, and whether it is to use the cache.
pub(crate) fn with_cache<'s>(
    source: v8::Local<'s, v8::String>,
    origin: &v8::ScriptOrigin<'s>,
    cache: Option<&[u8]>,
) -> (script_compiler::Source, CompileOptions) {
    match cache {
        None => (script_compiler::Source::new(source, Some(origin)), CompileOptions::NoCompileOptions),
        Some(bytes) => {
            let cached = script_compiler::CachedData::new(bytes);
            (
                script_compiler::Source::new_with_cached_data(source, Some(origin), cached),
                CompileOptions::ConsumeCodeCache,
            )
        }
    }
}
