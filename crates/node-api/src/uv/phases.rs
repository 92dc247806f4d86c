//! `uv_check_t`, `uv_idle_t` and `uv_prepare_t`: callbacks of every turn.

use std::ffi::c_int;

use runtime::state::current;
use runtime::sys::event_loop::{Check, Idle, Prepare};

use super::handle::{Handle, HandleCallback, Real, begin, fire, kind, with_real};
use super::{EINVAL, Loop};

/// The functions of one phase.
macro_rules! phase {
    ($kind:ident, $real:ident, $init:ident, $start:ident, $stop:ident) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn $init(_event_loop: *mut Loop, handle: *mut Handle) -> c_int {
            let Some(runtime) = current() else { return EINVAL };
            begin(handle, kind::$kind, Real::$real($real::new(runtime.event_loop(), Box::new(|| {}))));
            0
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn $start(handle: *mut Handle, callback: Option<HandleCallback>) -> c_int {
            let (Some(callback), Some(runtime)) = (callback, current()) else { return EINVAL };
            let address = handle.expose_provenance();
            let started = with_real(handle, |real| {
                let Real::$real(known) = real else { return EINVAL };
                if known.is_active() {
                    return 0;
                }
                let next = $real::new(runtime.event_loop(), Box::new(move || fire(address, callback)));
                if !known.is_referenced() {
                    next.unreference();
                }
                next.start();
                *known = next;
                0
            });
            started.unwrap_or(EINVAL)
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn $stop(handle: *mut Handle) -> c_int {
            with_real(handle, |real| {
                if let Real::$real(known) = real {
                    known.stop();
                }
            });
            0
        }
    };
}

phase!(CHECK, Check, uv_check_init, uv_check_start, uv_check_stop);
phase!(IDLE, Idle, uv_idle_init, uv_idle_start, uv_idle_stop);
phase!(PREPARE, Prepare, uv_prepare_init, uv_prepare_start, uv_prepare_stop);
