//! `ModuleWrap`: one module of V8, compiled from text or synthetic.

use std::rc::Rc;

use runtime::engine::class::instantiate as instantiate_class;
use runtime::engine::v8::script_compiler::{self, CompileOptions, NoCacheReason};
use runtime::engine::{Native, string};
use runtime::esm::{self, ModuleRecord, Request};
use runtime::watchdog::{Bounds, limited};
use runtime::{JsError, OpError, Thrown, class, op, v8};

use crate::compile_cache::{Code, CompileCache, Kind};

/// A module.
pub(crate) struct ModuleWrap {
    record: Rc<ModuleRecord>,
    requests: Vec<Request>,
}

/// One import for JavaScript: specifier, attributes as key, value, key, value, …, whether it evaluates, line and column from 0.
type RequestFields = (String, Vec<String>, bool, i32, i32);

#[class]
impl ModuleWrap {
    /// Compiles `source`. `host` is handed to the callbacks of `setModuleCallbacks`; `host_id` marks the text for `import()`; `global` is
    /// that of its context, undefined for the current one.
    #[constructor]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of one call from JavaScript")]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        url: v8::Local<'s, v8::String>,
        source: v8::Local<'s, v8::String>,
        host: v8::Local<'s, v8::Value>,
        host_id: v8::Local<'s, v8::Symbol>,
        line_offset: i32,
        column_offset: i32,
        cached_data: Option<runtime::Bytes>,
        global: Option<v8::Local<'s, v8::Object>>,
    ) -> Result<ModuleWrap, OpError> {
        let context = context_of(scope, global)?;
        let scope = &mut v8::ContextScope::new(scope, context);
        let options = runtime::esm::host_options(scope, host_id);
        let origin = v8::ScriptOrigin::new(
            scope,
            url.into(),
            line_offset,
            column_offset,
            true,
            -1,
            None,
            false,
            false,
            true,
            Some(options),
        );
        let module = match cached_data {
            None => compile(scope, url, source, &origin),
            Some(cached) => compile_cached(scope, source, &origin, &cached)?,
        };
        let module = module.ok_or(Thrown)?;
        let requests = esm::requests_of(scope, module);
        Ok(ModuleWrap { record: ModuleRecord::register(scope, module, host, None), requests })
    }

    /// The imports, in their order.
    #[method]
    fn requests(&self) -> Vec<RequestFields> {
        let fields = |request: &Request| {
            let Request { specifier, attributes, evaluates, line, column } = request.clone();
            (specifier, attributes, evaluates, line, column)
        };
        self.requests.iter().map(fields).collect()
    }

    /// Links each import to the module at the same place of `modules`.
    #[method]
    fn link<'s>(&self, modules: Vec<Native<'s, ModuleWrap>>) {
        for (request, module) in self.requests.iter().zip(modules) {
            self.record.link(request, &module.record);
        }
    }

    /// Instantiates the module and all below it.
    #[method]
    fn instantiate(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), OpError> {
        let (module, context) = (self.record.module(scope), self.record.context(scope));
        let scope = &mut v8::ContextScope::new(scope, context);
        esm::instantiate(scope, module).map(drop).ok_or(Thrown.into())
    }

    /// Evaluates the module for at most `timeout` milliseconds, if that is given, and until `SIGINT`, if that is to end it; gives a promise. `drain_microtasks` is for a module of a
    /// context with microtasks of its own.
    #[method]
    fn evaluate<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        timeout: Option<u32>,
        break_on_sigint: bool,
        drain_microtasks: bool,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let (module, context) = (self.record.module(scope), self.record.context(scope));
        let value = limited(scope, Bounds { timeout, break_on_sigint }, |scope| {
            let scope = &mut v8::ContextScope::new(scope, context);
            let value = module.evaluate(scope);
            if let Some(queue) = context.get_microtask_queue().filter(|_| drain_microtasks && value.is_some()) {
                queue.perform_checkpoint(scope);
            }
            value
        })?;
        value.ok_or(Thrown.into())
    }

    /// The namespace object; the module is instantiated.
    #[method]
    fn namespace<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let module = self.record.module(scope);
        if matches!(module.get_status(), v8::ModuleStatus::Uninstantiated | v8::ModuleStatus::Instantiating) {
            return Err(JsError::error("cannot get namespace, module has not been instantiated").into());
        }
        Ok(module.get_module_namespace())
    }

    /// 0 uninstantiated, 1 instantiating, 2 instantiated, 3 evaluating, 4 evaluated, 5 errored.
    #[method]
    fn status(&self, scope: &mut v8::PinScope<'_, '_>) -> i32 {
        self.record.module(scope).get_status() as i32
    }

    /// The exception of an errored module.
    #[method]
    fn error<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let module = self.record.module(scope);
        (module.get_status() == v8::ModuleStatus::Errored).then(|| module.get_exception())
    }

    /// Whether it, or a module below it, awaits at its top level; the module is instantiated.
    #[method]
    fn is_graph_async(&self, scope: &mut v8::PinScope<'_, '_>) -> bool {
        self.record.module(scope).is_graph_async()
    }

    /// Whether it awaits at its own top level.
    #[method]
    fn has_top_level_await(&self, scope: &mut v8::PinScope<'_, '_>) -> bool {
        self.record.module(scope).has_top_level_await()
    }

    /// Sets an export of a synthetic module.
    #[method]
    fn set_export<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: v8::Local<'s, v8::String>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<(), OpError> {
        self.record.module(scope).set_synthetic_module_export(scope, name, value).map(drop).ok_or(Thrown.into())
    }

    /// V8's code cache of the compiled text.
    #[method]
    fn create_cached_data(&self, scope: &mut v8::PinScope<'_, '_>) -> Vec<u8> {
        let script = self.record.module(scope).get_unbound_module_script(scope);
        script.create_code_cache().map(|cache| cache.to_vec()).unwrap_or_default()
    }

    /// Sets what `import source` of the module gives.
    #[method]
    fn set_source<'s>(&self, scope: &mut v8::PinScope<'s, '_>, source: v8::Local<'s, v8::Object>) {
        self.record.set_source(scope, source);
    }

    /// Where the URL of its source map stands, if its text names one.
    #[method]
    fn source_map_url<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        self.record.module(scope).get_unbound_module_script(scope).get_source_mapping_url(scope)
    }

    /// Awaits that have not ended, as `[url, line, source line]`.
    #[method]
    fn stalled_awaits(&self, scope: &mut v8::PinScope<'_, '_>) -> Vec<(String, i32, String)> {
        let stalled = self.record.module(scope).get_stalled_top_level_await_message(scope);
        let describe = |(_, message): (v8::Local<'_, v8::Module>, v8::Local<'_, v8::Message>)| {
            let url = message.get_script_resource_name(scope).map(|name| name.to_rust_string_lossy(scope));
            let line = message.get_line_number(scope).map_or(0, |line| line as i32);
            let text = message.get_source_line(scope).map(|text| text.to_rust_string_lossy(scope));
            (url.unwrap_or_default(), line, text.unwrap_or_default())
        };
        stalled.into_iter().map(describe).collect()
    }
}

/// Compiles with the code cache of `module.enableCompileCache`, if there is one.
fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: v8::Local<'s, v8::String>,
    source: v8::Local<'s, v8::String>,
    origin: &v8::ScriptOrigin<'s>,
) -> Option<v8::Local<'s, v8::Module>> {
    let cache = CompileCache::of(scope);
    let Some(lookup) = cache.look_up(scope, Kind::Esm, url, source) else {
        return script_compiler::compile_module(scope, &mut script_compiler::Source::new(source, Some(origin)));
    };
    if let Some(data) = &lookup.data
        && let Ok(Some(module)) = compile_cached(scope, source, origin, data)
    {
        cache.accept(&lookup);
        return Some(module);
    }
    let module = script_compiler::compile_module(scope, &mut script_compiler::Source::new(source, Some(origin)))?;
    let script = module.get_unbound_module_script(scope);
    let code = Code::Module(v8::Global::new(scope, script));
    cache.keep(&lookup, code);
    Some(module)
}

fn compile_cached<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    source: v8::Local<'s, v8::String>,
    origin: &v8::ScriptOrigin<'s>,
    cached: &[u8],
) -> Result<Option<v8::Local<'s, v8::Module>>, OpError> {
    let cached = script_compiler::CachedData::new(cached);
    let mut source = script_compiler::Source::new_with_cached_data(source, Some(origin), cached);
    let options = CompileOptions::ConsumeCodeCache;
    let module = script_compiler::compile_module2(scope, &mut source, options, NoCacheReason::NoReason);
    match source.get_cached_data().is_some_and(script_compiler::CachedData::rejected) {
        true => {
            Err(JsError::error("cachedData buffer was rejected").with_code("ERR_VM_MODULE_CACHED_DATA_REJECTED").into())
        }
        false => Ok(module),
    }
}

/// The context whose global object is `global`; the current one for undefined.
fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    global: Option<v8::Local<'s, v8::Object>>,
) -> Result<v8::Local<'s, v8::Context>, OpError> {
    match global {
        None => Ok(scope.get_current_context()),
        Some(global) => global.get_creation_context(scope).ok_or_else(|| JsError::error("the context is gone").into()),
    }
}

/// A module with the given exports, which `evaluate()` sets with `setExport` when the module is evaluated.
#[op]
pub(crate) fn create_synthetic_module<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    url: String,
    exports: Vec<v8::Local<'s, v8::String>>,
    host: v8::Local<'s, v8::Value>,
    evaluate: v8::Local<'s, v8::Function>,
    global: Option<v8::Local<'s, v8::Object>>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let record = {
        let context = context_of(scope, global)?;
        let scope = &mut v8::ContextScope::new(scope, context);
        let name = string(scope, &url);
        let module = esm::create_synthetic(scope, name, &exports);
        ModuleRecord::register(scope, module, host, Some(evaluate))
    };
    instantiate_class(scope, ModuleWrap { record, requests: Vec::new() }).ok_or(Thrown.into())
}

/// Sets the functions behind `import()` and `import.meta`.
#[op]
pub(crate) fn set_module_callbacks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    import_dynamically: v8::Local<'s, v8::Function>,
    initialize_meta: v8::Local<'s, v8::Function>,
) {
    esm::install(scope, import_dynamically, initialize_meta);
}
