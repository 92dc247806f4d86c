//! Making contexts, and finding the context behind a global object.
//!
//! A context is held by JavaScript only, through its global object: a handle here would keep a context, and by its interceptors the
//! program's object, alive for ever.

use std::rc::Rc;

use runtime::inspector::Agent;
use runtime::{JsError, OpError, op, state, v8};

use crate::interceptors;

/// What `vm.createContext` asks for besides the object.
#[derive(Clone, Copy)]
struct Settings {
    strings: bool,
    wasm: bool,
    own_microtasks: bool,
}

/// Marks a context that may not compile WebAssembly.
struct WithoutWasm;

/// V8 asks before it compiles WebAssembly.
extern "C" fn may_compile_wasm(context: v8::Local<'_, v8::Context>, _: v8::Local<'_, v8::String>) -> bool {
    context.get_slot::<WithoutWasm>().is_none()
}

/// Makes a context and gives its global object. `sandbox` is the object that the global mirrors, undefined for a plain context; `name` and `origin`
/// are for front ends of the inspector.
#[op]
pub(crate) fn make_context<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: Option<v8::Local<'s, v8::Object>>,
    strings: bool,
    wasm: bool,
    own_microtasks: bool,
    name: String,
    origin: String,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let template = sandbox.map(|sandbox| interceptors::template(scope, sandbox));
    let settings = Settings { strings, wasm, own_microtasks };
    let context = create(scope, template, settings);
    if let Some(agent) = Agent::existing(&state(scope)) {
        agent.context_created(context, &name, &origin);
    }
    Ok(context.global(scope))
}

fn create<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    template: Option<v8::Local<'s, v8::ObjectTemplate>>,
    settings: Settings,
) -> v8::Local<'s, v8::Context> {
    // The context keeps its queue alive.
    let queue = settings.own_microtasks.then(|| v8::MicrotaskQueue::new(scope, v8::MicrotasksPolicy::Explicit));
    let microtask_queue = queue.as_ref().map(|queue| std::ptr::from_ref::<v8::MicrotaskQueue>(queue).cast_mut());
    let options = v8::ContextOptions { global_template: template, global_object: None, microtask_queue };
    let outer = scope.get_current_context();
    let context = interceptors::while_making(|| v8::Context::new(scope, options));
    // One token makes the objects of both contexts reachable from either.
    let token = outer.get_security_token(scope);
    context.set_security_token(token);
    context.set_allow_generation_from_strings(settings.strings);
    if !settings.wasm {
        scope.set_allow_wasm_code_generation_callback(may_compile_wasm);
        context.set_slot(Rc::new(WithoutWasm));
    }
    context
}

/// The context whose global object is `global`; the current one for undefined.
pub(crate) fn context_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    global: Option<v8::Local<'s, v8::Object>>,
) -> Result<v8::Local<'s, v8::Context>, OpError> {
    match global {
        None => Ok(scope.get_current_context()),
        Some(global) => {
            let gone = || JsError::error("the context is gone").with_code("ERR_VM_MODULE_DIFFERENT_CONTEXT");
            global.get_creation_context(scope).ok_or_else(|| gone().into())
        }
    }
}

/// Runs the microtasks of a context that has a queue of its own.
#[op]
pub(crate) fn run_microtasks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    global: v8::Local<'s, v8::Object>,
) -> Result<(), OpError> {
    let context = context_of(scope, Some(global))?;
    drain(scope, context);
    Ok(())
}

/// The same where the context is known.
pub(crate) fn drain(scope: &mut v8::PinScope<'_, '_>, context: v8::Local<'_, v8::Context>) {
    if let Some(queue) = context.get_microtask_queue() {
        queue.perform_checkpoint(scope);
    }
}
