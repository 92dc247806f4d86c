//! Builtin modules: compiling their JavaScript and making their `binding` objects. The module cache and `require` are JavaScript
//! (`loader.js` beside this file), so that they are part of the startup snapshot.

use engine::v8::{self, script_compiler};
use engine::{JsError, OpDecl, Thrown, convert::string, op};

use crate::builtin::{Builtin, file_of};
use crate::code_cache::{self, Compiled};
use crate::errors::OpError;
use crate::shadow_realm;
use crate::state;

/// The parameters of every builtin module's function, in front of the [`INTRINSICS`].
pub const PARAMETERS: [&str; 4] = ["exports", "require", "module", "binding"];

/// Globals of the language that builtins get as they were at the start, whatever the program does to the names. Not among them are
/// `SharedArrayBuffer` and `WebAssembly`, which V8 adds to a context that comes from the snapshot.
const INTRINSICS: [&str; 48] = [
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "Atomics",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "FinalizationRegistry",
    "Float32Array",
    "Float64Array",
    "Function",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "SyntaxError",
    "TypeError",
    "URIError",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakRef",
    "WeakSet",
    "decodeURIComponent",
    "encodeURIComponent",
    "globalThis",
    "parseInt",
];

/// A further parameter in a `ShadowRealm`, never given: V8 keeps compiled functions by text and parameters, and those that it made for the
/// program's realm do not look for their globals where those of a realm have to.
const REALM_MARK: &str = "shadowRealm";

/// `loader.js`: `(compileBuiltin, bindingOf, hooks, intrinsicNames) => require`.
const LOADER: &str = include_str!("loader.js");

/// The ops of the loader itself.
const OPS: [OpDecl; 2] = [compile_builtin::DECL, binding_of::DECL];

/// Makes the realm's `require` from `loader.js`.
pub(crate) fn create_require<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    hooks: v8::Local<'s, v8::Object>,
) -> Option<v8::Local<'s, v8::Value>> {
    let parameters = ["compileBuiltin", "bindingOf", "hooks", "intrinsicNames"];
    let function = compile(scope, "internal:runtime/loader", LOADER, &parameters, None)?;
    let compile_builtin = OPS[0].function(scope)?;
    let binding_of = OPS[1].function(scope)?;
    let names = INTRINSICS.map(|name| string(scope, name).into());
    let names = v8::Array::new_with_elements(scope, &names);
    let receiver = v8::undefined(scope);
    function.call(scope, receiver.into(), &[compile_builtin.into(), binding_of.into(), hooks.into(), names.into()])
}

/// The loader's own entry points, for the snapshot.
pub(crate) fn external_references() -> Vec<v8::ExternalReference> {
    let mut references: Vec<_> = OPS.iter().flat_map(OpDecl::external_references).collect();
    references.push(crate::lazy::external_reference());
    references.push(v8::ExternalReference { pointer: lazy_class_entry() as *mut std::ffi::c_void });
    references
}

/// The function of a builtin module, or undefined where there is no such module.
#[op]
fn compile_builtin<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    specifier: String,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let runtime = state(scope);
    let mark = shadow_realm::is_current(scope).then_some(REALM_MARK);
    // The caches are of functions with the usual parameters.
    let cache = if mark.is_none() { code_cache::of(runtime.code_cache, &specifier) } else { None };
    let parameters: Vec<_> = PARAMETERS.into_iter().chain(INTRINSICS).chain(mark).collect();
    let text = match &runtime.builtins.directory {
        Some(directory) => match file_of(&specifier).map(|file| std::fs::read_to_string(directory.join(file))) {
            Some(Ok(text)) => Text::Owned(text),
            _ => return Ok(v8::undefined(scope).into()),
        },
        None => match runtime.builtins.source(&specifier) {
            Some(text) => Text::Static(text),
            None => return Ok(v8::undefined(scope).into()),
        },
    };
    let function = match text {
        Text::Owned(text) => compile(scope, &specifier, &text, &parameters, None),
        Text::Static(text) => compile_static(scope, &specifier, text, &parameters, cache),
    };
    let function = function.ok_or(Thrown)?;
    runtime.slot::<Compiled>().note(scope, &specifier, function);
    Ok(function.into())
}

enum Text {
    Owned(String),
    Static(&'static str),
}

/// The `binding` of a builtin: its ops, and its classes on first use.
#[op]
fn binding_of<'s>(scope: &mut v8::PinScope<'s, '_>, name: String) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let object = v8::Object::new(scope);
    let Some(builtin) = state(scope).builtins.named(&name) else { return Ok(object) };
    install(scope, object, builtin).ok_or_else(|| JsError::error(format!("cannot make the binding of {name}")))?;
    Ok(object)
}

fn install(scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>, builtin: &Builtin) -> Option<()> {
    for op in builtin.ops {
        op.install(scope, object)?;
    }
    for class in builtin.classes {
        let name = string(scope, class.name);
        let data = string(scope, &builtin.class_path(class));
        object.set_lazy_data_property_with_data(
            scope,
            name.into(),
            lazy_class,
            data.into(),
            v8::PropertyAttribute::NONE,
            v8::SideEffectType::HasNoSideEffect,
            v8::SideEffectType::HasSideEffect,
        )?;
    }
    Some(())
}

/// Makes a class when JavaScript first reads it from a binding: a program uses few of them.
fn lazy_class<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    _name: v8::Local<'s, v8::Name>,
    arguments: v8::PropertyCallbackArguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) {
    let path = arguments.data().to_rust_string_lossy(scope);
    let class = state(scope).builtins.class(&path);
    if let Some(function) = class.and_then(|class| class.function(scope)) {
        rv.set(function.into());
    }
}

fn lazy_class_entry() -> v8::AccessorNameGetterCallback {
    v8::MapFnTo::map_fn_to(lazy_class)
}

/// Compiles a function body with the given parameters.
pub(crate) fn compile<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    text: &str,
    parameters: &[&str],
    cache: Option<&[u8]>,
) -> Option<v8::Local<'s, v8::Function>> {
    let source = v8::String::new(scope, text)?;
    compile_string(scope, name, source, parameters, cache)
}

/// Compiles an embedded module; V8 reads ASCII text where it lies in the binary.
fn compile_static<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    text: &'static str,
    parameters: &[&str],
    cache: Option<&[u8]>,
) -> Option<v8::Local<'s, v8::Function>> {
    let source = if text.is_ascii() {
        v8::String::new_external_onebyte_static(scope, text.as_bytes())?
    } else {
        v8::String::new(scope, text)?
    };
    compile_string(scope, name, source, parameters, cache)
}

/// The name of a module's script in stack traces: tools tell the runtime's own frames by the prefix `node:`.
fn resource_name(specifier: &str) -> String {
    match specifier.strip_prefix("internal:") {
        Some(path) => format!("node:internal/{path}"),
        None => specifier.to_owned(),
    }
}

fn compile_string<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    name: &str,
    source: v8::Local<'s, v8::String>,
    parameters: &[&str],
    cache: Option<&[u8]>,
) -> Option<v8::Local<'s, v8::Function>> {
    let resource = string(scope, &resource_name(name));
    let origin = v8::ScriptOrigin::new(scope, resource.into(), 0, 0, false, -1, None, false, false, false, None);
    let parameters: Vec<_> = parameters.iter().map(|parameter| string(scope, parameter)).collect();
    let globals: Vec<_> = shadow_realm::module_globals(scope).into_iter().collect();
    let (mut source, options) = match cache {
        Some(bytes) => (
            script_compiler::Source::new_with_cached_data(
                source,
                Some(&origin),
                script_compiler::CachedData::new(bytes),
            ),
            script_compiler::CompileOptions::ConsumeCodeCache,
        ),
        None => (script_compiler::Source::new(source, Some(&origin)), options_without_cache(name)),
    };
    script_compiler::compile_function(
        scope,
        &mut source,
        &parameters,
        &globals,
        options,
        script_compiler::NoCacheReason::NoReason,
    )
}

/// Modules of the snapshot of which a start runs most functions. Compiled whole they lie in the snapshot ready to run; compiling what a start calls
/// of them one by one took a tenth of it.
const RUN_BY_EVERY_START: &[&str] = &[
    "internal:bootstrap/globals",
    "internal:buffer/class",
    "internal:console/console",
    "internal:events/emitter",
    "internal:module/builtins",
    "internal:module/cjs_compile",
    "internal:module/cjs_extensions",
    "internal:module/cjs_module",
    "internal:module/cjs_require",
    "internal:module/cjs_resolve",
    "internal:module/packages",
    "internal:module/resolve_failure",
    "internal:module/run_main",
    "internal:path/posix",
    "internal:path/segments",
    "internal:process/exit",
    "internal:process/setup",
    "internal:process/stdio",
];

/// Usually functions are compiled when they are first called.
fn options_without_cache(specifier: &str) -> script_compiler::CompileOptions {
    if RUN_BY_EVERY_START.contains(&specifier) {
        script_compiler::CompileOptions::EagerCompile
    } else {
        script_compiler::CompileOptions::NoCompileOptions
    }
}
