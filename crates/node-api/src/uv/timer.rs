//! `uv_timer_t`.

use std::ffi::c_int;

use runtime::state::current;
use runtime::sys::event_loop::Timer;

use super::handle::{Handle, HandleCallback, Real, begin, fire, kind, with_real};
use super::{EINVAL, Loop};

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_init(_event_loop: *mut Loop, handle: *mut Handle) -> c_int {
    let Some(runtime) = current() else { return EINVAL };
    begin(handle, kind::TIMER, Real::Timer(Timer::new(runtime.event_loop(), Box::new(|_| {}))));
    0
}

/// Runs `body` with the timer.
fn with_timer<R>(handle: *const Handle, body: impl FnOnce(&mut Timer) -> R) -> Option<R> {
    with_real(handle, |real| match real {
        Real::Timer(timer) => Some(body(timer)),
        _ => None,
    })
    .flatten()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_start(
    handle: *mut Handle,
    callback: Option<HandleCallback>,
    timeout: u64,
    repeat: u64,
) -> c_int {
    let (Some(callback), Some(runtime)) = (callback, current()) else { return EINVAL };
    let address = handle.expose_provenance();
    let started = with_timer(handle, |timer| {
        let next = Timer::new(runtime.event_loop(), Box::new(move |_| fire(address, callback)));
        if !timer.is_referenced() {
            next.unreference();
        }
        next.start(timeout, repeat);
        *timer = next;
    });
    if started.is_some() { 0 } else { EINVAL }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_stop(handle: *mut Handle) -> c_int {
    with_timer(handle, |timer| timer.stop());
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_again(handle: *mut Handle) -> c_int {
    let repeat = with_timer(handle, |timer| {
        if timer.repeat() > 0 {
            timer.start(timer.repeat(), timer.repeat());
        }
    });
    if repeat.is_some() { 0 } else { EINVAL }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_set_repeat(handle: *mut Handle, repeat: u64) {
    with_timer(handle, |timer| timer.set_repeat(repeat));
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_get_repeat(handle: *const Handle) -> u64 {
    with_timer(handle, |timer| timer.repeat()).unwrap_or(0)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_timer_get_due_in(handle: *const Handle) -> u64 {
    let now = current().map_or(0, |runtime| runtime.event_loop().now());
    with_timer(handle, |timer| timer.due().map_or(0, |due| due.saturating_sub(now))).unwrap_or(0)
}
