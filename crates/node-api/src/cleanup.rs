//! What an addon wants done at the end of its environment.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::rc::Rc;

use runtime::cleanup::{CleanupId, Hold};

use crate::abi::{Out, Result, Status};
use crate::entry::EnvPtr;
use crate::env::{Env, current_runtime};
use crate::tokens::Table;
use crate::uv::call_back;

/// `napi_cleanup_hook`.
type Hook = unsafe extern "C" fn(argument: *mut c_void);
/// `napi_async_cleanup_hook`.
type AsyncHook = unsafe extern "C" fn(handle: *mut c_void, data: *mut c_void);

/// The hooks that an addon may take back.
#[derive(Default)]
pub(crate) struct Hooks(RefCell<Vec<(Hook, *mut c_void, CleanupId)>>);

impl Hooks {
    fn position(&self, hook: Hook, argument: *mut c_void) -> Option<usize> {
        let is_it = |(other, with, _): &(Hook, *mut c_void, CleanupId)| {
            std::ptr::fn_addr_eq(*other, hook) && std::ptr::eq(*with, argument)
        };
        self.0.borrow().iter().rposition(is_it)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_add_env_cleanup_hook(env: EnvPtr, hook: Option<Hook>, argument: *mut c_void) -> Status {
    env.basic(|env| {
        let hook = hook.ok_or(Status::InvalidArg)?;
        let run = move || {
            if let Some(at) = env.hooks.position(hook, argument) {
                env.hooks.0.borrow_mut().remove(at);
            }
            // SAFETY: the addon gave a function of this type for this argument, and did not take it back.
            call_back(|| unsafe { hook(argument) });
        };
        let id = current_runtime()?.add_cleanup(Box::new(run));
        env.hooks.0.borrow_mut().push((hook, argument, id));
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_remove_env_cleanup_hook(env: EnvPtr, hook: Option<Hook>, argument: *mut c_void) -> Status {
    env.basic(|env| {
        let hook = hook.ok_or(Status::InvalidArg)?;
        let Some(at) = env.hooks.position(hook, argument) else { return Ok(()) };
        let (_, _, id) = env.hooks.0.borrow_mut().remove(at);
        current_runtime()?.remove_cleanup(id);
        Ok(())
    })
}

/// What `napi_async_cleanup_hook_handle` stands for: a hook that is over when the addon says so.
struct AsyncHandle {
    env: &'static Env,
    id: Cell<Option<CleanupId>>,
    /// Set while the end waits for it.
    hold: RefCell<Option<Hold>>,
}

thread_local! {
    /// The hooks of this thread's environments that are not over. They are taken back without an environment.
    static ASYNC_HOOKS: Table<Rc<AsyncHandle>> = Table::default();
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_add_async_cleanup_hook(
    env: EnvPtr,
    hook: Option<AsyncHook>,
    data: *mut c_void,
    result: Out<*mut c_void>,
) -> Status {
    env.basic(|env| -> Result {
        let hook = hook.ok_or(Status::InvalidArg)?;
        let runtime = current_runtime()?;
        env.delay_end();
        let handle = Rc::new(AsyncHandle { env, id: Cell::default(), hold: RefCell::default() });
        let token = ASYNC_HOOKS.with(|all| all.insert(handle.clone()));
        let ending = handle.clone();
        let run = move || {
            let Ok(runtime) = current_runtime() else { return };
            *ending.hold.borrow_mut() = Some(runtime.hold_cleanup());
            // SAFETY: the addon gave a function of this type for this data.
            call_back(|| unsafe { hook(token, data) });
        };
        handle.id.set(Some(runtime.add_cleanup(Box::new(run))));
        result.set_optional(token);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_remove_async_cleanup_hook(handle: *mut c_void) -> Status {
    let handle = match ASYNC_HOOKS.with(|all| all.take(handle)) {
        Ok(handle) => handle,
        Err(refusal) => return refusal,
    };
    if let (Ok(runtime), Some(id)) = (current_runtime(), handle.id.take()) {
        runtime.remove_cleanup(id);
    }
    handle.hold.take();
    handle.env.allow_end();
    Status::Ok
}
