//! Whole files: read into one allocation, written from one buffer.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Fd;
use super::directory::make_dir_all;
use super::file::{Direction, OwnedFile, read, transfer, write};
use super::pin::anywhere;
use super::stat::stat_fd;
use crate::error::{Error, Result, retry};

/// Where a file that tells no size is read in steps of.
const UNKNOWN_SIZE_STEP: usize = 64 * 1024;
/// Enough to see that a file ends where its size says, without growing the buffer to find out.
const PROBE: usize = 32;

/// What to read: a path with the flags to open it, or an open file from where it stands.
#[derive(Clone, Debug)]
pub enum Source {
    Path { path: PathBuf, flags: i32 },
    Fd(Fd),
}

/// What to write: a path with the flags and mode to open it, or an open file from where it stands.
#[derive(Clone, Debug)]
pub enum Target {
    Path { path: PathBuf, flags: i32, mode: u32 },
    Fd(Fd),
}

/// The largest file that is read as a whole; Node has this limit.
const LARGEST: u64 = (1 << 31) - 1;

/// Why a file could not be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    System(Error),
    /// The file has this many bytes.
    TooLarge(u64),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        ReadError::System(error)
    }
}

/// The whole content, up to the end of the file rather than up to the size it claims: files in `/proc` claim 0.
pub fn read_file(source: &Source) -> std::result::Result<Vec<u8>, ReadError> {
    match source {
        Source::Fd(fd) => read_to_end(*fd),
        Source::Path { path, flags } => {
            let file = OwnedFile::open(path, *flags, 0o666)?;
            let content = read_to_end(file.0)?;
            file.finish()?;
            Ok(content)
        }
    }
}

/// Writes all of `data`.
pub fn write_file(target: &Target, data: &[u8]) -> Result<()> {
    match target {
        Target::Fd(fd) => write_all(*fd, data),
        Target::Path { path, flags, mode } => {
            let file = OwnedFile::open(path, *flags, *mode)?;
            write_all(file.0, data)?;
            file.finish()
        }
    }
}

/// Writes a file, in place of one that is there, and makes the folders above it.
pub fn replace_file(path: &Path, data: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_dir_all(folder, 0o777, &anywhere)?;
    }
    let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC;
    write_file(&Target::Path { path: path.to_owned(), flags, mode: 0o666 }, data)
}

/// Adds to the end of a file, which is made if it is not there.
pub fn append_file(path: &Path, data: &[u8]) -> Result<()> {
    let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND;
    write_file(&Target::Path { path: path.to_owned(), flags, mode: 0o666 }, data)
}

fn read_to_end(fd: Fd) -> std::result::Result<Vec<u8>, ReadError> {
    let size = stat_fd(fd)?.regular_size().unwrap_or(0);
    if size as u64 > LARGEST {
        return Err(ReadError::TooLarge(size as u64));
    }
    let mut content = Vec::with_capacity(size);
    transfer(fd, Direction::In, || {
        if content.len() == content.capacity() { grow(fd, &mut content) } else { read_into_spare(fd, &mut content) }
    })?;
    Ok(content)
}

/// Reads into the unused capacity of `content`.
fn read_into_spare(fd: Fd, content: &mut Vec<u8>) -> Result<ControlFlow<()>> {
    let spare = content.spare_capacity_mut();
    let (pointer, length) = (spare.as_mut_ptr().cast(), spare.len());
    // SAFETY: the pointer and length are those of the spare capacity, which the kernel only writes to.
    let count = retry("read", || unsafe { libc::read(fd, pointer, length) })?.unsigned_abs();
    // SAFETY: the kernel has initialised `count` bytes behind the old length.
    unsafe { content.set_len(content.len() + count) };
    Ok(if count == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
}

/// The buffer is full, as it is once a file of known size is read: looks for the end before taking more memory.
fn grow(fd: Fd, content: &mut Vec<u8>) -> Result<ControlFlow<()>> {
    if content.capacity() == 0 {
        content.reserve_exact(UNKNOWN_SIZE_STEP);
        return Ok(ControlFlow::Continue(()));
    }
    let mut probe = [0; PROBE];
    let count = read(fd, &mut probe, None)?;
    if count == 0 {
        return Ok(ControlFlow::Break(()));
    }
    content.reserve(UNKNOWN_SIZE_STEP);
    content.extend_from_slice(&probe[..count]);
    Ok(ControlFlow::Continue(()))
}

fn write_all(fd: Fd, data: &[u8]) -> Result<()> {
    let mut rest = data;
    if rest.is_empty() {
        return Ok(());
    }
    transfer(fd, Direction::Out, || {
        let count = write(fd, rest, None)?;
        rest = &rest[count..];
        Ok(if rest.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    fn source(path: impl Into<PathBuf>) -> Source {
        Source::Path { path: path.into(), flags: libc::O_RDONLY }
    }

    fn target(path: impl Into<PathBuf>, flags: i32) -> Target {
        Target::Path { path: path.into(), flags: flags | libc::O_WRONLY | libc::O_CREAT, mode: 0o644 }
    }

    #[test]
    fn content_round_trips_and_appends() {
        let dir = TestDir::new();
        let path = dir.join("a");
        for size in [0, 1, UNKNOWN_SIZE_STEP, 3 * UNKNOWN_SIZE_STEP + 7] {
            let data: Vec<u8> = (0..size).map(|n| n as u8).collect();
            write_file(&target(&path, libc::O_TRUNC), &data).unwrap();
            assert_eq!(read_file(&source(&path)).unwrap(), data);
        }
        write_file(&target(&path, libc::O_TRUNC), b"a").unwrap();
        write_file(&target(&path, libc::O_APPEND), b"b").unwrap();
        assert_eq!(read_file(&source(&path)).unwrap(), b"ab");
    }

    #[test]
    fn files_without_a_size_are_read_to_their_end() {
        assert!(!read_file(&source("/proc/self/status")).unwrap().is_empty());
    }

    #[test]
    fn a_directory_fails_in_read() {
        let expected = Error::new(libc::EISDIR, "read");
        assert_eq!(read_file(&source("/")), Err(ReadError::System(expected)));
    }

    #[test]
    fn a_file_that_is_too_large_tells_its_size() {
        let dir = TestDir::new();
        std::fs::File::create(dir.join("a")).unwrap().set_len(LARGEST + 1).unwrap();
        assert_eq!(read_file(&source(dir.join("a"))), Err(ReadError::TooLarge(LARGEST + 1)));
    }

    #[test]
    fn a_pipe_in_non_blocking_mode_is_waited_for() {
        let mut ends = [0; 2];
        // SAFETY: `ends` has room for two descriptors.
        assert_eq!(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_NONBLOCK) }, 0);
        let data = vec![7u8; 1 << 20];
        let expected = data.clone();
        let writer = std::thread::spawn(move || {
            write_file(&Target::Fd(ends[1]), &data).unwrap();
            super::super::close(ends[1]).unwrap();
        });
        assert!(read_file(&Source::Fd(ends[0])).unwrap() == expected);
        writer.join().unwrap();
        super::super::close(ends[0]).unwrap();
    }
}
