//! The functions of libuv that native addons use, over our own loop.
//!
//! An addon allocates libuv's structs itself, in the layout of `uv.h`, and reads their first fields. Those are kept true here; what a
//! handle really is lives beside it, in the table of the loop's thread ([`handle`]). Functions of libuv that are not here are missing
//! symbols: an addon that needs one does not load, and the error names it.

pub mod handle;
pub mod machine;
pub mod phases;
pub mod poll;
pub mod sync;
pub mod system;
pub mod texts;
pub mod thread;
pub mod timer;
pub mod wake;
pub mod work;

use std::cell::RefCell;
use std::ffi::{c_int, c_uint, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};

use runtime::state::current;
use runtime::sys::event_loop::{Loop as EventLoop, RunMode};

use crate::abi::{Out, Status};
use crate::border::uncrossed;
use crate::entry::EnvPtr;
use crate::open_scopes::Call;

/// `uv_loop_t` as far as addons look: its first fields, and room for the rest of libuv's struct.
#[repr(C)]
pub struct Loop {
    data: *mut c_void,
    active_handles: c_uint,
    rest: [usize; 110],
}

thread_local! {
    /// The loop of this thread as addons see it. Never freed: addons keep its address.
    static OWN: RefCell<Option<&'static Loop>> = const { RefCell::new(None) };
}

/// The main thread's loop, for `uv_default_loop()`.
static MAIN: AtomicPtr<Loop> = AtomicPtr::new(std::ptr::null_mut());

/// The loop of the calling thread.
pub(crate) fn own_loop() -> *mut Loop {
    let own = OWN.with_borrow_mut(|own| {
        *own.get_or_insert_with(|| {
            Box::leak(Box::new(Loop { data: std::ptr::null_mut(), active_handles: 0, rest: [0; 110] }))
        })
    });
    let own = std::ptr::from_ref(own).cast_mut();
    // The first thread that asks is the one that runs the program: addons are loaded there first.
    let _ = MAIN.compare_exchange(std::ptr::null_mut(), own, Ordering::AcqRel, Ordering::Acquire);
    own
}

/// What functions give that fail before they begin.
pub(crate) const EINVAL: c_int = -libc::EINVAL;

/// Runs `body` with the loop of this thread.
pub(crate) fn with_loop(body: impl FnOnce(&EventLoop) -> c_int) -> c_int {
    current().map_or(EINVAL, |runtime| body(runtime.event_loop()))
}

/// Calls back into an addon from the loop; JavaScript that it ran is followed by its ticks and microtasks only where the addon opens a
/// callback scope, as in Node.
pub(crate) fn call_back(function: impl FnOnce()) {
    let make = || {
        let call = Call::new();
        let _running = call.begin();
        uncrossed(function);
    };
    match current() {
        Some(runtime) => runtime.without_draining(|_scope| make()),
        None => make(),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_uv_event_loop(env: EnvPtr, result: Out<*mut Loop>) -> Status {
    env.basic(|_| result.set(own_loop()))
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_default_loop() -> *mut Loop {
    let main = MAIN.load(Ordering::Acquire);
    if main.is_null() { own_loop() } else { main }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_loop_get_data(event_loop: *const Loop) -> *mut c_void {
    // SAFETY: addons pass what `own_loop` gave, which is never freed.
    unsafe { event_loop.as_ref() }.map_or(std::ptr::null_mut(), |one| one.data)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_loop_set_data(event_loop: *mut Loop, data: *mut c_void) {
    if !event_loop.is_null() {
        // SAFETY: as in `uv_loop_get_data`; only the addon uses the field, on the loop's thread.
        unsafe { (*event_loop).data = data }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_loop_alive(_event_loop: *const Loop) -> c_int {
    with_loop(|event_loop| c_int::from(event_loop.is_alive())).max(0)
}

/// Turns the loop inside a call of the addon, as packages do that make asynchronous work wait.
#[unsafe(no_mangle)]
pub extern "C" fn uv_run(_event_loop: *mut Loop, mode: c_int) -> c_int {
    let mode = match mode {
        0 => RunMode::Default,
        1 => RunMode::Once,
        2 => RunMode::NoWait,
        _ => return EINVAL,
    };
    with_loop(|event_loop| c_int::from(event_loop.run(mode)))
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_stop(_event_loop: *mut Loop) {
    if let Some(runtime) = current() {
        runtime.event_loop().stop();
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_loop_size() -> usize {
    size_of::<Loop>()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_now(_event_loop: *const Loop) -> u64 {
    current().map_or(0, |runtime| runtime.event_loop().now())
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_update_time(_event_loop: *mut Loop) {
    if let Some(runtime) = current() {
        runtime.event_loop().update_time();
    }
}
