//! Callbacks that an addon makes from the loop: their async context, and what runs when the outermost of them is over.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

use runtime::engine::string;
use runtime::{state, v8};

use crate::abi::{In, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::env::Env;
use crate::functions::values_of;
use crate::objects::to_object;
use crate::tokens;

/// The functions of `internal:async_hooks/native_callbacks`, as an environment keeps them.
#[derive(Default)]
pub(crate) struct Hooks(RefCell<Option<[v8::Global<v8::Function>; 5]>>);

impl Hooks {
    pub(crate) fn clear(&self) {
        self.0.take();
    }
}

#[derive(Clone, Copy)]
enum Event {
    Init,
    Before,
    After,
    Destroy,
    /// A question: what calls of an addon go through.
    Detour,
}

const EVENTS: [&str; 5] = ["init", "before", "after", "destroy", "currentDetour"];

fn load(scope: &mut v8::PinScope<'_, '_>) -> Option<[v8::Global<v8::Function>; 5]> {
    let exports = state(scope).require(scope, "internal:async_hooks/native_callbacks")?;
    let mut functions = Vec::with_capacity(EVENTS.len());
    for name in EVENTS {
        let key = string(scope, name);
        let function = v8::Local::<v8::Function>::try_from(exports.get(scope, key.into())?).ok()?;
        functions.push(v8::Global::new(scope, function));
    }
    functions.try_into().ok()
}

/// Tells the hooks of an event.
fn emit<'s>(
    env: &Env,
    scope: &mut v8::PinScope<'s, '_>,
    event: Event,
    arguments: &[v8::Local<'s, v8::Value>],
) -> Option<v8::Local<'s, v8::Value>> {
    if env.async_hooks.0.borrow().is_none() {
        let loaded = load(scope);
        *env.async_hooks.0.borrow_mut() = loaded;
    }
    let hooks = env.async_hooks.0.borrow();
    let function = hooks.as_ref().map(|functions| v8::Local::new(scope, &functions[event as usize]))?;
    drop(hooks);
    let receiver = v8::undefined(scope);
    state(scope).call_reporting(scope, function, receiver.into(), arguments)
}

/// An async resource of an addon.
pub(crate) struct AsyncContext {
    async_id: f64,
    trigger_id: f64,
    resource: v8::Global<v8::Object>,
    /// The values of `AsyncLocalStorage` where it was made.
    frame: v8::Global<v8::Value>,
}

impl AsyncContext {
    /// Announces a resource; without one it is an empty object.
    pub(crate) fn init(env: &Env, scope: &mut v8::PinScope<'_, '_>, resource: Val, name: Val) -> Result<Self> {
        let resource = match resource.is_null() {
            true => v8::Object::new(scope),
            false => {
                let resource = resource.local(scope)?;
                to_object(scope, resource)?
            }
        };
        let name = name.local(scope)?.to_string(scope).ok_or(Status::StringExpected)?;
        let ids = emit(env, scope, Event::Init, &[name.into(), resource.into()]);
        let ids = ids.and_then(|ids| v8::Local::<v8::Object>::try_from(ids).ok());
        let id = |index| ids.and_then(|ids| ids.get_index(scope, index)?.number_value(scope)).unwrap_or(0.0);
        let (async_id, trigger_id) = (id(0), id(1));
        let frame = scope.get_continuation_preserved_embedder_data();
        Ok(Self {
            async_id,
            trigger_id,
            resource: v8::Global::new(scope, resource),
            frame: v8::Global::new(scope, frame),
        })
    }

    /// Says that the resource is over.
    pub(crate) fn destroy(&self, env: &Env, scope: &mut v8::PinScope<'_, '_>) {
        let id = v8::Number::new(scope, self.async_id);
        emit(env, scope, Event::Destroy, &[id.into()]);
    }

    /// Runs `body` as a callback of the resource.
    pub(crate) fn run(
        &self,
        env: &Env,
        scope: &mut v8::PinScope<'_, '_>,
        body: impl FnOnce(&mut v8::PinScope<'_, '_>),
    ) {
        let outer = scope.get_continuation_preserved_embedder_data();
        let async_id = begin(env, scope, Some(self));
        body(scope);
        end(env, scope, async_id, outer);
    }
}

/// Begins a callback; gives the id of its resource.
fn begin(env: &Env, scope: &mut v8::PinScope<'_, '_>, context: Option<&AsyncContext>) -> Option<f64> {
    state(scope).begin_entry();
    let context = context?;
    let resource = v8::Local::new(scope, &context.resource);
    let ids = [context.async_id, context.trigger_id].map(|id| v8::Number::new(scope, id).into());
    emit(env, scope, Event::Before, &[ids[0], ids[1], resource.into()]);
    let frame = v8::Local::new(scope, &context.frame);
    scope.set_continuation_preserved_embedder_data(frame);
    Some(context.async_id)
}

/// Ends it, and what the program waits for at the end of the outermost one runs.
fn end(env: &Env, scope: &mut v8::PinScope<'_, '_>, async_id: Option<f64>, outer: v8::Local<'_, v8::Value>) {
    if let Some(async_id) = async_id {
        let id = v8::Number::new(scope, async_id);
        emit(env, scope, Event::After, &[id.into()]);
        scope.set_continuation_preserved_embedder_data(outer);
    }
    let runtime = state(scope);
    runtime.end_entry(scope);
}

/// A callback that two calls of the addon begin and end.
pub(crate) struct OpenCallback {
    async_id: Option<f64>,
    outer_frame: v8::Global<v8::Value>,
}

impl OpenCallback {
    fn begin(env: &Env, scope: &mut v8::PinScope<'_, '_>, context: Option<&AsyncContext>) -> Self {
        let outer = scope.get_continuation_preserved_embedder_data();
        let outer_frame = v8::Global::new(scope, outer);
        Self { async_id: begin(env, scope, context), outer_frame }
    }

    fn end(self, env: &Env, scope: &mut v8::PinScope<'_, '_>) {
        let outer = v8::Local::new(scope, &self.outer_frame);
        end(env, scope, self.async_id, outer);
    }
}

/// What the addon's pointer stands for; null is no context.
fn context_of(env: &Env, context: *mut c_void) -> Result<Option<Rc<AsyncContext>>> {
    if context.is_null() { Ok(None) } else { env.async_contexts.get(context).map(Some) }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_async_init(env: EnvPtr, resource: Val, name: Val, result: Out<*mut c_void>) -> Status {
    env.values(|env, scope| {
        name.local(scope)?;
        result.check()?;
        let context = AsyncContext::init(env, scope, resource, name)?;
        result.set(env.async_contexts.insert(Rc::new(context)))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_async_destroy(env: EnvPtr, context: *mut c_void) -> Status {
    env.values(|env, scope| {
        env.async_contexts.take(context)?.destroy(env, scope);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_make_callback(
    env: EnvPtr,
    context: *mut c_void,
    receiver: Val,
    function: Val,
    count: usize,
    arguments: In<Val>,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        let receiver = receiver.local(scope)?;
        let arguments = values_of(scope, arguments, count)?;
        let receiver = to_object(scope, receiver)?;
        let function = function.cast::<v8::Function>(scope, Status::InvalidArg)?;
        let value = call(env, scope, context_of(env, context)?.as_deref(), receiver, function, &arguments)?;
        result.set_optional(value);
        Ok(())
    })
}

fn call<'s>(
    env: &'static Env,
    scope: &mut v8::PinScope<'s, '_>,
    context: Option<&AsyncContext>,
    receiver: v8::Local<'s, v8::Object>,
    function: v8::Local<'s, v8::Function>,
    arguments: &[v8::Local<'s, v8::Value>],
) -> Result<v8::Local<'s, v8::Value>> {
    let open = OpenCallback::begin(env, scope, context);
    let detour = emit(env, scope, Event::Detour, &[]);
    let detour = detour.and_then(|detour| v8::Local::<v8::Function>::try_from(detour).ok());
    let (value, exception) = {
        v8::tc_scope!(let scope, scope);
        let value = match detour {
            None => function.call(scope, receiver.into(), arguments),
            Some(detour) => {
                let arguments = [&[function.into()], arguments].concat();
                detour.call(scope, receiver.into(), &arguments)
            }
        };
        let exception = scope.exception();
        (value, exception.map(|exception| v8::Global::new(scope, exception)))
    };
    open.end(env, scope);
    if let Some(exception) = exception {
        let exception = v8::Local::new(scope, exception);
        env.keep_exception(scope, exception);
        return Err(Status::PendingException);
    }
    value.ok_or(Status::GenericFailure)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_open_callback_scope(
    env: EnvPtr,
    _resource: Val,
    context: *mut c_void,
    result: Out<*mut c_void>,
) -> Status {
    env.values(|env, scope| {
        result.check()?;
        let open = OpenCallback::begin(env, scope, context_of(env, context)?.as_deref());
        let number = tokens::unique();
        env.callback_scopes.borrow_mut().push((number, open));
        result.set(tokens::pointer(number))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_close_callback_scope(env: EnvPtr, callback: *mut c_void) -> Status {
    env.values(|env, scope| {
        if callback.is_null() {
            return Err(Status::InvalidArg);
        }
        let open = {
            let mut scopes = env.callback_scopes.borrow_mut();
            let innermost = scopes.pop_if(|(number, _)| *number == callback.addr());
            innermost.ok_or(Status::CallbackScopeMismatch)?.1
        };
        open.end(env, scope);
        Ok(())
    })
}
