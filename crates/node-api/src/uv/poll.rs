//! `uv_poll_t`: descriptors that the addon reads and writes itself.

use std::ffi::c_int;

use runtime::state::current;
use runtime::sys::event_loop::{Interest, IoHandle, Readiness};

use super::handle::{Handle, Real, begin, kind, with_real};
use super::{EINVAL, Loop, call_back};

/// `uv_poll_cb`.
type PollCallback = unsafe extern "C" fn(handle: *mut Handle, status: c_int, events: c_int);

/// `UV_READABLE`.
const READABLE: c_int = 1;
/// `UV_WRITABLE`.
const WRITABLE: c_int = 2;

#[unsafe(no_mangle)]
pub extern "C" fn uv_poll_init(_event_loop: *mut Loop, handle: *mut Handle, fd: c_int) -> c_int {
    if current().is_none() || fd < 0 {
        return -libc::EBADF;
    }
    begin(handle, kind::POLL, Real::Poll { fd, io: None, is_referenced: true });
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_poll_init_socket(event_loop: *mut Loop, handle: *mut Handle, socket: c_int) -> c_int {
    uv_poll_init(event_loop, handle, socket)
}

fn interest(events: c_int) -> Interest {
    let readable = if events & READABLE != 0 { Interest::READABLE } else { Interest::NONE };
    let writable = if events & WRITABLE != 0 { Interest::WRITABLE } else { Interest::NONE };
    readable | writable
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_poll_start(handle: *mut Handle, events: c_int, callback: Option<PollCallback>) -> c_int {
    let (Some(callback), Some(runtime)) = (callback, current()) else { return EINVAL };
    let address = handle.expose_provenance();
    let ready = move |readiness: Readiness| {
        let found = (c_int::from(readiness.readable) * READABLE) | (c_int::from(readiness.writable) * WRITABLE);
        let handle = std::ptr::with_exposed_provenance_mut::<Handle>(address);
        // SAFETY: the addon keeps the handle until its close callback; closed handles are not polled.
        call_back(|| unsafe { callback(handle, 0, found) });
    };
    let started = with_real(handle, |real| {
        let Real::Poll { fd, io, is_referenced } = real else { return EINVAL };
        *io = None;
        match IoHandle::new(runtime.event_loop(), *fd, interest(events), Box::new(ready)) {
            Ok(next) => {
                if !*is_referenced {
                    next.unreference();
                }
                *io = Some(next);
                0
            }
            Err(error) => -error.errno,
        }
    });
    started.unwrap_or(EINVAL)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_poll_stop(handle: *mut Handle) -> c_int {
    with_real(handle, |real| {
        if let Real::Poll { io, .. } = real {
            *io = None;
        }
    });
    0
}
