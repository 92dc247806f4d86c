//! Paths as the C library wants them, and the errors of the calls that take them.

use std::ffi::{CStr, CString, OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::pin::{failure, shown};
use crate::error::{Error, Result, Return, retry};

/// Paths up to this length are terminated on the stack; longer ones take an allocation.
const STACK_PATH: usize = 384;

/// Makes a call on one path; a failure names the path.
pub(super) fn path_call<T: Return>(
    syscall: &'static str,
    path: &Path,
    mut call: impl FnMut(*const c_char) -> T,
) -> Result<T> {
    with_c_path(syscall, path, |pointer| retry(syscall, || call(pointer)))
        .map_err(|error| error.with_path(shown(path).as_os_str().as_bytes()))
}

/// Makes a call on two paths; a failure names both.
pub(super) fn two_path_call<T: Return>(
    syscall: &'static str,
    path: &Path,
    dest: &Path,
    mut call: impl FnMut(*const c_char, *const c_char) -> T,
) -> Result<T> {
    with_c_path(syscall, path, |from| with_c_path(syscall, dest, |to| retry(syscall, || call(from, to))))
        .map_err(|error| about_both(error, path, dest))
}

/// Lends `path` as a C string. A path with a NUL byte inside names no file: `EINVAL`. One that is pinned to nowhere fails as it did when it was pinned.
pub(super) fn with_c_path<T>(
    syscall: &'static str,
    path: &Path,
    run: impl FnOnce(*const c_char) -> Result<T>,
) -> Result<T> {
    if let Some(errno) = failure(path) {
        return Err(Error::new(errno, syscall));
    }
    let bytes = path.as_os_str().as_bytes();
    if bytes.len() >= STACK_PATH {
        let owned = CString::new(bytes).map_err(|_| Error::new(libc::EINVAL, syscall))?;
        return run(owned.as_ptr());
    }
    let mut buffer = [0u8; STACK_PATH];
    buffer[..bytes.len()].copy_from_slice(bytes);
    match CStr::from_bytes_with_nul(&buffer[..=bytes.len()]) {
        Ok(text) => run(text.as_ptr()),
        Err(_) => Err(Error::new(libc::EINVAL, syscall)),
    }
}

/// The error, about `path`, unless it already names one.
pub(super) fn about(error: Error, path: &Path) -> Error {
    if error.path.is_some() { error } else { error.with_path(shown(path).as_os_str().as_bytes()) }
}

/// The error, about `path` and `dest`.
pub(super) fn about_both(error: Error, path: &Path, dest: &Path) -> Error {
    error.with_path(shown(path).as_os_str().as_bytes()).with_dest(shown(dest).as_os_str().as_bytes())
}

/// The bytes a system call returned, as a path.
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// The bytes of a NUL-terminated string the system returned.
///
/// # Safety
/// `text` points to a NUL-terminated string that lives as long as the result is used.
pub(super) unsafe fn c_bytes<'a>(text: *const c_char) -> &'a [u8] {
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_inside_a_path_is_an_invalid_argument() {
        for path in ["a\0b".to_string(), format!("{}\0", "x".repeat(STACK_PATH))] {
            let result = path_call("open", Path::new(&path), |_| 0);
            assert_eq!(result.map_err(|error| error.errno), Err(libc::EINVAL));
        }
    }

    #[test]
    fn long_paths_arrive_whole() {
        let path = "y".repeat(STACK_PATH + 1);
        // SAFETY: `path_call` passes a terminated string.
        let length = path_call("open", Path::new(&path), |text| unsafe { c_bytes(text) }.len() as i64);
        assert_eq!(length, Ok(path.len() as i64));
    }
}
