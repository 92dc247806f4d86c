//! Time, the process and the machine.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::time::Duration;

use runtime::version::UV;

#[unsafe(no_mangle)]
pub extern "C" fn uv_hrtime() -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place; the monotonic clock always exists.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_sleep(milliseconds: c_uint) {
    std::thread::sleep(Duration::from_millis(u64::from(milliseconds)));
}

/// The parts of libuv's version as one number, `0xMMmmpp`.
#[unsafe(no_mangle)]
pub extern "C" fn uv_version() -> c_uint {
    UV.split('.').filter_map(|part| part.parse::<c_uint>().ok()).fold(0, |all, part| all << 8 | part)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_version_string() -> *const c_char {
    c"1.52.1".as_ptr()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_getpid() -> c_int {
    // SAFETY: no conditions.
    unsafe { libc::getpid() }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_getppid() -> c_int {
    // SAFETY: no conditions.
    unsafe { libc::getppid() }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_available_parallelism() -> c_uint {
    std::thread::available_parallelism().map_or(1, |count| count.get() as c_uint)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_get_total_memory() -> u64 {
    runtime::sys::os::total_memory()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_get_free_memory() -> u64 {
    runtime::sys::os::free_memory()
}

/// Copies `text` and its zero into the addon's buffer, whose size is told and becomes the length.
pub(crate) fn copy_text(text: &[u8], buffer: *mut c_char, size: *mut usize) -> c_int {
    if buffer.is_null() || size.is_null() {
        return super::EINVAL;
    }
    // SAFETY: the addon gives the size of its buffer with it.
    let capacity = unsafe { *size };
    if text.len() >= capacity {
        // SAFETY: as above; this tells the size that would do.
        unsafe { *size = text.len() + 1 };
        return -libc::ENOBUFS;
    }
    // SAFETY: the buffer has room for the text and its zero, checked above.
    unsafe {
        std::ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast::<u8>(), text.len());
        *buffer.add(text.len()) = 0;
        *size = text.len();
    }
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_exepath(buffer: *mut c_char, size: *mut usize) -> c_int {
    match std::env::current_exe() {
        Ok(path) => copy_text(path.as_os_str().as_encoded_bytes(), buffer, size),
        Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_cwd(buffer: *mut c_char, size: *mut usize) -> c_int {
    match std::env::current_dir() {
        Ok(path) => copy_text(path.as_os_str().as_encoded_bytes(), buffer, size),
        Err(error) => -error.raw_os_error().unwrap_or(libc::EIO),
    }
}

/// `uv_lib_t`.
#[repr(C)]
pub struct SharedLibrary {
    handle: *mut c_void,
    message: *mut c_char,
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_dlopen(path: *const c_char, library: *mut SharedLibrary) -> c_int {
    // SAFETY: the addon passes a C string and memory for the library.
    unsafe {
        let handle = libc::dlopen(path, libc::RTLD_LAZY);
        let message = if handle.is_null() { libc::strdup(libc::dlerror()) } else { std::ptr::null_mut() };
        library.write(SharedLibrary { handle, message });
        if handle.is_null() { -1 } else { 0 }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_dlsym(library: *mut SharedLibrary, name: *const c_char, address: *mut *mut c_void) -> c_int {
    // SAFETY: the addon passes an open library, a C string and memory for the result.
    unsafe {
        *address = libc::dlsym((*library).handle, name);
        if (*address).is_null() { -1 } else { 0 }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_dlerror(library: *const SharedLibrary) -> *const c_char {
    // SAFETY: the addon passes a library of its own.
    let message = unsafe { (*library).message };
    if message.is_null() { c"no error".as_ptr() } else { message }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_dlclose(library: *mut SharedLibrary) {
    // SAFETY: the addon passes a library of its own and does not use it afterwards.
    unsafe {
        if !(*library).handle.is_null() {
            libc::dlclose((*library).handle);
        }
        libc::free((*library).message.cast());
        library.write(SharedLibrary { handle: std::ptr::null_mut(), message: std::ptr::null_mut() });
    }
}
