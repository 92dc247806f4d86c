//! What all handles have in common: the first fields of their struct, and the table of what they really are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_int, c_uint, c_void};
use std::rc::Rc;

use runtime::state::current;
use runtime::sys::event_loop::{Check, Idle, IoHandle, KeepAlive, Prepare, Timer};

use super::{Loop, call_back, own_loop};

/// `uv_handle_t`, the head of every handle's struct.
#[repr(C)]
pub struct Handle {
    pub(crate) data: *mut c_void,
    pub(crate) event_loop: *mut Loop,
    pub(crate) kind: c_int,
    close_cb: usize,
    handle_queue: [usize; 2],
    /// Fields of libuv's that no addon reads; async handles keep their way to the loop here.
    pub(crate) reserved: [usize; 4],
    next_closing: usize,
    flags: c_uint,
}

/// `uv_close_cb`, and the shape of the callbacks of async, check, idle, prepare and timer handles.
pub(crate) type HandleCallback = unsafe extern "C" fn(handle: *mut Handle);

/// Values of `uv_handle_type`.
pub(crate) mod kind {
    pub(crate) const ASYNC: i32 = 1;
    pub(crate) const CHECK: i32 = 2;
    pub(crate) const IDLE: i32 = 6;
    pub(crate) const POLL: i32 = 8;
    pub(crate) const PREPARE: i32 = 9;
    pub(crate) const TIMER: i32 = 13;
}

/// What a handle really is.
pub(crate) enum Real {
    /// Holds the loop alive while it is referenced.
    Async(Option<KeepAlive>),
    Check(Check),
    Idle(Idle),
    Prepare(Prepare),
    Timer(Timer),
    /// Not polling, or polling.
    Poll {
        fd: c_int,
        io: Option<IoHandle>,
        is_referenced: bool,
    },
}

thread_local! {
    /// The handles of this thread's loop by their address.
    static REAL: RefCell<HashMap<usize, Rc<RefCell<Real>>>> = RefCell::default();
}

/// Fills the head of a new handle and makes it known.
pub(crate) fn begin(handle: *mut Handle, kind: c_int, real: Real) {
    // SAFETY: an `init` function gets the addon's memory for one handle. `data` may already be set and is left alone.
    unsafe {
        (*handle).event_loop = own_loop();
        (*handle).kind = kind;
        (*handle).close_cb = 0;
        (*handle).reserved = [0; 4];
        (*handle).flags = 0;
    }
    REAL.with_borrow_mut(|all| all.insert(handle.addr(), Rc::new(RefCell::new(real))));
}

/// The real handle, until it is closed.
pub(crate) fn real(handle: *const Handle) -> Option<Rc<RefCell<Real>>> {
    REAL.with_borrow(|all| all.get(&handle.addr()).cloned())
}

/// Runs `body` with the real handle.
pub(crate) fn with_real<R>(handle: *const Handle, body: impl FnOnce(&mut Real) -> R) -> Option<R> {
    real(handle).map(|real| body(&mut real.borrow_mut()))
}

/// Calls a handle's callback.
pub(crate) fn fire(handle: usize, callback: HandleCallback) {
    let handle = std::ptr::with_exposed_provenance_mut::<Handle>(handle);
    // SAFETY: the addon keeps the handle until its close callback; closed handles do not fire.
    call_back(|| unsafe { callback(handle) });
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_close(handle: *mut Handle, callback: Option<HandleCallback>) {
    let closed = REAL.with_borrow_mut(|all| all.remove(&handle.addr()));
    let (Some(closed), Some(runtime)) = (closed, current()) else { return };
    super::wake::release(handle, &closed.borrow());
    drop(closed);
    let address = handle.expose_provenance();
    // Environments end by closing their handles: the end waits for the callbacks.
    let hold = runtime.hold_cleanup();
    runtime.event_loop().close_soon(move || {
        if let Some(callback) = callback {
            fire(address, callback);
        }
        drop(hold);
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_is_closing(handle: *const Handle) -> c_int {
    c_int::from(real(handle).is_none())
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_is_active(handle: *const Handle) -> c_int {
    let is_active = with_real(handle, |real| match real {
        Real::Async(_) => true,
        Real::Check(check) => check.is_active(),
        Real::Idle(idle) => idle.is_active(),
        Real::Prepare(prepare) => prepare.is_active(),
        Real::Timer(timer) => timer.is_active(),
        Real::Poll { io, .. } => io.is_some(),
    });
    c_int::from(is_active.unwrap_or(false))
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_ref(handle: *mut Handle) {
    with_real(handle, |real| match real {
        Real::Async(alive) => {
            if let Some(runtime) = current() {
                alive.get_or_insert_with(|| runtime.event_loop().reference("Async"));
            }
        }
        Real::Check(check) => check.reference(),
        Real::Idle(idle) => idle.reference(),
        Real::Prepare(prepare) => prepare.reference(),
        Real::Timer(timer) => timer.reference(),
        Real::Poll { io, is_referenced, .. } => {
            *is_referenced = true;
            io.as_ref().inspect(|io| io.reference());
        }
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_unref(handle: *mut Handle) {
    with_real(handle, |real| match real {
        Real::Async(alive) => *alive = None,
        Real::Check(check) => check.unreference(),
        Real::Idle(idle) => idle.unreference(),
        Real::Prepare(prepare) => prepare.unreference(),
        Real::Timer(timer) => timer.unreference(),
        Real::Poll { io, is_referenced, .. } => {
            *is_referenced = false;
            io.as_ref().inspect(|io| io.unreference());
        }
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_has_ref(handle: *const Handle) -> c_int {
    let has = with_real(handle, |real| match real {
        Real::Async(alive) => alive.is_some(),
        Real::Check(check) => check.is_referenced(),
        Real::Idle(idle) => idle.is_referenced(),
        Real::Prepare(prepare) => prepare.is_referenced(),
        Real::Timer(timer) => timer.is_referenced(),
        Real::Poll { is_referenced, .. } => *is_referenced,
    });
    c_int::from(has.unwrap_or(false))
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_handle_get_data(handle: *const Handle) -> *mut c_void {
    // SAFETY: the addon passes a handle of its own.
    unsafe { (*handle).data }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_handle_set_data(handle: *mut Handle, data: *mut c_void) {
    // SAFETY: the addon passes a handle of its own.
    unsafe { (*handle).data = data }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_handle_get_loop(handle: *const Handle) -> *mut Loop {
    // SAFETY: the addon passes a handle of its own.
    unsafe { (*handle).event_loop }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_handle_get_type(handle: *const Handle) -> c_int {
    // SAFETY: the addon passes a handle of its own.
    unsafe { (*handle).kind }
}
