//! `uv_work_t`: work on the thread pool.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_int, c_void};

use runtime::state::current;
use runtime::sys::pool;

use super::{EINVAL, Loop, call_back};
use crate::border::uncrossed;
use crate::env::Opaque;

/// `uv_work_t`, whose first fields are those of `uv_req_t`.
#[repr(C)]
pub struct Work {
    data: *mut c_void,
    kind: c_int,
    reserved: [*mut c_void; 6],
    event_loop: *mut Loop,
}

/// `UV_WORK` of `uv_req_type`.
const WORK: c_int = 7;

type WorkCallback = unsafe extern "C" fn(work: *mut Work);
type AfterWork = unsafe extern "C" fn(work: *mut Work, status: c_int);

thread_local! {
    /// Work in flight by its address, to cancel it.
    static IN_FLIGHT: RefCell<HashMap<usize, (pool::Request, Option<AfterWork>)>> = RefCell::default();
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_queue_work(
    event_loop: *mut Loop,
    work: *mut Work,
    callback: Option<WorkCallback>,
    after: Option<AfterWork>,
) -> c_int {
    let (Some(callback), Some(runtime)) = (callback, current()) else { return EINVAL };
    // SAFETY: the addon gives the request and keeps it until `after`.
    unsafe {
        (*work).kind = WORK;
        (*work).event_loop = event_loop;
    }
    let request = Opaque(work.cast());
    let hold = runtime.hold_cleanup();
    let job = move || {
        let request = request;
        // SAFETY: the addon gave a function of this type for this request, to be called on any thread.
        uncrossed(|| unsafe { callback(request.0.cast()) });
    };
    let address = work.addr();
    let request = pool::spawn(runtime.event_loop(), job, move |()| {
        IN_FLIGHT.with_borrow_mut(|all| all.remove(&address));
        finish(work, after, 0);
        drop(hold);
    });
    IN_FLIGHT.with_borrow_mut(|all| all.insert(address, (request, after)));
    0
}

fn finish(work: *mut Work, after: Option<AfterWork>, status: c_int) {
    if let Some(after) = after {
        // SAFETY: the addon keeps the request until this call.
        call_back(|| unsafe { after(work, status) });
    }
}

/// Takes work back that no thread has begun; its `after` is told `UV_ECANCELED`.
#[unsafe(no_mangle)]
pub extern "C" fn uv_cancel(work: *mut Work) -> c_int {
    let cancelled = IN_FLIGHT.with_borrow_mut(|all| {
        let (request, _) = all.get(&work.addr())?;
        if request.cancel() { all.remove(&work.addr()) } else { None }
    });
    let (Some((_, after)), Some(runtime)) = (cancelled, current()) else { return -libc::EBUSY };
    runtime.call_soon(Box::new(move || finish(work, after, -libc::ECANCELED)));
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_req_get_data(request: *const Work) -> *mut c_void {
    // SAFETY: the addon passes a request of its own; all requests begin with their data.
    unsafe { (*request).data }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_req_set_data(request: *mut Work, data: *mut c_void) {
    // SAFETY: as above.
    unsafe { (*request).data = data }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_req_get_type(request: *const Work) -> c_int {
    // SAFETY: as above.
    unsafe { (*request).kind }
}
