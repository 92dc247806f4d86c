//! Functions that any thread may call: calls wait in a queue until the loop makes them.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use runtime::cleanup::CleanupId;
use runtime::sys::event_loop::{KeepAlive, Remote};
use runtime::{state, v8};

use crate::abi::{Finalize, Out, Result, Status, Val};
use crate::async_context::AsyncContext;
use crate::border::uncrossed;
use crate::entry::EnvPtr;
use crate::env::{Env, Opaque, current_runtime};
use crate::finalizer::Finalizer;
use crate::tokens;

/// `napi_threadsafe_function_call_js`.
type CallJs = unsafe extern "C" fn(env: EnvPtr, function: Val, context: *mut c_void, data: *mut c_void);

/// How many calls are made before the loop goes on.
const CALLS_A_TURN: usize = 1000;
/// `napi_tsfn_blocking`.
const BLOCKING: i32 = 1;
/// `napi_tsfn_abort`.
const ABORT: i32 = 1;
/// How `process.getActiveResourcesInfo()` lists one.
const KIND: &str = "ThreadSafeFunction";

/// What `napi_threadsafe_function` stands for.
struct ThreadsafeFunction {
    /// What addons hold.
    number: usize,
    shared: Mutex<Shared>,
    room: Condvar,
    limit: usize,
    context: Opaque,
    call_js: Option<CallJs>,
    env: &'static Env,
    remote: Remote,
    is_posted: AtomicBool,
    home: RefCell<Home>,
}

// SAFETY: `home` and what the environment holds are touched on the loop's thread only: by jobs of the loop, by the cleanup hook, and by
// calls whose documentation says so, which check it.
unsafe impl Send for ThreadsafeFunction {}
// SAFETY: as above.
unsafe impl Sync for ThreadsafeFunction {}

/// The functions of the process that some thread or loop still holds, by the numbers that addons have.
static FUNCTIONS: RwLock<BTreeMap<usize, Arc<ThreadsafeFunction>>> = RwLock::new(BTreeMap::new());

/// What every thread sees.
struct Shared {
    queue: VecDeque<Opaque>,
    threads: usize,
    is_closing: bool,
    /// The loop's side is over; the last thread to let go forgets the function.
    is_over: bool,
}

/// What only the loop's thread sees.
struct Home {
    function: Option<v8::Global<v8::Value>>,
    resource: Option<AsyncContext>,
    alive: Option<KeepAlive>,
    finalizer: Option<Finalizer>,
    cleanup: Option<CleanupId>,
    is_closing: bool,
}

impl ThreadsafeFunction {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the loop look at the queue.
    fn send(self: &Arc<Self>) {
        if !self.is_posted.swap(true, Ordering::AcqRel) {
            let function = self.clone();
            self.remote.post(Box::new(move |_| function.dispatch()));
        }
    }

    fn dispatch(self: &Arc<Self>) {
        self.is_posted.store(false, Ordering::Release);
        for _ in 0..CALLS_A_TURN {
            if !self.dispatch_one() {
                return;
            }
        }
        self.send();
    }

    /// Makes one call; tells whether more wait.
    fn dispatch_one(self: &Arc<Self>) -> bool {
        let (data, has_more, closes) = self.next();
        if let Some(data) = data {
            self.call(data);
        }
        if closes {
            self.close();
        }
        has_more
    }

    fn next(&self) -> (Option<Opaque>, bool, bool) {
        let mut shared = self.lock();
        if shared.is_closing {
            return (None, false, true);
        }
        let data = shared.queue.pop_front();
        // Waking costs a system call, also when nobody waits.
        if data.is_some() && self.limit > 0 {
            self.room.notify_one();
        }
        let closes = shared.queue.is_empty() && shared.threads == 0;
        if closes {
            shared.is_closing = true;
            self.room.notify_all();
        }
        (data, !shared.queue.is_empty(), closes)
    }

    fn call(&self, data: Opaque) {
        self.env.enter(|scope| {
            let function = self.home.borrow().function.as_ref().map(|function| v8::Local::new(scope, function));
            self.as_resource(scope, |scope| match self.call_js {
                Some(call_js) => {
                    let (context, data) = (self.context.0, data.0);
                    let call = |env| {
                        let function = function.map_or(Val::NULL, Val::from);
                        // SAFETY: the addon gave a function of this type for this context.
                        uncrossed(|| unsafe { call_js(env, function, context, data) })
                    };
                    let ((), exception) = self.env.call(scope, call, |_, ()| ());
                    if let Some(exception) = exception {
                        self.env.report_from_thread(scope, &exception);
                    }
                }
                None => self.call_plainly(scope, function),
            });
        });
    }

    /// What is called when the addon gave no `call_js_cb`: the function itself.
    fn call_plainly(&self, scope: &mut v8::PinScope<'_, '_>, function: Option<v8::Local<'_, v8::Value>>) {
        let Some(Ok(function)) = function.map(v8::Local::<v8::Function>::try_from) else { return };
        let exception = {
            v8::tc_scope!(let scope, scope);
            let receiver = v8::undefined(scope);
            function.call(scope, receiver.into(), &[]);
            scope.exception().map(|exception| v8::Global::new(scope, exception))
        };
        if let Some(exception) = exception {
            self.env.report_from_thread(scope, &exception);
        }
    }

    /// Runs `body` as a callback of the function's async resource.
    fn as_resource(&self, scope: &mut v8::PinScope<'_, '_>, body: impl FnOnce(&mut v8::PinScope<'_, '_>)) {
        let resource = self.home.borrow_mut().resource.take();
        match &resource {
            Some(resource) => resource.run(self.env, scope, body),
            None => body(scope),
        }
        let mut home = self.home.borrow_mut();
        if home.resource.is_none() {
            home.resource = resource;
        }
    }

    /// No more calls are made; the rest follows in the closing phase.
    fn close(self: &Arc<Self>) {
        let already = std::mem::replace(&mut self.home.borrow_mut().is_closing, true);
        if already {
            return;
        }
        let Ok(runtime) = current_runtime() else { return };
        let (function, hold) = (self.clone(), runtime.hold_cleanup());
        runtime.event_loop().close_soon(move || {
            function.finish();
            drop(hold);
        });
    }

    /// Runs the finalizer, hands the rest of the queue back, and lets go.
    fn finish(self: &Arc<Self>) {
        let (finalizer, cleanup) = {
            let mut home = self.home.borrow_mut();
            home.alive = None;
            (home.finalizer.take(), home.cleanup.take())
        };
        if let (Some(cleanup), Ok(runtime)) = (cleanup, current_runtime()) {
            runtime.remove_cleanup(cleanup);
        }
        if let Some(finalizer) = finalizer {
            self.env.enter(|scope| {
                self.as_resource(scope, |scope| {
                    let ((), exception) = self.env.call(scope, |env| uncrossed(|| finalizer.call(env)), |_, ()| ());
                    if let Some(exception) = exception {
                        self.env.report_from_thread(scope, &exception);
                    }
                });
            });
        }
        self.hand_back_queue();
        self.env.enter(|scope| {
            if let Some(resource) = self.home.borrow_mut().resource.take() {
                resource.destroy(self.env, scope);
            }
        });
        self.home.borrow_mut().function = None;
        self.env.allow_end();
        let mut shared = self.lock();
        shared.is_over = true;
        let is_last = shared.threads == 0;
        drop(shared);
        if is_last {
            self.forget();
        }
    }

    /// Tells the addon, by calls without an environment, of data that will not be delivered.
    fn hand_back_queue(&self) {
        let queue = std::mem::take(&mut self.lock().queue);
        if let Some(call_js) = self.call_js {
            for data in queue {
                // SAFETY: as in `call`.
                uncrossed(|| unsafe { call_js(EnvPtr::NULL, Val::NULL, self.context.0, data.0) });
            }
        }
    }

    /// The loop's side is over and no thread holds the function: calls no longer find it.
    fn forget(&self) {
        let function = FUNCTIONS.write().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
        drop(function);
    }

    fn push(self: &Arc<Self>, data: *mut c_void, mode: i32) -> Status {
        let mut shared = self.lock();
        while self.limit > 0 && shared.queue.len() >= self.limit && !shared.is_closing {
            if mode != BLOCKING {
                return Status::QueueFull;
            }
            shared = self.room.wait(shared).unwrap_or_else(PoisonError::into_inner);
        }
        if shared.is_closing {
            return self.let_go(shared).map_or_else(|status| status, |()| Status::Closing);
        }
        shared.queue.push_back(Opaque(data));
        drop(shared);
        self.send();
        Status::Ok
    }

    /// One thread less.
    fn let_go(self: &Arc<Self>, mut shared: MutexGuard<'_, Shared>) -> Result {
        shared.threads = shared.threads.checked_sub(1).ok_or(Status::InvalidArg)?;
        let is_last = shared.is_over && shared.threads == 0;
        drop(shared);
        if is_last {
            self.forget();
        }
        Ok(())
    }

    fn acquire(&self) -> Status {
        let mut shared = self.lock();
        if shared.is_closing {
            return Status::Closing;
        }
        shared.threads += 1;
        Status::Ok
    }

    fn release(self: &Arc<Self>, mode: i32) -> Status {
        let mut shared = self.lock();
        if shared.threads == 0 {
            return Status::InvalidArg;
        }
        if (shared.threads == 1 || mode == ABORT) && !shared.is_closing {
            if mode == ABORT {
                shared.is_closing = true;
                self.room.notify_all();
            }
            self.send();
        }
        self.let_go(shared).map_or_else(|status| status, |()| Status::Ok)
    }

    /// The environment ends.
    fn abandon(self: &Arc<Self>) {
        self.lock().is_closing = true;
        self.room.notify_all();
        self.close();
    }
}

impl Env {
    /// Old addons' exceptions in such calls were lost; unless told otherwise they only cause a warning.
    fn report_from_thread(&'static self, scope: &mut v8::PinScope<'_, '_>, exception: &v8::Global<v8::Value>) {
        let runtime = state(scope);
        if self.version >= 10 || runtime.options().flag("--force-node-api-uncaught-exceptions-policy") {
            return self.report(scope, exception);
        }
        let text = "Uncaught Node-API callback exception detected, please run node with option \
                    --force-node-api-uncaught-exceptions-policy=true to handle those exceptions properly.";
        warn(scope, text, "DEP0168");
    }
}

/// `process.emitWarning(text, 'DeprecationWarning', code)`
fn warn(scope: &mut v8::PinScope<'_, '_>, text: &str, code: &str) {
    let runtime = state(scope);
    let Some(process) = runtime.require(scope, "node:process") else { return };
    let key = runtime::engine::string(scope, "emitWarning");
    let Some(Ok(emit)) = process.get(scope, key.into()).map(v8::Local::<v8::Function>::try_from) else { return };
    let arguments = [text, "DeprecationWarning", code].map(|text| runtime::engine::string(scope, text).into());
    runtime.call_reporting(scope, emit, process.into(), &arguments);
}

/// The function behind the addon's pointer.
fn function_of(function: *mut c_void) -> Result<Arc<ThreadsafeFunction>> {
    let functions = FUNCTIONS.read().unwrap_or_else(PoisonError::into_inner);
    functions.get(&function.addr()).cloned().ok_or(Status::InvalidArg)
}

fn on_function(function: *mut c_void, body: impl FnOnce(&Arc<ThreadsafeFunction>) -> Status) -> Status {
    function_of(function).map_or_else(|status| status, |function| body(&function))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_threadsafe_function(
    env: EnvPtr,
    function: Val,
    resource: Val,
    name: Val,
    limit: usize,
    threads: usize,
    finalize_data: *mut c_void,
    finalize: Option<Finalize>,
    context: *mut c_void,
    call_js: Option<CallJs>,
    result: Out<*mut c_void>,
) -> Status {
    env.values(|env, scope| {
        name.local(scope)?;
        if threads == 0 || (function.is_null() && call_js.is_none()) {
            return Err(Status::InvalidArg);
        }
        result.check()?;
        let function = match function.is_null() {
            true => None,
            false => Some(function.cast::<v8::Function>(scope, Status::InvalidArg)?),
        };
        let function = function.map(|function| {
            let value: v8::Local<'_, v8::Value> = function.into();
            v8::Global::new(scope, value)
        });
        let resource = AsyncContext::init(env, scope, resource, name)?;
        let runtime = state(scope);
        let number = tokens::unique();
        let made = Arc::new(ThreadsafeFunction {
            number,
            shared: Mutex::new(Shared { queue: VecDeque::new(), threads, is_closing: false, is_over: false }),
            room: Condvar::new(),
            limit,
            context: Opaque(context),
            call_js,
            env,
            remote: runtime.event_loop().remote(),
            is_posted: AtomicBool::new(false),
            home: RefCell::new(Home {
                function,
                resource: Some(resource),
                alive: Some(runtime.event_loop().reference(KIND)),
                finalizer: Finalizer::new(finalize, finalize_data, context),
                cleanup: None,
                is_closing: false,
            }),
        });
        let ending = made.clone();
        let cleanup = runtime.add_cleanup(Box::new(move || ending.abandon()));
        env.delay_end();
        made.home.borrow_mut().cleanup = Some(cleanup);
        FUNCTIONS.write().unwrap_or_else(PoisonError::into_inner).insert(number, made);
        result.set(tokens::pointer(number))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_threadsafe_function_context(function: *mut c_void, result: Out<*mut c_void>) -> Status {
    on_function(function, |function| result.set(function.context.0).err().unwrap_or(Status::Ok))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_call_threadsafe_function(function: *mut c_void, data: *mut c_void, mode: i32) -> Status {
    on_function(function, |function| function.push(data, mode))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_acquire_threadsafe_function(function: *mut c_void) -> Status {
    on_function(function, |function| function.acquire())
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_release_threadsafe_function(function: *mut c_void, mode: i32) -> Status {
    on_function(function, |function| function.release(mode))
}

/// Changes whether a function keeps the loop alive.
fn change(function: *mut c_void, body: impl FnOnce(&mut Home)) -> Status {
    on_function(function, |function| {
        if !function.env.is_on_own_thread() {
            return Status::GenericFailure;
        }
        let mut home = function.home.borrow_mut();
        if !home.is_closing {
            body(&mut home);
        }
        Status::Ok
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_unref_threadsafe_function(_env: EnvPtr, function: *mut c_void) -> Status {
    change(function, |home| home.alive = None)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_ref_threadsafe_function(_env: EnvPtr, function: *mut c_void) -> Status {
    let Ok(runtime) = current_runtime() else { return Status::GenericFailure };
    change(function, |home| {
        home.alive.get_or_insert_with(|| runtime.event_loop().reference(KIND));
    })
}
