//! Who opens and removes the files of SQLite, for programs that are limited: whatever names a file, a path, `ATTACH` or `VACUUM INTO`, it is
//! opened by one call and removed by another.

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::null;
use std::sync::OnceLock;

use crate::{Error, Result, sys};

/// The number of a system call's error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub i32);

impl Errno {
    /// What is there and is not granted.
    pub const ACCESS: Errno = Errno(libc::EACCES);
}

/// Opens and removes files in SQLite's place. Paths are absolute; SQLite has freed them of links, which somebody may have made since.
pub trait Files: Sync {
    /// Opens a file; SQLite closes it.
    ///
    /// # Errors
    /// What `open(2)` says.
    fn open(&self, path: &Path, how: Opening) -> std::result::Result<RawFd, Errno>;

    /// Takes the name of a file away.
    ///
    /// # Errors
    /// What `unlink(2)` says.
    fn remove(&self, path: &Path) -> std::result::Result<(), Errno>;
}

/// How SQLite wants a file opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The flags of `open(2)`.
    pub flags: i32,
    /// The permissions of a new file.
    pub mode: u32,
}

impl Opening {
    /// Whether the file is written, or made if it is not there.
    pub fn writes(self) -> bool {
        self.flags & libc::O_ACCMODE != libc::O_RDONLY
    }

    /// Whether the file is new, and is not opened if it is there.
    pub fn is_new(self) -> bool {
        self.flags & libc::O_EXCL != 0
    }
}

static FILES: OnceLock<&dyn Files> = OnceLock::new();

/// Opens and removes all files through `files` from now on, for the whole process; the first ones stay.
///
/// # Errors
/// When that cannot be on this system.
pub fn replace_files(files: &'static dyn Files) -> Result<()> {
    if FILES.set(files).is_err() {
        return Ok(());
    }
    let open: unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int = open;
    let unlink: unsafe extern "C" fn(*const c_char) -> c_int = unlink;
    // SAFETY: by SQLite's documentation the calls that it names "open" and "unlink" have the types of these functions; it casts them back to
    // those types before it calls them.
    unsafe {
        replace_call(
            c"open",
            std::mem::transmute::<unsafe extern "C" fn(*const c_char, c_int, c_int) -> c_int, Call>(open),
        )?;
        replace_call(c"unlink", std::mem::transmute::<unsafe extern "C" fn(*const c_char) -> c_int, Call>(unlink))
    }
}

/// A system call as SQLite keeps it.
type Call = unsafe extern "C" fn();

/// # Safety
/// `call` has, behind its type, the one that SQLite calls `name` by.
unsafe fn replace_call(name: &CStr, call: Call) -> Result<()> {
    // SAFETY: the default file system lives as long as the library; of the call this function's contract tells.
    let code = unsafe {
        let system = sys::sqlite3_vfs_find(null());
        system.as_ref().and_then(|found| found.xSetSystemCall).map(|set| set(system, name.as_ptr(), Some(call)))
    };
    if code == Some(sys::SQLITE_OK) { Ok(()) } else { Err(Error::new(sys::SQLITE_AUTH)) }
}

/// # Safety
/// `path` is a C string.
unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: c_int) -> c_int {
    // SAFETY: by the contract of this function.
    let path = unsafe { path_of(path) };
    answer(files().open(path, Opening { flags, mode: mode.cast_unsigned() }))
}

/// # Safety
/// `path` is a C string.
unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: by the contract of this function.
    let path = unsafe { path_of(path) };
    answer(files().remove(path).map(|()| 0))
}

/// # Safety
/// `path` is a C string that outlives the result.
unsafe fn path_of<'a>(path: *const c_char) -> &'a Path {
    // SAFETY: by the contract of this function.
    Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(path) }.to_bytes()))
}

fn files() -> &'static dyn Files {
    *FILES.get().expect("SQLite got these calls after the files")
}

/// The result as the system gives it: -1 with the number in errno.
fn answer(result: std::result::Result<c_int, Errno>) -> c_int {
    result.unwrap_or_else(|Errno(number)| {
        // SAFETY: errno is this thread's.
        unsafe { *libc::__errno_location() = number };
        -1
    })
}
