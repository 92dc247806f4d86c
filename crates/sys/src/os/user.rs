//! The user database.

use std::ffi::{CStr, CString};
use std::ptr;

use crate::{Error, Result};

/// A user of the system; names and paths as raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The login name.
    pub name: Vec<u8>,
    /// The user's number.
    pub uid: u32,
    /// The number of the user's main group.
    pub gid: u32,
    /// The home directory.
    pub home: Vec<u8>,
    /// The login shell.
    pub shell: Vec<u8>,
}

/// The user with the number `uid`.
///
/// # Errors
/// `ENOENT` when the database has no such user.
pub fn user_by_id(uid: u32) -> Result<User> {
    let look_up = |entry, buffer: &mut [libc::c_char], found| {
        // SAFETY: all pointers are valid for the call and the buffer has the given length.
        unsafe { libc::getpwuid_r(uid, entry, buffer.as_mut_ptr(), buffer.len(), found) }
    };
    // SAFETY: `passwd` is plain data; the strings it points to live in the buffer, which outlives the closure.
    unsafe { with_entry(look_up, |entry: &libc::passwd| user(entry)) }?
        .ok_or(Error::new(libc::ENOENT, "uv_os_get_passwd"))
}

/// The number of the user called `name`, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn user_id(name: &str) -> Result<Option<u32>> {
    let Ok(name) = CString::new(name) else { return Ok(None) };
    let look_up = |entry, buffer: &mut [libc::c_char], found| {
        // SAFETY: as in `user_by_id`.
        unsafe { libc::getpwnam_r(name.as_ptr(), entry, buffer.as_mut_ptr(), buffer.len(), found) }
    };
    // SAFETY: `passwd` is plain data.
    unsafe { with_entry(look_up, |entry: &libc::passwd| entry.pw_uid) }
}

/// The number of the group called `name`, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn group_id(name: &str) -> Result<Option<u32>> {
    let Ok(name) = CString::new(name) else { return Ok(None) };
    let look_up = |entry, buffer: &mut [libc::c_char], found| {
        // SAFETY: as in `user_by_id`.
        unsafe { libc::getgrnam_r(name.as_ptr(), entry, buffer.as_mut_ptr(), buffer.len(), found) }
    };
    // SAFETY: `group` is plain data.
    unsafe { with_entry(look_up, |entry: &libc::group| entry.gr_gid) }
}

/// Calls `look_up` with an entry and ever larger buffers for its strings until they fit, then `read` with what was
/// found.
///
/// # Safety
/// `E` must be valid as zero bytes, and `look_up` must set the last argument to null or to a filled first one.
unsafe fn with_entry<E, R>(
    look_up: impl Fn(*mut E, &mut [libc::c_char], *mut *mut E) -> i32,
    read: impl FnOnce(&E) -> R,
) -> Result<Option<R>> {
    let mut buffer = vec![0; 1024];
    loop {
        // SAFETY: promised by the caller.
        let mut entry: E = unsafe { std::mem::zeroed() };
        let mut found = ptr::null_mut();
        match look_up(&raw mut entry, &mut buffer, &raw mut found) {
            0 if found.is_null() => return Ok(None),
            0 => return Ok(Some(read(&entry))),
            libc::ERANGE => buffer.resize(buffer.len() * 2, 0),
            libc::EINTR => {}
            errno => return Err(Error::new(errno, "uv_os_get_passwd")),
        }
    }
}

fn user(entry: &libc::passwd) -> User {
    // SAFETY: the strings of a found entry are valid C strings.
    let bytes = |text: *const libc::c_char| unsafe { CStr::from_ptr(text) }.to_bytes().to_vec();
    User {
        name: bytes(entry.pw_name),
        uid: entry.pw_uid,
        gid: entry.pw_gid,
        home: bytes(entry.pw_dir),
        shell: bytes(entry.pw_shell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_known_and_nobody_is_made_up() {
        let root = user_by_id(0).unwrap();
        assert_eq!((root.name.as_slice(), root.uid, root.gid), (&b"root"[..], 0, 0));
        assert_eq!(user_id("root"), Ok(Some(0)));
        assert_eq!(group_id("no such group"), Ok(None));
        assert_eq!(user_by_id(4_000_000).map_err(|error| error.errno), Err(libc::ENOENT));
    }
}
