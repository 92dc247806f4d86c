//! Moving bytes through a non-blocking descriptor, which may be a socket, a pipe or a terminal.

use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;

use crate::error::retry;
use crate::{Error, Result};

/// The most pieces the system takes in one call.
const PIECES_MAX: usize = libc::UIO_MAXIOV as usize;

/// Reads into `buffer`; 0 is the end, `None` that nothing is there yet.
///
/// # Errors
/// `ECONNRESET`, `EBADF`, …
pub fn read(fd: RawFd, buffer: &mut [MaybeUninit<u8>]) -> Result<Option<usize>> {
    // SAFETY: the kernel writes at most `buffer.len()` bytes into the buffer.
    let count = retry("read", || unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) });
    available(count)
}

/// The same, into memory that is initialised already.
///
/// # Errors
/// As [`read`].
pub fn read_slice(fd: RawFd, buffer: &mut [u8]) -> Result<Option<usize>> {
    // SAFETY: initialised bytes are valid as possibly uninitialised ones, and `read` only initialises.
    read(fd, unsafe { &mut *(std::ptr::from_mut(buffer) as *mut [MaybeUninit<u8>]) })
}

/// Appends what is there to `buffer`, as far as its spare capacity goes.
///
/// # Errors
/// As [`read`].
pub fn read_spare(fd: RawFd, buffer: &mut Vec<u8>) -> Result<Option<usize>> {
    let count = read(fd, buffer.spare_capacity_mut())?;
    // SAFETY: the read has initialised this many bytes of the spare capacity.
    unsafe { buffer.set_len(buffer.len() + count.unwrap_or(0)) };
    Ok(count)
}

/// Whether a socket that should be silent has something to read: bytes, the end, or an error.
pub fn has_input(fd: RawFd) -> bool {
    let mut byte = 0u8;
    let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
    // SAFETY: the kernel writes at most one byte into `byte`.
    let count = retry("recv", || unsafe { libc::recv(fd, (&raw mut byte).cast(), 1, flags) });
    !matches!(available(count), Ok(None))
}

/// Writes from `bytes`; `None` when nothing fits now.
///
/// # Errors
/// `EPIPE`, `ECONNRESET`, `EBADF`, …
pub fn write(fd: RawFd, bytes: &[u8]) -> Result<Option<usize>> {
    // SAFETY: `bytes` is readable for its length.
    let count = retry("write", || unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) });
    available(count)
}

/// Writes from the pieces in order, in one call; `None` when nothing fits now. Pieces beyond the system's limit
/// are left for the next call.
///
/// # Errors
/// As [`write`].
pub fn write_vectored(fd: RawFd, pieces: &[IoSlice<'_>]) -> Result<Option<usize>> {
    let count = pieces.len().min(PIECES_MAX) as i32;
    // SAFETY: `IoSlice` has the layout of `iovec`, and every piece is readable for its length.
    let count = retry("write", || unsafe { libc::writev(fd, pieces.as_ptr().cast(), count) });
    available(count)
}

/// `None` for a call that would have to wait.
pub(super) fn available(count: Result<isize>) -> Result<Option<usize>> {
    match count {
        Ok(count) => Ok(Some(count.unsigned_abs())),
        Err(Error { errno: libc::EAGAIN, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
