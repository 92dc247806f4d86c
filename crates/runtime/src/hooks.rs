//! The JavaScript functions that the runtime calls, and the bytes it shares with them.
//!
//! They live in one JavaScript object, `binding.hooks` of the bootstrap, so that they survive in the startup snapshot; handles
//! to the hot ones are kept here.

use std::cell::{Cell, RefCell};

use engine::{convert::string, v8};

use crate::shadow_realm;
use crate::state::Runtime;

/// A hook by its property name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hook {
    /// `() => void`: runs the ticks, the microtasks and the rejections until none is left.
    Tick,
    /// `(type, promise, reason) => void`: V8's promise rejection events.
    PromiseReject,
    /// `(error, fromPromise) => boolean`: an exception nobody caught; true when handled.
    Uncaught,
    /// `(error) => string`: the text of a fatal exception below the source line.
    FormatFatal,
    /// `(code) => number`: emits `beforeExit`, `exit`; gives the exit code.
    Exit,
    /// `() => void`: emits `beforeExit`.
    BeforeExit,
    /// `(callback, origin) => callback`: makes a request an async resource.
    TrackRequest,
    /// `(specifier) => exports`: loads a builtin module.
    Require,
    /// `(permission, resource) => void`: the permission model has refused something.
    AccessDenied,
    /// `(global, error, callSites) => any`: the value of `error.stack`.
    PrepareStackTrace,
    /// `(hostId, referrerName, specifier, attributes, evaluates) => Promise`: `import()`.
    ImportDynamically,
    /// `(meta, host) => void`: fills `import.meta`.
    InitializeMeta,
}

const ALL: [(Hook, &str); 12] = [
    (Hook::Tick, "tick"),
    (Hook::PromiseReject, "promiseReject"),
    (Hook::Uncaught, "uncaught"),
    (Hook::FormatFatal, "formatFatal"),
    (Hook::Exit, "exit"),
    (Hook::BeforeExit, "beforeExit"),
    (Hook::TrackRequest, "trackRequest"),
    (Hook::Require, "require"),
    (Hook::AccessDenied, "accessDenied"),
    (Hook::PrepareStackTrace, "prepareStackTrace"),
    (Hook::ImportDynamically, "importDynamically"),
    (Hook::InitializeMeta, "initializeMeta"),
];

/// The places in [`Shared::TickInfo`]; `internal:process/tick_info` has the same.
pub(crate) mod tick_info {
    /// A tick is queued.
    pub(crate) const HAS_TICK: usize = 0;
    /// A rejection waits to be reported.
    pub(crate) const HAS_REJECTION: usize = 1;
    /// Async hooks want to know of native requests.
    pub(crate) const TRACKS_REQUESTS: usize = 2;
    /// Events of promises came where the stack had no room to hear of them.
    pub(crate) const HAS_LOST_EVENTS: usize = 3;
}

/// Bytes that JavaScript writes and Rust reads without a call, by the builtin whose binding has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// `process`: see [`tick_info`].
    TickInfo,
    /// `timers`: `[0]` an immediate is queued.
    ImmediateInfo,
}

const SHARED: [&str; 2] = ["tickInfo", "immediateInfo"];
/// Length of each array, in bytes.
const SHARED_LENGTH: usize = 8;

/// Handles to the hooks.
#[derive(Default)]
pub struct Hooks {
    object: RefCell<Option<v8::Global<v8::Object>>>,
    functions: RefCell<[Option<v8::Global<v8::Function>>; ALL.len()]>,
    shared: RefCell<[Option<v8::SharedRef<v8::BackingStore>>; SHARED.len()]>,
}

impl Hooks {
    /// A new hooks object for a fresh realm.
    pub(crate) fn create<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let object = Self::new_object(scope);
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
        object
    }

    /// A hooks object without hooks.
    pub(crate) fn new_object<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let object = v8::Object::new(scope);
        for name in SHARED {
            let buffer = v8::ArrayBuffer::new(scope, SHARED_LENGTH);
            if let Some(bytes) = v8::Uint8Array::new(scope, buffer, 0, SHARED_LENGTH) {
                let key = string(scope, name);
                object.set(scope, key.into(), bytes.into());
            }
        }
        object
    }

    /// Takes handles to what the JavaScript side has put into `object`. Called once after the bootstrap, fresh or from the snapshot.
    pub(crate) fn adopt(&self, scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) {
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
        for (index, (_, name)) in ALL.iter().enumerate() {
            let key = string(scope, name);
            let function =
                object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
            self.functions.borrow_mut()[index] = function.map(|function| v8::Global::new(scope, function));
        }
        for (index, name) in SHARED.iter().enumerate() {
            let key = string(scope, name);
            let bytes =
                object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Uint8Array>::try_from(value).ok());
            let store = bytes.and_then(|bytes| bytes.buffer(scope)).map(|buffer| buffer.get_backing_store());
            self.shared.borrow_mut()[index] = store;
        }
    }

    /// The hooks object.
    pub(crate) fn object<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
        self.object.borrow().as_ref().map(|object| v8::Local::new(scope, object))
    }

    /// Sets a hook from JavaScript; in the context of a `ShadowRealm`, that realm's.
    pub fn set(&self, scope: &mut v8::PinScope<'_, '_>, hook: Hook, function: v8::Local<'_, v8::Function>) {
        if let Some(object) = shadow_realm::hooks(scope) {
            let key = string(scope, ALL[hook as usize].1);
            object.set(scope, key.into(), function.into());
            return;
        }
        if let Some(object) = self.object(scope) {
            let key = string(scope, ALL[hook as usize].1);
            object.set(scope, key.into(), function.into());
        }
        self.functions.borrow_mut()[hook as usize] = Some(v8::Global::new(scope, function));
    }

    /// A hook's function.
    pub fn function<'s>(&self, scope: &mut v8::PinScope<'s, '_>, hook: Hook) -> Option<v8::Local<'s, v8::Function>> {
        self.functions.borrow()[hook as usize].as_ref().map(|function| v8::Local::new(scope, function))
    }

    /// A hook's function as the current context has it: in that of a `ShadowRealm`, that realm's.
    pub fn current<'s>(&self, scope: &mut v8::PinScope<'s, '_>, hook: Hook) -> Option<v8::Local<'s, v8::Function>> {
        let Some(object) = shadow_realm::hooks(scope) else { return self.function(scope, hook) };
        let key = string(scope, ALL[hook as usize].1);
        object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok())
    }

    /// Keeps an object with the hooks, so that it is found after a start from a snapshot.
    pub(crate) fn keep(&self, scope: &mut v8::PinScope<'_, '_>, name: &str, object: v8::Local<'_, v8::Object>) {
        if let Some(hooks) = self.object(scope) {
            let key = string(scope, name);
            hooks.set(scope, key.into(), object.into());
        }
    }

    /// An object that [`Self::keep`] was given.
    pub(crate) fn kept<'s>(&self, scope: &mut v8::PinScope<'s, '_>, name: &str) -> Option<v8::Local<'s, v8::Object>> {
        let key = string(scope, name);
        let object = self.object(scope)?.get(scope, key.into())?;
        v8::Local::<v8::Object>::try_from(object).ok()
    }

    /// Whether a tick or a rejection waits for [`Hook::Tick`].
    pub(crate) fn has_tick(&self) -> bool {
        let is_set = |index| self.shared(Shared::TickInfo, index) != 0;
        is_set(tick_info::HAS_TICK) || is_set(tick_info::HAS_REJECTION)
    }

    /// One byte of a shared array; 0 before the bootstrap.
    pub fn shared(&self, array: Shared, index: usize) -> u8 {
        let arrays = self.shared.borrow();
        arrays[array as usize].as_ref().and_then(|store| store.get(index)).map_or(0, Cell::get)
    }

    /// Sets one byte of a shared array to 1.
    pub(crate) fn set_shared(&self, array: Shared, index: usize) {
        if let Some(byte) = self.shared.borrow()[array as usize].as_ref().and_then(|store| store.get(index)) {
            byte.set(1);
        }
    }

    pub(crate) fn clear(&self) {
        self.object.borrow_mut().take();
        self.functions.borrow_mut().fill(None);
        self.shared.borrow_mut().fill(None);
    }
}

/// Forwards V8's promise rejection events to the hook.
pub(crate) unsafe extern "C" fn on_promise_reject(message: v8::PromiseRejectMessage<'_>) {
    // SAFETY: V8 calls this with a message of the running isolate.
    v8::callback_scope!(unsafe scope, &message);
    let runtime = crate::state(scope);
    let Some(function) = runtime.hooks.function(scope, Hook::PromiseReject) else { return };
    let event = message.get_event() as i32;
    let promise = message.get_promise();
    let reason = message.get_value().unwrap_or_else(|| v8::undefined(scope).into());
    let receiver = v8::undefined(scope);
    v8::tc_scope!(let scope, scope);
    let kind = v8::Integer::new(scope, event);
    let heard = function.call(scope, receiver.into(), &[kind.into(), promise.into(), reason]);
    if heard.is_none() && !scope.has_terminated() {
        let thrown = scope.message();
        runtime.keep_lost_promise_event(scope, (event, promise, reason), thrown);
    }
}

/// Forwards V8's question for the value of `error.stack` to the hook; before the hook is set, a stack is its header.
pub(crate) fn on_prepare_stack_trace<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    sites: v8::Local<'s, v8::Array>,
) -> v8::Local<'s, v8::Value> {
    let runtime = crate::state(scope);
    let Some(function) = runtime.hooks.current(scope, Hook::PrepareStackTrace) else {
        return error.to_string(scope).unwrap_or_else(|| v8::String::empty(scope)).into();
    };
    let global = scope.get_current_context().global(scope);
    let receiver = v8::undefined(scope);
    // An exception of the program's own `Error.prepareStackTrace` stays pending; V8 then does not look at the value.
    function
        .call(scope, receiver.into(), &[global.into(), error, sites.into()])
        .unwrap_or_else(|| v8::undefined(scope).into())
}

impl Runtime {
    /// The hooks of this isolate.
    pub fn hooks(&self) -> &Hooks {
        &self.hooks
    }
}
