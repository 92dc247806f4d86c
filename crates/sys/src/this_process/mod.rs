//! The process we are: its environment, identity, use of resources and title. Starting others is not here.

pub mod clock;
pub mod environment;
pub mod identity;
pub mod makeup;
pub mod memory;
pub mod payload;
pub mod title;
pub mod usage;

use std::ffi::{CString, OsString};
use std::os::unix::ffi::OsStringExt;

use crate::{Error, Result, error};

/// The process id.
pub fn pid() -> u32 {
    std::process::id()
}

/// The number that the system gives the calling thread.
pub fn thread_id() -> i32 {
    // SAFETY: the call takes nothing and always succeeds.
    unsafe { libc::gettid() }
}

/// The parent's process id; changes when the parent ends.
pub fn parent_pid() -> u32 {
    std::os::unix::process::parent_id()
}

/// The working directory.
///
/// # Errors
/// `ENOENT` when it was removed.
pub fn current_directory() -> Result<Vec<u8>> {
    std::env::current_dir()
        .map(|path| path.into_os_string().into_vec())
        .map_err(|error| Error::from_io(&error, "uv_cwd"))
}

/// Changes the working directory.
///
/// # Errors
/// As chdir(2), with the old directory as the path and `directory` as the destination.
pub fn change_directory(directory: &[u8]) -> Result<()> {
    let target = OsString::from_vec(directory.to_vec());
    std::env::set_current_dir(target).map_err(|error| {
        let from = current_directory().unwrap_or_default();
        Error::from_io(&error, "chdir").with_path(from).with_dest(directory)
    })
}

/// Sets the mask of file modes and gives the one before; without a new mask it stays.
pub fn umask(mask: Option<u32>) -> u32 {
    // SAFETY: umask takes any mask and cannot fail. Reading means setting it and setting it back.
    unsafe {
        let before = libc::umask(mask.unwrap_or(0) as libc::mode_t);
        if mask.is_none() {
            libc::umask(before);
        }
        before
    }
}

/// Sends a signal, or asks with signal 0 whether the process exists.
///
/// # Errors
/// As kill(2).
pub fn kill(pid: i32, signum: i32) -> Result<()> {
    // SAFETY: kill takes any numbers.
    error::check(unsafe { libc::kill(pid, signum) }, "kill").map(drop)
}

/// Ends the process with `SIGABRT` and a core file where the system writes one.
pub fn abort() -> ! {
    std::process::abort()
}

/// Replaces the process by another program; returns only on failure. Descriptors 0 to 2 stay open in it.
///
/// # Errors
/// As execve(2); `EINVAL` for a text with a NUL byte.
pub fn execute(file: &str, arguments: &[String], environment: &[String]) -> Error {
    let (Ok(path), Ok(arguments), Ok(environment)) = (CString::new(file), c_strings(arguments), c_strings(environment))
    else {
        return Error::new(libc::EINVAL, "execve");
    };
    let (arguments, environment) = (pointers(&arguments), pointers(&environment));
    let flags = [0, 1, 2].map(inherit);
    // SAFETY: both lists end with a null pointer and their strings outlive the call.
    unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    let error = Error::last("execve");
    // This program goes on, with its descriptors as they were.
    for (fd, flags) in (0..).zip(flags) {
        // SAFETY: sets flags of a descriptor; a closed one gives an error that does not matter here.
        unsafe { libc::fcntl(fd, libc::F_SETFD, flags) };
    }
    error
}

/// Leaves a descriptor to the program that follows; gives its flags before, -1 for one that is closed.
fn inherit(fd: i32) -> i32 {
    // SAFETY: reads and clears flags of a descriptor; a closed one gives errors that do not matter here.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFD);
        libc::fcntl(fd, libc::F_SETFD, 0);
        flags
    }
}

fn c_strings(texts: &[String]) -> std::result::Result<Vec<CString>, std::ffi::NulError> {
    texts.iter().map(|text| CString::new(text.as_bytes())).collect()
}

fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings.iter().map(|string| string.as_ptr()).chain(std::iter::once(std::ptr::null())).collect()
}

/// Writes all of `bytes` to a descriptor, waiting where it would block.
///
/// # Errors
/// As write(2); what was written before stays written.
pub fn write_fully(fd: i32, bytes: &[u8]) -> Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        // SAFETY: `rest` is valid for its length.
        match error::retry("write", || unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) }) {
            Ok(written) => rest = &rest[written.unsigned_abs()..],
            Err(error) if error.errno == libc::EAGAIN => wait_writable(fd),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn wait_writable(fd: i32) {
    let mut entry = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid entry. A failure shows at the next write.
    unsafe { libc::poll(&raw mut entry, 1, -1) };
}

/// The C library's version, where it has one.
pub fn glibc_version() -> Option<String> {
    #[cfg(target_env = "gnu")]
    {
        // SAFETY: glibc gives a static string.
        let version = unsafe { std::ffi::CStr::from_ptr(libc::gnu_get_libc_version()) };
        Some(version.to_string_lossy().into_owned())
    }
    #[cfg(not(target_env = "gnu"))]
    None
}
