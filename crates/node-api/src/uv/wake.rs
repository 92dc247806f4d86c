//! `uv_async_t`: waking the loop from any thread.

use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runtime::state::current;
use runtime::sys::event_loop::Remote;

use super::handle::{Handle, HandleCallback, Real, begin, fire, kind, real};
use super::{EINVAL, Loop};

/// What a thread needs to wake the loop; the handle's `reserved[0]` holds a count of it.
struct Wake {
    remote: Remote,
    is_sent: AtomicBool,
    callback: Option<HandleCallback>,
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_async_init(
    _event_loop: *mut Loop,
    handle: *mut Handle,
    callback: Option<HandleCallback>,
) -> c_int {
    let Some(runtime) = current() else { return EINVAL };
    begin(handle, kind::ASYNC, Real::Async(Some(runtime.event_loop().reference("Async"))));
    let wake = Arc::new(Wake { remote: runtime.event_loop().remote(), is_sent: AtomicBool::new(false), callback });
    // SAFETY: `begin` has filled the addon's memory for this handle.
    unsafe { (*handle).reserved[0] = Arc::into_raw(wake).expose_provenance() }
    0
}

/// The loop runs the callback once for any number of sends before it.
#[unsafe(no_mangle)]
pub extern "C" fn uv_async_send(handle: *mut Handle) -> c_int {
    // SAFETY: the addon sends only to a handle that it has initialised and not yet closed.
    let wake = std::ptr::with_exposed_provenance::<Wake>(unsafe { (*handle).reserved[0] });
    if wake.is_null() {
        return EINVAL;
    }
    // SAFETY: `reserved[0]` holds a count until `release`.
    unsafe { Arc::increment_strong_count(wake) };
    // SAFETY: the count taken above.
    let wake = unsafe { Arc::from_raw(wake) };
    if !wake.is_sent.swap(true, Ordering::AcqRel) {
        let (address, sent) = (handle.expose_provenance(), wake.clone());
        wake.remote.post(Box::new(move |_| arrived(address, &sent)));
    }
    0
}

fn arrived(address: usize, wake: &Wake) {
    wake.is_sent.store(false, Ordering::Release);
    let is_open = real(std::ptr::with_exposed_provenance(address)).is_some();
    if let Some(callback) = wake.callback
        && is_open
    {
        fire(address, callback);
    }
}

/// The handle is closed: later sends find nothing.
pub(crate) fn release(handle: *mut Handle, real: &Real) {
    if !matches!(real, Real::Async(_)) {
        return;
    }
    // SAFETY: the handle is the addon's until its close callback, which has not run.
    let wake = std::mem::take(unsafe { &mut (*handle).reserved[0] });
    // SAFETY: `uv_async_init` left one count here.
    drop(unsafe { Arc::from_raw(std::ptr::with_exposed_provenance::<Wake>(wake)) });
}
