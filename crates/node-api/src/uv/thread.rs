//! `uv_thread_t` and `uv_key_t`: threads and their own data. On this system libuv's types are those of pthread.

use std::ffi::{c_int, c_void};

use super::EINVAL;

/// `uv_thread_cb`.
type Body = unsafe extern "C" fn(argument: *mut c_void);

struct Start {
    body: Body,
    argument: *mut c_void,
}

extern "C" fn run(start: *mut c_void) -> *mut c_void {
    // SAFETY: `uv_thread_create` leaked this box for exactly one call.
    let start = unsafe { Box::from_raw(start.cast::<Start>()) };
    // SAFETY: the addon gave a function of this type for this argument.
    unsafe { (start.body)(start.argument) }
    std::ptr::null_mut()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_create(thread: *mut libc::pthread_t, body: Option<Body>, argument: *mut c_void) -> c_int {
    let Some(body) = body else { return EINVAL };
    let start = Box::into_raw(Box::new(Start { body, argument }));
    // SAFETY: `thread` is the addon's memory; `run` takes the box.
    let error = unsafe { libc::pthread_create(thread, std::ptr::null(), run, start.cast()) };
    if error != 0 {
        // SAFETY: no thread was made that could take the box.
        drop(unsafe { Box::from_raw(start) });
    }
    -error
}

/// `uv_thread_options_t` only sets a stack size, which the system's default serves.
#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_create_ex(
    thread: *mut libc::pthread_t,
    _options: *const c_void,
    body: Option<Body>,
    argument: *mut c_void,
) -> c_int {
    uv_thread_create(thread, body, argument)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_join(thread: *mut libc::pthread_t) -> c_int {
    // SAFETY: the addon passes a thread that it made and joins it once.
    unsafe { -libc::pthread_join(*thread, std::ptr::null_mut()) }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_detach(thread: *mut libc::pthread_t) -> c_int {
    // SAFETY: the addon passes a thread that it made and does not join.
    unsafe { -libc::pthread_detach(*thread) }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_self() -> libc::pthread_t {
    // SAFETY: no conditions.
    unsafe { libc::pthread_self() }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_thread_equal(left: *const libc::pthread_t, right: *const libc::pthread_t) -> c_int {
    // SAFETY: both are the addon's.
    unsafe { libc::pthread_equal(*left, *right) }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_key_create(key: *mut libc::pthread_key_t) -> c_int {
    // SAFETY: `key` is the addon's memory.
    unsafe { -libc::pthread_key_create(key, None) }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_key_delete(key: *mut libc::pthread_key_t) {
    // SAFETY: the addon passes a key that it made.
    unsafe { libc::pthread_key_delete(*key) };
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_key_get(key: *mut libc::pthread_key_t) -> *mut c_void {
    // SAFETY: as above.
    unsafe { libc::pthread_getspecific(*key) }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_key_set(key: *mut libc::pthread_key_t, value: *mut c_void) {
    // SAFETY: as above.
    unsafe { libc::pthread_setspecific(*key, value) };
}
