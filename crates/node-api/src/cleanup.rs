//! What an addon wants done at the end of its environment.

use std::cell::RefCell;
use std::ffi::c_void;

use runtime::cleanup::{CleanupId, Hold};

use crate::abi::{Out, Result, Status};
use crate::entry::EnvPtr;
use crate::env::{Env, current_runtime};

/// `napi_cleanup_hook`.
type Hook = unsafe extern "C" fn(argument: *mut c_void);
/// `napi_async_cleanup_hook`.
type AsyncHook = unsafe extern "C" fn(handle: *mut AsyncHandle, data: *mut c_void);

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
            unsafe { hook(argument) }
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

/// What `napi_async_cleanup_hook_handle` points at: a hook that is over when the addon says so.
pub struct AsyncHandle {
    env: &'static Env,
    id: CleanupId,
    /// Set while the end waits for it.
    hold: RefCell<Option<Hold>>,
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_add_async_cleanup_hook(
    env: EnvPtr,
    hook: Option<AsyncHook>,
    data: *mut c_void,
    result: Out<*mut AsyncHandle>,
) -> Status {
    env.basic(|env| -> Result {
        let hook = hook.ok_or(Status::InvalidArg)?;
        let runtime = current_runtime()?;
        env.delay_end();
        let handle = Box::into_raw(Box::<std::mem::MaybeUninit<AsyncHandle>>::new_uninit()).cast::<AsyncHandle>();
        let run = move || {
            let Ok(runtime) = current_runtime() else { return };
            // SAFETY: the handle is freed by `napi_remove_async_cleanup_hook` only, which takes this hook back first.
            *unsafe { &*handle }.hold.borrow_mut() = Some(runtime.hold_cleanup());
            // SAFETY: the addon gave a function of this type for this data.
            unsafe { hook(handle, data) }
        };
        let id = runtime.add_cleanup(Box::new(run));
        // SAFETY: the allocation above has the size and alignment of a handle.
        unsafe { handle.write(AsyncHandle { env, id, hold: RefCell::default() }) };
        result.set_optional(handle);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_remove_async_cleanup_hook(handle: *mut AsyncHandle) -> Status {
    if handle.is_null() {
        return Status::InvalidArg;
    }
    // SAFETY: the addon got the handle from `napi_add_async_cleanup_hook` and gives it back once.
    let handle = unsafe { Box::from_raw(handle) };
    if let Ok(runtime) = current_runtime() {
        runtime.remove_cleanup(handle.id);
    }
    handle.env.allow_end();
    Status::Ok
}
