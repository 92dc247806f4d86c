//! The environment of one addon in one context: its errors, scopes, references and what it wants to know at the end.

use std::cell::{Cell, RefCell};
use std::ffi::{CString, c_void};
use std::ptr::NonNull;
use std::rc::{Rc, Weak};

use runtime::{Runtime, state, v8};

use crate::abi::{EXPERIMENTAL, ExtendedErrorInfo, Result, Status};
use crate::async_context::{self, AsyncContext, OpenCallback};
use crate::async_work::Work;
use crate::border::uncrossed;
use crate::cleanup::Hooks;
use crate::entry::{self, EnvPtr};
use crate::errors;
use crate::fatal;
use crate::finalizer::{Finalizer, Queue};
use crate::open_scopes::{self, Call};
use crate::reference::{Key, References};
use crate::tokens::{self, Table};
use crate::wrap::Names;

/// What `napi_env` points at. Environments are never freed, so that a pointer an addon kept is never dangling; what they hold is
/// released by [`Env::tear_down`].
pub struct Env {
    /// The Node-API version the addon was built for.
    pub(crate) version: i32,
    /// The addon's file as a URL.
    pub(crate) filename: CString,
    pub(crate) references: References,
    pub(crate) finalizers: Queue,
    pub(crate) hooks: Hooks,
    pub(crate) works: Table<Rc<Work>>,
    /// Promises that are not settled.
    pub(crate) deferreds: Table<v8::Global<v8::PromiseResolver>>,
    /// What `napi_async_init` made.
    pub(crate) async_contexts: Table<Rc<AsyncContext>>,
    pub(crate) names: Names,
    pub(crate) async_hooks: async_context::Hooks,
    pub(crate) instance_data: Cell<Option<Key>>,
    /// Callback scopes that are open (`napi_open_callback_scope`).
    pub(crate) callback_scopes: RefCell<Vec<(usize, OpenCallback)>>,
    error: Cell<ExtendedErrorInfo>,
    exception: RefCell<Option<v8::Global<v8::Value>>>,
    context: NonNull<v8::Context>,
    /// The scope from which the addon was called, so that calls from there need none of their own.
    scope: Cell<Option<NonNull<c_void>>>,
    runtime: Weak<Runtime>,
    thread: usize,
    life: Cell<Life>,
    /// What must be over before the environment ends.
    delays: Cell<usize>,
    in_collector: Cell<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Running,
    /// Finalizers run for the last time; JavaScript does not.
    Ending,
    /// The isolate may be gone.
    Over,
}

impl Env {
    /// A new environment, which ends with its isolate.
    pub(crate) fn create(scope: &mut v8::PinScope<'_, '_>, filename: CString, version: i32) -> &'static Env {
        let context = scope.get_current_context();
        let context = v8::Global::new(scope, context);
        let env: &'static Env = Box::leak(Box::new(Env {
            version,
            filename,
            references: References::default(),
            finalizers: Queue::default(),
            hooks: Hooks::default(),
            works: Table::default(),
            deferreds: Table::default(),
            async_contexts: Table::default(),
            names: Names::default(),
            async_hooks: async_context::Hooks::default(),
            instance_data: Cell::new(None),
            callback_scopes: RefCell::default(),
            error: Cell::new(errors::info(Status::Ok)),
            exception: RefCell::default(),
            context: context.into_raw(),
            scope: Cell::new(None),
            runtime: Rc::downgrade(&state(scope)),
            thread: tokens::thread(),
            life: Cell::new(Life::Running),
            delays: Cell::new(0),
            in_collector: Cell::new(false),
        }));
        entry::announce(env);
        state(scope).add_cleanup(Box::new(|| env.tear_down()));
        env
    }

    /// Whether the addon asked for experimental behaviour.
    pub(crate) fn is_experimental(&self) -> bool {
        self.version == EXPERIMENTAL
    }

    /// Runs `body` in the scope that is current, without opening one: what it makes belongs to the addon's scope.
    #[inline]
    pub(crate) fn scoped<R>(
        &'static self,
        body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> Result<R>,
    ) -> Result<R> {
        open_scopes::finish_closing();
        if let Some(scope) = self.scope.get() {
            // SAFETY: `call` puts a scope here only for as long as it is borrowed, and does not use it meanwhile.
            return body(unsafe { scope.cast::<v8::PinScope<'_, '_>>().as_mut() });
        }
        if self.life.get() == Life::Over {
            return Err(Status::GenericFailure);
        }
        // SAFETY: `life` tells that the isolate is there.
        let context = unsafe { self.context() };
        v8::callback_scope!(unsafe scope, context);
        body(scope)
    }

    /// The context the addon was loaded in.
    ///
    /// # Safety
    /// The isolate lives: its end frees the handle, which [`Self::create`] never drops.
    pub(crate) unsafe fn context<'s>(&self) -> v8::Local<'s, v8::Context> {
        // SAFETY: a handle is the address of a slot, and a global one's serves as well as a local one's.
        unsafe { std::mem::transmute::<NonNull<v8::Context>, v8::Local<'s, v8::Context>>(self.context) }
    }

    /// Enters JavaScript from the loop to call the addon; what it leaves pending is an uncaught exception.
    pub(crate) fn enter(&'static self, body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>)) {
        let Some(runtime) = state::current() else { return };
        match self.life.get() {
            Life::Running => runtime.call_into_js(|scope| self.in_own_context(scope, body)),
            Life::Ending => runtime.without_draining(|scope| self.in_own_context(scope, body)),
            Life::Over => {}
        }
    }

    /// Runs `body` in the context the addon was loaded in.
    pub(crate) fn in_own_context(
        &'static self,
        scope: &mut v8::PinScope<'_, '_>,
        body: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>),
    ) {
        v8::scope!(let scope, scope);
        // SAFETY: only called while the isolate lives.
        let context = unsafe { self.context() };
        let scope = &mut v8::ContextScope::new(scope, context);
        body(scope);
    }

    /// Calls a function of the addon, and gives the exception it left pending. Values of the call are alive until it is over: `function` makes those
    /// that it passes, and `take` uses what it gives.
    pub(crate) fn call<'s, 'i, R, T>(
        &'static self,
        scope: &mut v8::PinScope<'s, 'i>,
        function: impl FnOnce(EnvPtr) -> R,
        take: impl FnOnce(&mut v8::PinScope<'s, 'i>, R) -> T,
    ) -> (T, Option<v8::Global<v8::Value>>) {
        let call = Call::new();
        let running = call.begin();
        self.clear_error();
        // The scope keeps the handle of its context, which must not be made in a scope that the addon closes.
        scope.get_current_context();
        let lent = Lent { env: self, outer: self.scope.replace(Some(NonNull::from(&mut *scope).cast())) };
        let result = function(EnvPtr::of(self));
        drop(lent);
        let taken = take(scope, result);
        drop(running);
        (taken, self.take_exception())
    }

    /// Calls a function of the addon from the loop; an exception it leaves is uncaught.
    pub(crate) fn call_reporting(&'static self, scope: &mut v8::PinScope<'_, '_>, function: impl FnOnce(EnvPtr)) {
        let ((), exception) = self.call(scope, |env| uncrossed(|| function(env)), |_, ()| ());
        if let Some(exception) = exception {
            self.report(scope, &exception);
        }
    }

    /// Hands an exception to the uncaught handlers.
    pub(crate) fn report(&'static self, scope: &mut v8::PinScope<'_, '_>, exception: &v8::Global<v8::Value>) {
        if scope.is_execution_terminating() || self.life.get() != Life::Running {
            return;
        }
        let exception = v8::Local::new(scope, exception);
        state(scope).uncaught(scope, exception, None, false);
    }

    // ---- errors ----

    /// Keeps `result` for `napi_get_last_error_info` and gives it as a status.
    #[inline]
    pub(crate) fn finish(&self, result: Result) -> Status {
        let status = result.err().unwrap_or(Status::Ok);
        self.set_error(status);
        status
    }

    pub(crate) fn set_error(&self, status: Status) {
        let mut info = self.error.get();
        info.error_code = status;
        self.error.set(info);
    }

    pub(crate) fn clear_error(&self) {
        self.error.set(errors::info(Status::Ok));
    }

    /// Where the last error is, with its message filled in.
    pub(crate) fn last_error(&self) -> *const ExtendedErrorInfo {
        self.error.set(errors::info(self.error.get().error_code));
        self.error.as_ptr()
    }

    pub(crate) fn has_exception(&self) -> bool {
        self.exception.borrow().is_some()
    }

    pub(crate) fn keep_exception(&self, scope: &mut v8::PinScope<'_, '_>, exception: v8::Local<'_, v8::Value>) {
        *self.exception.borrow_mut() = Some(v8::Global::new(scope, exception));
    }

    pub(crate) fn take_exception(&self) -> Option<v8::Global<v8::Value>> {
        self.exception.borrow_mut().take()
    }

    // ---- the collector and the end ----

    pub(crate) fn can_run_js(&self) -> bool {
        self.life.get() == Life::Running && !self.runtime.upgrade().is_some_and(|runtime| runtime.is_stopping())
    }

    pub(crate) fn is_running(&self) -> bool {
        self.life.get() == Life::Running
    }

    /// Whether the caller is on the thread that JavaScript runs on.
    pub(crate) fn is_on_own_thread(&self) -> bool {
        self.thread == tokens::thread()
    }

    /// An experimental addon's finalizers run as part of a collection, when most calls are forbidden: a mistake of the addon's author
    /// that must not pass unnoticed.
    pub(crate) fn refuse_in_collector(&self) {
        if self.in_collector.get() {
            fatal::end(
                None,
                "Finalizer is calling a function that may affect GC state.\n\
                 The finalizers are run directly from GC and must not affect GC state.\n\
                 Use `node_api_post_finalizer` from inside of the finalizer to work around this issue.\n\
                 It schedules the call as a new task in the event loop.",
            );
        }
    }

    /// A value's finalizer is due: at once for experimental addons, from the loop for others.
    pub(crate) fn collected(&'static self, finalizer: Finalizer) {
        if !self.is_experimental() || !self.is_running() {
            self.finalizers.push(self, finalizer);
            return;
        }
        let outer = self.in_collector.replace(true);
        uncrossed(|| finalizer.call(EnvPtr::of(self)));
        self.in_collector.set(outer);
    }

    /// Puts the end off until [`Self::allow_end`]: asynchronous cleanup hooks and threads still use what finalizers free.
    pub(crate) fn delay_end(&self) {
        self.delays.set(self.delays.get() + 1);
    }

    pub(crate) fn allow_end(&'static self) {
        self.delays.set(self.delays.get().saturating_sub(1));
        if self.life.get() == Life::Ending {
            self.tear_down();
        }
    }

    /// Ends the environment: runs what is queued, then every finalizer, newest first.
    fn tear_down(&'static self) {
        if self.life.get() == Life::Over {
            return;
        }
        self.life.set(Life::Ending);
        if self.delays.get() > 0 {
            return;
        }
        let Some(runtime) = state::current() else { return };
        runtime.without_draining(|scope| {
            self.in_own_context(scope, |scope| {
                self.finalizers.drain(self, scope);
                self.run_every_finalizer(scope);
                self.references.clear();
                self.works.clear();
                self.deferreds.clear();
                self.async_contexts.clear();
                self.names.clear();
                self.async_hooks.clear();
                self.callback_scopes.take();
                self.take_exception();
            });
        });
        self.life.set(Life::Over);
    }

    /// Finalizers may delete references and make new ones with finalizers of their own.
    fn run_every_finalizer(&'static self, scope: &mut v8::PinScope<'_, '_>) {
        loop {
            let keys = self.references.finalizable();
            if keys.is_empty() {
                return;
            }
            for key in keys {
                if let Some(finalizer) = self.references.take_finalizer(key) {
                    finalizer.run(self, scope);
                }
            }
        }
    }
}

/// A scope that addons' calls use while this lives.
struct Lent {
    env: &'static Env,
    outer: Option<NonNull<c_void>>,
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.env.scope.set(self.outer);
    }
}

/// The runtime of the calling thread.
pub(crate) fn current_runtime() -> Result<Rc<Runtime>> {
    state::current().ok_or(Status::GenericFailure)
}

/// An opaque pointer that an addon passes along; only its address counts here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Opaque(pub(crate) *mut c_void);

// SAFETY: the pointer is never followed here; what it points at is the addon's business, which documents to which thread it gets it.
unsafe impl Send for Opaque {}
