//! The JavaScript functions that the runtime calls, and the bytes it shares with them.
//!
//! They live in one JavaScript object, `binding.hooks` of the bootstrap, so that they survive in the startup snapshot; handles
//! to the hot ones are kept here.

use std::cell::{Cell, RefCell};

use engine::{convert::string, v8};

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
    /// `(specifier) => exports`: loads a builtin module.
    Require,
}

const ALL: [(Hook, &str); 7] = [
    (Hook::Tick, "tick"),
    (Hook::PromiseReject, "promiseReject"),
    (Hook::Uncaught, "uncaught"),
    (Hook::FormatFatal, "formatFatal"),
    (Hook::Exit, "exit"),
    (Hook::BeforeExit, "beforeExit"),
    (Hook::Require, "require"),
];

/// Property of the shared bytes: `[0]` a tick is scheduled, `[1]` a rejection waits to be reported.
const TICK_INFO: &str = "tickInfo";

/// Handles to the hooks.
#[derive(Default)]
pub struct Hooks {
    object: RefCell<Option<v8::Global<v8::Object>>>,
    functions: RefCell<[Option<v8::Global<v8::Function>>; ALL.len()]>,
    tick_info: RefCell<Option<v8::SharedRef<v8::BackingStore>>>,
    adopted: Cell<bool>,
}

impl Hooks {
    /// A new hooks object for a fresh realm.
    pub(crate) fn create<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Object> {
        let object = v8::Object::new(scope);
        let buffer = v8::ArrayBuffer::new(scope, 8);
        if let Some(info) = v8::Uint8Array::new(scope, buffer, 0, 8) {
            let key = string(scope, TICK_INFO);
            object.set(scope, key.into(), info.into());
        }
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
        object
    }

    /// Takes handles to what the JavaScript side has put into `object`. Called once after the bootstrap, fresh or from the snapshot.
    pub(crate) fn adopt(&self, scope: &mut v8::PinScope<'_, '_>, object: v8::Local<'_, v8::Object>) {
        *self.object.borrow_mut() = Some(v8::Global::new(scope, object));
        for (index, (_, name)) in ALL.iter().enumerate() {
            let key = string(scope, name);
            let function = object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
            self.functions.borrow_mut()[index] = function.map(|function| v8::Global::new(scope, function));
        }
        let key = string(scope, TICK_INFO);
        let info = object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Uint8Array>::try_from(value).ok());
        let store = info.and_then(|info| info.buffer(scope)).map(|buffer| buffer.get_backing_store());
        *self.tick_info.borrow_mut() = store;
        self.adopted.set(true);
    }

    /// The hooks object.
    pub(crate) fn object<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
        self.object.borrow().as_ref().map(|object| v8::Local::new(scope, object))
    }

    /// Sets a hook from JavaScript.
    pub fn set(&self, scope: &mut v8::PinScope<'_, '_>, hook: Hook, function: v8::Local<'_, v8::Function>) {
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

    /// Whether a tick or a rejection waits for [`Hook::Tick`].
    pub(crate) fn has_tick(&self) -> bool {
        let info = self.tick_info.borrow();
        info.as_ref().is_some_and(|store| store.iter().take(2).any(|byte| byte.get() != 0))
    }

    pub(crate) fn clear(&self) {
        self.object.borrow_mut().take();
        self.functions.borrow_mut().fill(None);
        self.tick_info.borrow_mut().take();
    }
}

/// Forwards V8's promise rejection events to the hook.
pub(crate) unsafe extern "C" fn on_promise_reject(message: v8::PromiseRejectMessage<'_>) {
    // SAFETY: V8 calls this with a message of the running isolate.
    v8::callback_scope!(unsafe scope, &message);
    let runtime = crate::state(scope);
    let Some(function) = runtime.hooks.function(scope, Hook::PromiseReject) else { return };
    let kind = v8::Integer::new(scope, message.get_event() as i32);
    let promise = message.get_promise();
    let reason = message.get_value().unwrap_or_else(|| v8::undefined(scope).into());
    let receiver = v8::undefined(scope);
    function.call(scope, receiver.into(), &[kind.into(), promise.into(), reason]);
}

impl Runtime {
    /// The hooks of this isolate.
    pub fn hooks(&self) -> &Hooks {
        &self.hooks
    }
}
