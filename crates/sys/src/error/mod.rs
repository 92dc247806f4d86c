//! A failed system call as a value.
//!
//! [`Error`] keeps what Node puts on its error objects: the number, the name of the call and up to two paths.
//! Nobody parses a message to learn what went wrong; the texts are derived from the number, in [`codes`].

pub mod codes;

use std::ffi::CStr;
use std::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed system call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Positive: an `errno` of the system, or one of the numbers libuv adds in [`codes`]. JavaScript sees the
    /// negated number, see [`Error::uv_errno`].
    pub errno: i32,
    /// The call as Node names it: `open`, `connect`, `getaddrinfo`.
    pub syscall: &'static str,
    /// The path, host or address the call was about, as raw bytes.
    pub path: Option<Vec<u8>>,
    /// The second path of `rename`, `link`, `copyfile` and their kin.
    pub dest: Option<Vec<u8>>,
}

impl Error {
    /// An error of `syscall` with the positive number `errno`.
    pub const fn new(errno: i32, syscall: &'static str) -> Self {
        Error { errno, syscall, path: None, dest: None }
    }

    /// The error of an operation on what is not open (`EBADF`).
    pub const fn not_open(syscall: &'static str) -> Self {
        Self::new(libc::EBADF, syscall)
    }

    /// The error of a process that does not run (`ESRCH`).
    pub const fn no_process(syscall: &'static str) -> Self {
        Self::new(libc::ESRCH, syscall)
    }

    /// The error of what is there and is not granted (`EACCES`).
    pub const fn no_access(syscall: &'static str) -> Self {
        Self::new(libc::EACCES, syscall)
    }

    /// `ECONNREFUSED`: nobody is there.
    pub const fn refused(syscall: &'static str) -> Self {
        Error::new(libc::ECONNREFUSED, syscall)
    }

    /// `ECANCELED`: what was asked for was called off.
    pub const fn canceled(syscall: &'static str) -> Self {
        Error::new(libc::ECANCELED, syscall)
    }

    /// The error of an argument that makes no sense (`EINVAL`).
    pub const fn invalid(syscall: &'static str) -> Self {
        Self::new(libc::EINVAL, syscall)
    }

    /// The error of a connection that was never made (`ENOTCONN`).
    pub const fn not_connected(syscall: &'static str) -> Self {
        Self::new(libc::ENOTCONN, syscall)
    }

    /// The calling thread's `errno`; call it right after the system call that failed.
    pub fn last(syscall: &'static str) -> Self {
        Self::new(last_errno(), syscall)
    }

    /// The error of a standard library call; one without a number becomes `UNKNOWN`.
    pub fn from_io(error: &std::io::Error, syscall: &'static str) -> Self {
        Self::new(error.raw_os_error().unwrap_or(codes::UNKNOWN), syscall)
    }

    /// The same error, about `path`.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<Vec<u8>>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same error, with the second path `dest`.
    #[must_use]
    pub fn with_dest(mut self, dest: impl Into<Vec<u8>>) -> Self {
        self.dest = Some(dest.into());
        self
    }

    /// The negative number JavaScript sees as `error.errno`.
    pub const fn uv_errno(&self) -> i32 {
        -self.errno
    }

    /// The name of the number, `ENOENT`; `Unknown system error -N` for one libuv has no name for.
    pub fn code(&self) -> std::borrow::Cow<'static, str> {
        codes::name(self.errno)
    }

    /// What the number means in libuv's words: `no such file or directory`.
    pub fn message(&self) -> std::borrow::Cow<'static, str> {
        codes::message(self.errno)
    }
}

/// The message of Node's error object: `ENOENT: no such file or directory, open 'a'`.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.code(), self.message(), self.syscall)?;
        if let Some(path) = &self.path {
            write!(f, " '{}'", String::from_utf8_lossy(path))?;
        }
        if let Some(dest) = &self.dest {
            write!(f, " -> '{}'", String::from_utf8_lossy(dest))?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// The C library's text for a number, `Text file busy`, which Node has in a few places where it does not ask libuv.
pub fn c_library_text(errno: i32) -> String {
    let mut text = [0; 128];
    // SAFETY: the length is the buffer's; where the call fails the buffer holds zeros, which are a text, too.
    let text = unsafe {
        libc::strerror_r(errno, text.as_mut_ptr(), text.len());
        CStr::from_ptr(text.as_ptr())
    };
    text.to_string_lossy().into_owned()
}

/// The calling thread's `errno`.
pub fn last_errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(codes::UNKNOWN)
}

/// The integers system calls return; -1 says that `errno` holds the reason.
pub trait Return: Copy {
    /// Whether this is the -1 of a failed call.
    fn failed(self) -> bool;
}

impl Return for i32 {
    fn failed(self) -> bool {
        self == -1
    }
}

impl Return for isize {
    fn failed(self) -> bool {
        self == -1
    }
}

impl Return for i64 {
    fn failed(self) -> bool {
        self == -1
    }
}

/// Turns the -1 of a system call into its [`Error`].
pub fn check<T: Return>(value: T, syscall: &'static str) -> Result<T> {
    if value.failed() { Err(Error::last(syscall)) } else { Ok(value) }
}

/// Makes a system call until no signal interrupts it, so `EINTR` never leaves this crate.
pub fn retry<T: Return>(syscall: &'static str, mut call: impl FnMut() -> T) -> Result<T> {
    loop {
        match check(call(), syscall) {
            Err(error) if error.errno == libc::EINTR => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displays_as_node_does() {
        let error = Error::new(libc::ENOENT, "open").with_path("a");
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, open 'a'");
        let error = Error::new(libc::EXDEV, "rename").with_path("a").with_dest("b");
        assert_eq!(error.to_string(), "EXDEV: cross-device link not permitted, rename 'a' -> 'b'");
        assert_eq!(error.uv_errno(), -libc::EXDEV);
    }

    #[test]
    fn unknown_numbers_keep_their_number() {
        assert_eq!(Error::new(9999, "x").code(), "Unknown system error -9999");
        assert_eq!(Error::new(9999, "x").message(), "Unknown system error -9999");
    }

    #[test]
    fn retry_hides_interruptions() {
        let mut left = 3;
        let result = retry("read", || {
            left -= 1;
            // SAFETY: the location of the calling thread's errno is always writable.
            unsafe { *libc::__errno_location() = libc::EINTR };
            if left > 0 { -1 } else { 7 }
        });
        assert_eq!(result, Ok(7));
    }
}
