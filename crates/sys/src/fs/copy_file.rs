//! Copying one file.

use std::path::Path;

use super::Fd;
use super::c_path::about_both;
use super::file::{OwnedFile, truncate, write};
use super::metadata::change_mode_of;
use super::names::unlink;
use super::stat::{Stat, stat_fd};
use crate::error::{Error, Result, check, retry};

/// The most bytes one call to the kernel copies.
const STEP: usize = 1 << 30;
/// The buffer for file systems that the kernel cannot copy between.
const BUFFER: usize = 256 * 1024;

/// How to copy: Node's `COPYFILE_*` as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopyMode {
    /// Fail if the destination exists.
    pub exclusive: bool,
    /// Share the blocks of the source.
    pub clone: Cloning,
}

/// Whether a copy may or must share the blocks of its source until either is written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cloning {
    #[default]
    No,
    IfPossible,
    Required,
}

impl CopyMode {
    /// From the bits of `COPYFILE_EXCL` (1), `COPYFILE_FICLONE` (2) and `COPYFILE_FICLONE_FORCE` (4).
    pub fn from_bits(bits: i32) -> Self {
        let clone = match (bits & 4, bits & 2) {
            (4, _) => Cloning::Required,
            (_, 2) => Cloning::IfPossible,
            _ => Cloning::No,
        };
        CopyMode { exclusive: bits & 1 != 0, clone }
    }
}

/// Copies content and permission bits of `path` to `dest`. A copy that fails half way is taken away again, unless
/// `dest` was there before.
pub fn copy_file(path: &Path, dest: &Path, mode: CopyMode) -> Result<()> {
    copy(path, dest, mode).map_err(|error| about_both(Error { syscall: "copyfile", ..error }, path, dest))
}

fn copy(path: &Path, dest: &Path, mode: CopyMode) -> Result<()> {
    let source = OwnedFile::open(path, libc::O_RDONLY, 0)?;
    let stat = stat_fd(source.0)?;
    let existed = super::exists(dest);
    let exclusive = if mode.exclusive { libc::O_EXCL } else { 0 };
    let copy = OwnedFile::open(dest, libc::O_WRONLY | libc::O_CREAT | exclusive, stat.mode)?;
    if stat_fd(copy.0)?.same_file(&stat) {
        return Ok(());
    }
    fill(source.0, copy.0, &stat, mode).and_then(|()| copy.finish()).inspect_err(|_| {
        if !existed {
            // The copy's own error is the one to report.
            let _ = unlink(dest);
        }
    })
}

fn fill(from: Fd, to: Fd, stat: &Stat, mode: CopyMode) -> Result<()> {
    truncate(to, 0)?;
    match change_mode_of(to, stat.mode & 0o7777) {
        // Network file systems may refuse it for a file that somebody else owns.
        Err(error) if error.errno != libc::EPERM => return Err(error),
        _ => {}
    }
    match (mode.clone, share_blocks(from, to)) {
        (Cloning::No, _) => copy_bytes(from, to, stat),
        (Cloning::IfPossible, Some(Ok(()))) => Ok(()),
        (Cloning::IfPossible, _) => copy_bytes(from, to, stat),
        (Cloning::Required, Some(result)) => result,
        (Cloning::Required, None) => Err(Error::new(libc::ENOSYS, "copyfile")),
    }
}

/// `None` where the system has no such call.
#[cfg(target_os = "linux")]
fn share_blocks(from: Fd, to: Fd) -> Option<Result<()>> {
    // SAFETY: the request takes a descriptor as its argument and touches no memory of ours.
    Some(check(unsafe { libc::ioctl(to, libc::FICLONE as _, from) }, "copyfile").map(drop))
}

#[cfg(not(target_os = "linux"))]
fn share_blocks(_from: Fd, _to: Fd) -> Option<Result<()>> {
    None
}

#[cfg(target_os = "linux")]
fn copy_bytes(from: Fd, to: Fd, stat: &Stat) -> Result<()> {
    // Files in /proc claim to be empty, and the kernel copies what they claim.
    if stat.regular_size() == Some(0) {
        return copy_through_buffer(from, to);
    }
    let mut copied = false;
    loop {
        // SAFETY: null offsets make the call use and move the positions of the files.
        let step = || unsafe { libc::copy_file_range(from, std::ptr::null_mut(), to, std::ptr::null_mut(), STEP, 0) };
        match retry("copyfile", step) {
            Ok(0) => return Ok(()),
            Ok(_) => copied = true,
            Err(error) if !copied && cannot_copy_between(&error) => return copy_through_buffer(from, to),
            Err(error) => return Err(error),
        }
    }
}

/// Whether the kernel refuses this pair of files rather than failing on them.
#[cfg(target_os = "linux")]
fn cannot_copy_between(error: &Error) -> bool {
    matches!(
        error.errno,
        libc::EXDEV | libc::EINVAL | libc::ENOSYS | libc::EOPNOTSUPP | libc::EPERM | libc::EBADF | libc::ETXTBSY
    )
}

#[cfg(not(target_os = "linux"))]
fn copy_bytes(from: Fd, to: Fd, _stat: &Stat) -> Result<()> {
    copy_through_buffer(from, to)
}

fn copy_through_buffer(from: Fd, to: Fd) -> Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let count = super::read(from, &mut buffer, None)?;
        if count == 0 {
            return Ok(());
        }
        let mut rest = &buffer[..count];
        while !rest.is_empty() {
            rest = &rest[write(to, rest, None)?..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn content_and_mode_are_copied() {
        let dir = TestDir::new();
        let (from, to) = (dir.join("a"), dir.join("b"));
        std::fs::write(&from, "content").unwrap();
        std::fs::set_permissions(&from, std::fs::Permissions::from_mode(0o750)).unwrap();
        std::fs::write(&to, "longer than what comes").unwrap();
        copy_file(&from, &to, CopyMode::default()).unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), b"content");
        assert_eq!(std::fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o750);
        let error = copy_file(&from, &to, CopyMode::from_bits(1)).unwrap_err();
        assert_eq!((error.errno, error.syscall), (libc::EEXIST, "copyfile"));
        assert_eq!(error.dest.as_deref(), Some(to.as_os_str().as_bytes()));
    }

    #[test]
    fn a_file_onto_itself_stays() {
        let dir = TestDir::new();
        std::fs::write(dir.join("a"), "x").unwrap();
        copy_file(&dir.join("a"), &dir.join("a"), CopyMode::default()).unwrap();
        assert_eq!(std::fs::read(dir.join("a")).unwrap(), b"x");
    }

    #[test]
    fn files_that_claim_no_size_are_copied() {
        let dir = TestDir::new();
        copy_file(Path::new("/proc/version"), &dir.join("v"), CopyMode::default()).unwrap();
        assert!(!std::fs::read(dir.join("v")).unwrap().is_empty());
    }

    #[test]
    fn a_copy_that_fails_leaves_nothing() {
        let dir = TestDir::new();
        let error = copy_file(dir.path(), &dir.join("b"), CopyMode::default()).unwrap_err();
        assert_eq!(error.errno, libc::EISDIR);
        assert!(!super::super::exists(&dir.join("b")));
    }
}
