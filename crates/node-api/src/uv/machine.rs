//! What the machine and the user are called, and how busy they are.

use std::ffi::{c_char, c_int};

use super::EINVAL;
use super::system::copy_text;

/// `uv_timespec64_t`.
#[repr(C)]
pub struct Timespec64 {
    seconds: i64,
    nanoseconds: i32,
}

/// `uv_timeval64_t`.
#[repr(C)]
pub struct Timeval64 {
    seconds: i64,
    microseconds: i32,
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_clock_gettime(clock: c_int, time: *mut Timespec64) -> c_int {
    let clock = match clock {
        0 => libc::CLOCK_MONOTONIC,
        1 => libc::CLOCK_REALTIME,
        _ => return EINVAL,
    };
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place and the clock exists; `time` is the addon's memory.
    unsafe {
        libc::clock_gettime(clock, &raw mut now);
        time.write(Timespec64 { seconds: now.tv_sec, nanoseconds: now.tv_nsec as i32 });
    }
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_gettimeofday(time: *mut Timeval64) -> c_int {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: as in `uv_clock_gettime`.
    unsafe {
        libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut now);
        time.write(Timeval64 { seconds: now.tv_sec, microseconds: (now.tv_nsec / 1000) as i32 });
    }
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_getenv(name: *const c_char, buffer: *mut c_char, size: *mut usize) -> c_int {
    if name.is_null() {
        return EINVAL;
    }
    // SAFETY: the addon passes a C string.
    let name = unsafe { std::ffi::CStr::from_ptr(name) };
    match std::env::var_os(name.to_string_lossy().as_ref()) {
        Some(value) => copy_text(value.as_encoded_bytes(), buffer, size),
        None => -libc::ENOENT,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_homedir(buffer: *mut c_char, size: *mut usize) -> c_int {
    match std::env::home_dir() {
        Some(home) => copy_text(home.as_os_str().as_encoded_bytes(), buffer, size),
        None => -libc::ENOENT,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_tmpdir(buffer: *mut c_char, size: *mut usize) -> c_int {
    copy_text(std::env::temp_dir().as_os_str().as_encoded_bytes(), buffer, size)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_os_gethostname(buffer: *mut c_char, size: *mut usize) -> c_int {
    let mut name = [0; 256];
    // SAFETY: the call gets the size of its buffer; what it leaves ends with a zero or fills it.
    if unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) } != 0 {
        return -std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
    }
    let length = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    copy_text(&name[..length], buffer, size)
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_loadavg(averages: *mut f64) {
    // SAFETY: the addon passes room for three numbers.
    unsafe { libc::getloadavg(averages, 3) };
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_uptime(seconds: *mut f64) -> c_int {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: as in `uv_clock_gettime`.
    unsafe {
        libc::clock_gettime(libc::CLOCK_BOOTTIME, &raw mut now);
        seconds.write(now.tv_sec as f64);
    }
    0
}
