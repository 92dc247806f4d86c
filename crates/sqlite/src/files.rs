//! Which files SQLite may open, for programs that are limited: whatever names a file, a path, `ATTACH` or `VACUUM INTO`, it is opened
//! by one call.

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null;
use std::sync::OnceLock;

use crate::{Error, Result, sys};

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only to read.
    Read,
    /// To read and to write, and to be made if it is not there.
    Write,
}

/// Whether a file may be opened. The path is absolute and without links.
pub type Guard = fn(&Path, Access) -> bool;

static GUARD: OnceLock<Guard> = OnceLock::new();

/// Asks `guard` before a file is opened from now on, for the whole process; the first guard stays. It is not asked for the temporary
/// files that SQLite names and removes itself.
///
/// # Errors
/// When SQLite's files cannot be guarded on this system.
pub fn guard_files(guard: Guard) -> Result<()> {
    if GUARD.set(guard).is_err() {
        return Ok(());
    }
    let open: unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int = open_guarded;
    // SAFETY: the default file system lives as long as the library, and by its documentation the call it names "open" has the type of
    // `open_guarded`; SQLite casts it back to that type before it calls it.
    let code = unsafe {
        let files = sys::sqlite3_vfs_find(null());
        let open = Some(std::mem::transmute::<
            unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int,
            unsafe extern "C" fn(),
        >(open));
        files.as_ref().and_then(|found| found.xSetSystemCall).map(|set| set(files, c"open".as_ptr(), open))
    };
    if code == Some(sys::SQLITE_OK) { Ok(()) } else { Err(Error::new(sys::SQLITE_AUTH)) }
}

/// # Safety
/// `path` is a C string.
unsafe extern "C" fn open_guarded(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    // SAFETY: by the contract of this function.
    let name = unsafe { CStr::from_ptr(path) };
    if !may_open(name, flags) {
        // SAFETY: errno is this thread's.
        unsafe { *libc::__errno_location() = libc::EACCES };
        return -1;
    }
    // SAFETY: the path is a C string.
    unsafe { libc::open(path, flags, mode as libc::mode_t) }
}

fn may_open(path: &CStr, flags: c_int) -> bool {
    let is_temporary = flags & libc::O_EXCL != 0;
    let access = if flags & libc::O_ACCMODE == libc::O_RDONLY { Access::Read } else { Access::Write };
    let path = Path::new(OsStr::from_bytes(path.to_bytes()));
    is_temporary || GUARD.get().is_none_or(|guard| guard(path, access))
}
