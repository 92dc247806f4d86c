//! Open files: what is done with a descriptor.

use std::ops::ControlFlow;
use std::path::Path;

use super::Fd;
use super::c_path::path_call;
use super::pin::{Use, open_flags};
use crate::error::{Result, check, retry};

/// The most buffers one vectored call takes; the kernel's `IOV_MAX`.
const MAX_VECTORS: usize = 1024;

/// Opens `path`. The descriptor is closed in child programs.
pub fn open(path: &Path, flags: i32, mode: u32) -> Result<Fd> {
    let flags = flags | libc::O_CLOEXEC | open_flags(path);
    // SAFETY: `path_call` passes a terminated string.
    path_call("open", path, |text| unsafe { libc::open(text, flags, mode) })
}

/// Closes `fd`. An interrupted close is done: the system has released the descriptor and may have given it away.
pub fn close(fd: Fd) -> Result<()> {
    // SAFETY: close takes any number and fails on one that is not open.
    match check(unsafe { libc::close(fd) }, "close") {
        Err(error) if error.errno == libc::EINTR || error.errno == libc::EINPROGRESS => Ok(()),
        result => result.map(drop),
    }
}

/// Reads once into `buffer`, at `position` or where the file stands; 0 is the end.
pub fn read(fd: Fd, buffer: &mut [u8], position: Option<i64>) -> Result<usize> {
    let (pointer, length) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the pointer and length are those of a live, exclusive slice.
    let count = retry("read", || unsafe {
        match position {
            Some(offset) => libc::pread(fd, pointer, length, offset),
            None => libc::read(fd, pointer, length),
        }
    })?;
    Ok(count.unsigned_abs())
}

/// Writes once from `buffer`, at `position` or where the file stands; may write less than all.
pub fn write(fd: Fd, buffer: &[u8], position: Option<i64>) -> Result<usize> {
    let (pointer, length) = (buffer.as_ptr().cast(), buffer.len());
    // SAFETY: the pointer and length are those of a live slice.
    let count = retry("write", || unsafe {
        match position {
            Some(offset) => libc::pwrite(fd, pointer, length, offset),
            None => libc::write(fd, pointer, length),
        }
    })?;
    Ok(count.unsigned_abs())
}

/// Reads into `buffers`, one after the other, until they are full or nothing more comes.
pub fn read_vectored(fd: Fd, buffers: &mut [&mut [u8]], position: Option<i64>) -> Result<usize> {
    let vectors: Vec<libc::iovec> = buffers
        .iter_mut()
        .map(|buffer| libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() })
        .collect();
    in_batches(&vectors, position, |batch, at| {
        // SAFETY: each vector names a live, exclusive slice of `buffers`; a batch has at most MAX_VECTORS.
        retry("read", || unsafe {
            match at {
                Some(offset) => libc::preadv(fd, batch.as_ptr(), batch.len() as i32, offset),
                None => libc::readv(fd, batch.as_ptr(), batch.len() as i32),
            }
        })
    })
}

/// Writes `buffers`, one after the other, until they are out or the file takes no more.
pub fn write_vectored(fd: Fd, buffers: &[&[u8]], position: Option<i64>) -> Result<usize> {
    let vectors: Vec<libc::iovec> = buffers
        .iter()
        .map(|buffer| libc::iovec { iov_base: buffer.as_ptr().cast_mut().cast(), iov_len: buffer.len() })
        .collect();
    in_batches(&vectors, position, |batch, at| {
        // SAFETY: each vector names a live slice of `buffers`, which is only read; a batch has at most MAX_VECTORS.
        retry("write", || unsafe {
            match at {
                Some(offset) => libc::pwritev(fd, batch.as_ptr(), batch.len() as i32, offset),
                None => libc::writev(fd, batch.as_ptr(), batch.len() as i32),
            }
        })
    })
}

/// Hands out vectors as many as one call takes, and stops after a call that moved less than it was given. An error
/// after the first batch is kept back: the bytes that were moved count.
fn in_batches(
    vectors: &[libc::iovec],
    position: Option<i64>,
    mut call: impl FnMut(&[libc::iovec], Option<i64>) -> Result<isize>,
) -> Result<usize> {
    if vectors.is_empty() {
        return call(vectors, position).map(isize::unsigned_abs);
    }
    let mut total = 0;
    for batch in vectors.chunks(MAX_VECTORS) {
        let wanted: usize = batch.iter().map(|vector| vector.iov_len).sum();
        match call(batch, position.map(|start| start + total as i64)) {
            Ok(count) => total += count.unsigned_abs(),
            Err(error) if total == 0 => return Err(error),
            Err(_) => break,
        }
        if total < wanted {
            break;
        }
    }
    Ok(total)
}

/// Cuts or extends the open file to `length` bytes.
pub fn truncate(fd: Fd, length: i64) -> Result<()> {
    // SAFETY: ftruncate takes any number and fails on one that is not an open file.
    retry("ftruncate", || unsafe { libc::ftruncate(fd, length) }).map(drop)
}

/// Cuts or extends the file at `path` to `length` bytes. It is opened for that, as its error says.
pub fn truncate_path(path: &Path, length: i64) -> Result<()> {
    let file = OwnedFile::open(path, libc::O_RDWR, 0)?;
    truncate(file.0, length)?;
    file.finish()
}

/// Waits until the file's data and metadata are on the medium.
pub fn sync(fd: Fd) -> Result<()> {
    // SAFETY: fsync takes any number and fails on one that is not an open file.
    retry("fsync", || unsafe { libc::fsync(fd) }).map(drop)
}

/// Waits until the file's data, and the metadata needed to read it, are on the medium.
pub fn datasync(fd: Fd) -> Result<()> {
    #[cfg(target_os = "linux")]
    // SAFETY: fdatasync takes any number and fails on one that is not an open file.
    return retry("fdatasync", || unsafe { libc::fdatasync(fd) }).map(drop);
    #[cfg(not(target_os = "linux"))]
    // SAFETY: as for fdatasync, which these systems lack or leave undocumented.
    retry("fdatasync", || unsafe { libc::fsync(fd) }).map(drop)
}

/// Which way a transfer on a descriptor that would block is going.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    In,
    Out,
}

/// Repeats `step` until it breaks. A descriptor in non-blocking mode is waited for rather than reported: a whole
/// file is asked for, and half of one is no answer.
pub(super) fn transfer(fd: Fd, direction: Direction, mut step: impl FnMut() -> Result<ControlFlow<()>>) -> Result<()> {
    loop {
        match step() {
            Ok(ControlFlow::Break(())) => return Ok(()),
            Ok(ControlFlow::Continue(())) => {}
            Err(error) if error.errno == libc::EAGAIN => wait_ready(fd, direction)?,
            Err(error) => return Err(error),
        }
    }
}

fn wait_ready(fd: Fd, direction: Direction) -> Result<()> {
    let (syscall, events) = match direction {
        Direction::In => ("read", libc::POLLIN),
        Direction::Out => ("write", libc::POLLOUT),
    };
    let mut poll = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: `poll` is one valid entry.
    retry(syscall, || unsafe { libc::poll(&raw mut poll, 1, -1) }).map(drop)
}

/// A descriptor that closes when it goes out of scope; for files opened and closed within one operation.
pub(super) struct OwnedFile(pub(super) Fd);

impl OwnedFile {
    pub(super) fn open(path: &Path, flags: i32, mode: u32) -> Result<Self> {
        open(path, flags, mode).map(OwnedFile)
    }

    /// Closes the file and reports what the system has to say, which may be a write that failed late.
    pub(super) fn finish(self) -> Result<()> {
        let fd = self.0;
        std::mem::forget(self);
        close(fd)
    }
}

impl Drop for OwnedFile {
    fn drop(&mut self) {
        // An earlier error is on its way to the caller; a second one from close would only hide it.
        let _ = close(self.0);
    }
}

/// What the flags of `open(2)` let a program do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenAccess {
    /// Read.
    pub reads: bool,
    /// Write, or change the file by opening it.
    pub writes: bool,
    /// What of the path is used.
    pub uses: Use,
}

impl OpenAccess {
    /// Reads them off the flags.
    pub fn of(flags: i32) -> OpenAccess {
        let access = flags & libc::O_ACCMODE;
        let changes = flags & (libc::O_APPEND | libc::O_CREAT | libc::O_TRUNC) != 0;
        let uses = match flags {
            flags if flags & libc::O_NOFOLLOW != 0 => Use::Name,
            flags if flags & libc::O_CREAT != 0 => Use::TargetOrNew,
            _ => Use::Target,
        };
        OpenAccess { reads: access != libc::O_WRONLY, writes: access != libc::O_RDONLY || changes, uses }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn reads_and_writes_at_positions() {
        let dir = TestDir::new();
        let fd = open(&dir.join("a"), libc::O_RDWR | libc::O_CREAT, 0o644).unwrap();
        assert_eq!(write(fd, b"hello", None), Ok(5));
        assert_eq!(write(fd, b"J", Some(0)), Ok(1));
        let mut buffer = [0; 8];
        assert_eq!(read(fd, &mut buffer, Some(0)), Ok(5));
        assert_eq!(&buffer[..5], b"Jello");
        assert_eq!(read(fd, &mut buffer, None), Ok(0));
        truncate(fd, 2).unwrap();
        assert_eq!(read(fd, &mut buffer, Some(0)), Ok(2));
        close(fd).unwrap();
        assert_eq!(close(fd).map_err(|error| error.to_string()), Err("EBADF: bad file descriptor, close".into()));
    }

    #[test]
    fn vectored_calls_pass_the_limit_of_one_call() {
        let dir = TestDir::new();
        let fd = open(&dir.join("a"), libc::O_RDWR | libc::O_CREAT, 0o644).unwrap();
        let out = vec![b"ab".as_slice(); MAX_VECTORS + 3];
        assert_eq!(write_vectored(fd, &out, Some(0)), Ok(out.len() * 2));
        let mut halves = vec![[0u8; 2]; MAX_VECTORS + 5];
        let mut buffers: Vec<&mut [u8]> = halves.iter_mut().map(|half| half.as_mut_slice()).collect();
        assert_eq!(read_vectored(fd, &mut buffers, Some(0)), Ok(out.len() * 2));
        assert_eq!(halves[MAX_VECTORS + 2], *b"ab");
        close(fd).unwrap();
    }

    #[test]
    fn open_names_the_path() {
        let error = open(Path::new("/no/such"), libc::O_RDONLY, 0).unwrap_err();
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, open '/no/such'");
    }
}
