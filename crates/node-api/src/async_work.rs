//! Work of an addon on the thread pool.

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

use runtime::sys::pool;
use runtime::traced_work::TracedWork;

use crate::abi::{Out, Status, Val};
use crate::async_context::AsyncContext;
use crate::border::uncrossed;
use crate::entry::EnvPtr;
use crate::env::{Env, Opaque, current_runtime};

/// `napi_async_execute_callback`.
type Execute = unsafe extern "C" fn(env: EnvPtr, data: *mut c_void);
/// `napi_async_complete_callback`.
type Complete = unsafe extern "C" fn(env: EnvPtr, status: Status, data: *mut c_void);

/// What `napi_async_work` stands for.
pub(crate) struct Work {
    execute: Execute,
    complete: Option<Complete>,
    data: *mut c_void,
    context: AsyncContext,
    request: RefCell<Option<pool::Request>>,
}

impl Work {
    /// Tells the addon that the work is over.
    fn finish(&self, env: &'static Env, status: Status, traced: Option<TracedWork>) {
        let Some(complete) = self.complete else { return };
        env.enter(|scope| {
            if let Some(traced) = traced {
                traced.end(scope);
            }
            self.context.run(env, scope, |scope| {
                // SAFETY: the addon gave a function of this type for this data.
                env.call_reporting(scope, |env| unsafe { complete(env, status, self.data) });
            });
        });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_async_work(
    env: EnvPtr,
    resource: Val,
    name: Val,
    execute: Option<Execute>,
    complete: Option<Complete>,
    data: *mut c_void,
    result: Out<*mut c_void>,
) -> Status {
    env.values(|env, scope| {
        let execute = execute.ok_or(Status::InvalidArg)?;
        result.check()?;
        let context = AsyncContext::init(env, scope, resource, name)?;
        result.set(env.works.insert(Rc::new(Work { execute, complete, data, context, request: RefCell::default() })))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_delete_async_work(env: EnvPtr, work: *mut c_void) -> Status {
    env.values(|env, scope| {
        env.works.take(work)?.context.destroy(env, scope);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_queue_async_work(env: EnvPtr, work: *mut c_void) -> Status {
    env.basic(|env| {
        let work = env.works.get(work)?;
        if work.request.borrow().is_some() {
            return Err(Status::GenericFailure);
        }
        let runtime = current_runtime()?;
        // The end of the environment waits for work that a thread may be doing.
        let hold = runtime.hold_cleanup();
        let (execute, data) = (work.execute, Opaque(work.data));
        let pointer = Opaque(std::ptr::from_ref(env).cast_mut().cast());
        let job = move || {
            let (data, pointer) = (data, pointer);
            // SAFETY: environments are never freed.
            let env = EnvPtr::of(unsafe { &*pointer.0.cast::<Env>() });
            // SAFETY: the addon gave a function of this type for this data, to be called on any thread.
            uncrossed(|| unsafe { execute(env, data.0) });
        };
        let done = work.clone();
        let traced = TracedWork::begin(&runtime, || Some("node_api"));
        let job = traced.around(job);
        let request = pool::spawn(runtime.event_loop(), job, move |()| {
            drop(hold);
            done.request.borrow_mut().take();
            done.finish(env, Status::Ok, Some(traced));
        });
        *work.request.borrow_mut() = Some(request);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_cancel_async_work(env: EnvPtr, work: *mut c_void) -> Status {
    env.basic(|env| {
        let work = env.works.get(work)?;
        let request = work.request.borrow_mut().take();
        if let Some(request) = request {
            if !request.cancel() {
                *work.request.borrow_mut() = Some(request);
                return Err(Status::GenericFailure);
            }
            let done = work.clone();
            current_runtime()?.call_soon(Box::new(move || done.finish(env, Status::Cancelled, None)));
            return Ok(());
        }
        Err(Status::GenericFailure)
    })
}
