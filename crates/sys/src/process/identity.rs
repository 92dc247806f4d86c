//! Who this process is: numbers, users, groups, directory.

use std::ffi::CString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use crate::error::check;
use crate::{Error, Result};

/// The number of this process.
pub fn process_id() -> i32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::getpid() }
}

/// The number of the process that started this one.
pub fn parent_id() -> i32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::getppid() }
}

/// Sends `signum` to the process `pid` (to a group when negative, to the own group for 0); 0 only asks whether it
/// could.
///
/// # Errors
/// `ESRCH`, `EPERM`, `EINVAL`.
pub fn kill(pid: i32, signum: i32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    check(unsafe { libc::kill(pid, signum) }, "kill").map(drop)
}

/// The real user.
pub fn user() -> u32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::getuid() }
}

/// The user whose rights the process has.
pub fn effective_user() -> u32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::geteuid() }
}

/// The real group.
pub fn group() -> u32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::getgid() }
}

/// The group whose rights the process has.
pub fn effective_group() -> u32 {
    // SAFETY: the call has no preconditions.
    unsafe { libc::getegid() }
}

/// The supplementary groups; the effective group is always among them.
///
/// # Errors
/// None that is documented.
pub fn groups() -> Result<Vec<u32>> {
    // SAFETY: with length 0 the call only counts.
    let count = check(unsafe { libc::getgroups(0, std::ptr::null_mut()) }, "getgroups")?;
    let mut groups = vec![0; count.unsigned_abs() as usize];
    // SAFETY: the vector has room for `count` groups.
    let count = check(unsafe { libc::getgroups(count, groups.as_mut_ptr()) }, "getgroups")?;
    groups.truncate(count.unsigned_abs() as usize);
    if !groups.contains(&effective_group()) {
        groups.push(effective_group());
    }
    Ok(groups)
}

/// Changes the user.
///
/// # Errors
/// `EPERM` without the right, `EINVAL`.
pub fn set_user(id: u32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    check(unsafe { libc::setuid(id) }, "setuid").map(drop)
}

/// Changes the effective user.
///
/// # Errors
/// As [`set_user`].
pub fn set_effective_user(id: u32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    check(unsafe { libc::seteuid(id) }, "seteuid").map(drop)
}

/// Changes the group.
///
/// # Errors
/// As [`set_user`].
pub fn set_group(id: u32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    check(unsafe { libc::setgid(id) }, "setgid").map(drop)
}

/// Changes the effective group.
///
/// # Errors
/// As [`set_user`].
pub fn set_effective_group(id: u32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    check(unsafe { libc::setegid(id) }, "setegid").map(drop)
}

/// Changes the supplementary groups.
///
/// # Errors
/// `EPERM` without the right.
pub fn set_groups(groups: &[u32]) -> Result<()> {
    // SAFETY: the slice has the given length.
    check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }, "setgroups").map(drop)
}

/// Takes the supplementary groups of `user` from the database, and `extra`.
///
/// # Errors
/// `EPERM` without the right, `EINVAL` for a name with a NUL byte.
pub fn initialise_groups(user: &str, extra: u32) -> Result<()> {
    let name = CString::new(user).map_err(|_| Error::new(libc::EINVAL, "initgroups"))?;
    // SAFETY: `name` is a C string.
    check(unsafe { libc::initgroups(name.as_ptr(), extra) }, "initgroups").map(drop)
}

/// The permissions new files do not get. Reading it sets and restores it, which other threads may notice.
pub fn umask() -> u32 {
    let mask = set_umask(0);
    set_umask(mask);
    mask
}

/// Sets the permissions new files do not get; returns those before.
pub fn set_umask(mask: u32) -> u32 {
    // SAFETY: the call has no memory preconditions and cannot fail.
    unsafe { libc::umask(mask) }
}

/// The current directory as raw bytes.
///
/// # Errors
/// `ENOENT` when it was removed.
pub fn current_directory() -> Result<Vec<u8>> {
    match std::env::current_dir() {
        Ok(path) => Ok(path.into_os_string().into_vec()),
        Err(error) => Err(Error::from_io(&error, "uv_cwd")),
    }
}

/// Changes the current directory.
///
/// # Errors
/// `ENOENT`, `ENOTDIR`, `EACCES`; they carry the path.
pub fn change_directory(path: &[u8]) -> Result<()> {
    let changed = std::env::set_current_dir(std::ffi::OsStr::from_bytes(path));
    changed.map_err(|error| Error::from_io(&error, "chdir").with_path(path))
}

/// The path of the running program as raw bytes, links resolved.
///
/// # Errors
/// When `/proc` is not mounted.
pub fn executable() -> Result<Vec<u8>> {
    match std::env::current_exe() {
        Ok(path) => Ok(path.into_os_string().into_vec()),
        Err(error) => Err(Error::from_io(&error, "uv_exepath")),
    }
}
