//! The border that exceptions of addons do not cross. What C++ throws and nobody in the addon catches ends the process, by `std::terminate`, which
//! says what it was; it must not unwind frames of Rust, nor be caught where panics are. Functions that V8 calls need no border: its compiled code is one.

use std::arch::naked_asm;
use std::ffi::c_void;

/// Calls the addon. Nothing but the call may happen in `body`.
pub(crate) fn uncrossed<R, F: FnOnce() -> R>(body: F) -> R {
    extern "C" fn run<R, F: FnOnce() -> R>(call: *mut c_void) {
        // SAFETY: `uncrossed` passes its own call, which outlives this.
        let call = unsafe { &mut *call.cast::<Call<R, F>>() };
        call.result = call.body.take().map(|body| body());
    }
    let mut call = Call { body: Some(body), result: None };
    // SAFETY: `run` takes one pointer, and this one is valid for it.
    unsafe { border((&raw mut call).cast(), run::<R, F>) };
    call.result.unwrap_or_else(|| unreachable!("`run` has run"))
}

struct Call<R, F> {
    body: Option<F>,
    result: Option<R>,
}

/// Calls `run(call)`. This function tells nothing of how to unwind it, so the search for a handler ends here, before anything is unwound.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn border(call: *mut c_void, run: extern "C" fn(*mut c_void)) {
    naked_asm!("push rbp", "mov rbp, rsp", "call rsi", "pop rbp", "ret")
}

#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn border(call: *mut c_void, run: extern "C" fn(*mut c_void)) {
    naked_asm!("stp x29, x30, [sp, #-16]!", "mov x29, sp", "blr x1", "ldp x29, x30, [sp], #16", "ret")
}
