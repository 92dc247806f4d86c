//! The one way into JavaScript.

use std::rc::Rc;

use engine::v8;

use crate::hooks::Hook;
use crate::state::{Runtime, current, state};

impl Runtime {
    /// Opens a scope and runs `body`, which may call JavaScript. When the outermost such call returns, `process.nextTick` callbacks and
    /// microtasks run until none is left. This is the only place that drains them.
    pub fn call_into_js<R>(self: &Rc<Self>, body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> R) -> R {
        self.isolate.with_scope(&self.context, |scope| self.entered(scope, body))
    }

    /// Opens a scope for native code that opens and closes entries itself ([`Self::begin_entry`]); nothing is drained after it.
    pub fn without_draining<R>(&self, body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> R) -> R {
        self.isolate.with_scope(&self.context, body)
    }

    /// [`Self::call_into_js`] where a scope is open already.
    pub fn entered<'s, R>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        body: impl FnOnce(&mut v8::PinScope<'s, '_>) -> R,
    ) -> R {
        self.begin_entry();
        let value = body(scope);
        self.end_entry(scope);
        value
    }

    /// The first half of [`Self::entered`], for entries that two calls of an addon open and close.
    pub fn begin_entry(&self) {
        engine::bytes::write_back();
        self.depth.set(self.depth.get() + 1);
    }

    /// The second half of [`Self::entered`].
    pub fn end_entry(self: &Rc<Self>, scope: &mut v8::PinScope<'_, '_>) {
        if self.depth.get() == 1 {
            self.drain(scope);
        }
        self.depth.set(self.depth.get() - 1);
    }

    fn drain(self: &Rc<Self>, scope: &mut v8::PinScope<'_, '_>) {
        if self.is_stopping() {
            return;
        }
        if !self.hooks.has_tick() {
            scope.perform_microtask_checkpoint();
        }
        while self.hooks.has_tick() {
            let Some(tick) = self.hooks.function(scope, Hook::Tick) else { return };
            let receiver = v8::undefined(scope);
            if self.call_reporting(scope, tick, receiver.into(), &[]).is_none() {
                if !self.is_ending(scope) {
                    self.drain_soon();
                }
                return;
            }
        }
    }

    /// A throwing callback ends the tick function. When the exception was handled, what is left runs in the check phase, as in Node, or at the end of a
    /// callback before: ticks that fail and begin anew for ever do not keep everything else from running.
    fn drain_soon(&self) {
        self.call_soon(Box::new(|| {
            if let Some(runtime) = current() {
                runtime.call_into_js(|_| ());
            }
        }));
    }

    /// Calls a function; an exception goes to the uncaught handlers.
    pub fn call_reporting<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        function: v8::Local<'_, v8::Function>,
        receiver: v8::Local<'_, v8::Value>,
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        if self.is_stopping() {
            return None;
        }
        v8::tc_scope!(let scope, scope);
        let value = function.call(scope, receiver, arguments);
        if value.is_none()
            && let Some(exception) = scope.exception().filter(|_| !scope.has_terminated())
        {
            let message = scope.message();
            scope.reset();
            self.uncaught(scope, exception, message, false);
        }
        value
    }
}

/// A JavaScript function to call later from the event loop, with the async context it was made in.
pub struct Callback {
    runtime: Rc<Runtime>,
    function: v8::Global<v8::Function>,
    receiver: Option<v8::Global<v8::Object>>,
    frame: v8::Global<v8::Value>,
}

impl Callback {
    /// A callback called with `this` undefined.
    pub fn new(scope: &mut v8::PinScope<'_, '_>, function: v8::Local<'_, v8::Function>) -> Self {
        let frame = scope.get_continuation_preserved_embedder_data();
        Self {
            runtime: state(scope),
            function: v8::Global::new(scope, function),
            receiver: None,
            frame: v8::Global::new(scope, frame),
        }
    }

    /// A callback called as a method of `receiver`.
    pub fn with_receiver(
        scope: &mut v8::PinScope<'_, '_>,
        receiver: v8::Local<'_, v8::Object>,
        function: v8::Local<'_, v8::Function>,
    ) -> Self {
        Self { receiver: Some(v8::Global::new(scope, receiver)), ..Self::new(scope, function) }
    }

    /// The runtime it belongs to.
    pub fn runtime(&self) -> &Rc<Runtime> {
        &self.runtime
    }

    /// Enters JavaScript and calls the function with the arguments that `arguments` makes. An exception goes to the uncaught handlers.
    pub fn call<const N: usize>(
        &self,
        arguments: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> [v8::Local<'s, v8::Value>; N],
    ) {
        self.runtime.call_into_js(|scope| {
            let arguments = arguments(scope);
            self.call_in(scope, &arguments);
        });
    }

    /// Calls the function inside an open scope, in its async context.
    pub fn call_in<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let function = v8::Local::new(scope, &self.function);
        let receiver: v8::Local<'_, v8::Value> = match &self.receiver {
            Some(receiver) => v8::Local::new(scope, receiver).into(),
            None => v8::undefined(scope).into(),
        };
        let outer = scope.get_continuation_preserved_embedder_data();
        let frame = v8::Local::new(scope, &self.frame);
        scope.set_continuation_preserved_embedder_data(frame);
        let value = self.runtime.call_reporting(scope, function, receiver, arguments);
        scope.set_continuation_preserved_embedder_data(outer);
        value
    }
}
