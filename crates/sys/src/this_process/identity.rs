//! Users and groups of the process.

use std::ffi::CString;

use crate::{Result, error};

/// Real user id.
pub fn user() -> u32 {
    // SAFETY: cannot fail.
    unsafe { libc::getuid() }
}

/// Effective user id.
pub fn effective_user() -> u32 {
    // SAFETY: cannot fail.
    unsafe { libc::geteuid() }
}

/// Real group id.
pub fn group() -> u32 {
    // SAFETY: cannot fail.
    unsafe { libc::getgid() }
}

/// Effective group id.
pub fn effective_group() -> u32 {
    // SAFETY: cannot fail.
    unsafe { libc::getegid() }
}

/// The supplementary groups, and the effective one among them.
///
/// # Errors
/// As getgroups(2).
pub fn groups() -> Result<Vec<u32>> {
    // SAFETY: asking for the count writes nothing.
    let count = error::check(unsafe { libc::getgroups(0, std::ptr::null_mut()) }, "getgroups")?;
    let mut groups = vec![0; count.unsigned_abs() as usize];
    // SAFETY: the vector has `count` entries.
    let count = error::check(unsafe { libc::getgroups(count, groups.as_mut_ptr()) }, "getgroups")?;
    groups.truncate(count.unsigned_abs() as usize);
    if !groups.contains(&effective_group()) {
        groups.push(effective_group());
    }
    Ok(groups)
}

/// Sets the user ids.
///
/// # Errors
/// As setuid(2), which the following functions share in kind.
pub fn set_user(id: u32) -> Result<()> {
    // SAFETY: takes any number.
    error::check(unsafe { libc::setuid(id) }, "setuid").map(drop)
}

/// Sets the effective user id.
///
/// # Errors
/// As seteuid(2).
pub fn set_effective_user(id: u32) -> Result<()> {
    // SAFETY: takes any number.
    error::check(unsafe { libc::seteuid(id) }, "seteuid").map(drop)
}

/// Sets the group ids.
///
/// # Errors
/// As setgid(2).
pub fn set_group(id: u32) -> Result<()> {
    // SAFETY: takes any number.
    error::check(unsafe { libc::setgid(id) }, "setgid").map(drop)
}

/// Sets the effective group id.
///
/// # Errors
/// As setegid(2).
pub fn set_effective_group(id: u32) -> Result<()> {
    // SAFETY: takes any number.
    error::check(unsafe { libc::setegid(id) }, "setegid").map(drop)
}

/// Sets the supplementary groups.
///
/// # Errors
/// As setgroups(2).
pub fn set_groups(groups: &[u32]) -> Result<()> {
    // SAFETY: the slice is valid for its length.
    error::check(unsafe { libc::setgroups(groups.len() as _, groups.as_ptr()) }, "setgroups").map(drop)
}

/// Reads the group database for `user` and sets the supplementary groups, `extra` among them.
///
/// # Errors
/// As initgroups(3).
pub fn initialise_groups(user: &str, extra: u32) -> Result<()> {
    let Ok(user) = CString::new(user) else { return Err(crate::Error::new(libc::EINVAL, "initgroups")) };
    // SAFETY: the string ends with NUL.
    error::check(unsafe { libc::initgroups(user.as_ptr(), extra) }, "initgroups").map(drop)
}
