//! Changing and probing what the system knows about a file.

use std::path::Path;

use super::Fd;
use super::c_path::path_call;
use super::stat::Timestamp;
use crate::error::{Result, retry};

/// What a path that ends in a symbolic link means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// The file the link points to.
    Follow,
    /// The link itself.
    Keep,
}

impl Links {
    pub(super) fn at_flag(self) -> i32 {
        match self {
            Links::Follow => 0,
            Links::Keep => libc::AT_SYMLINK_NOFOLLOW,
        }
    }
}

/// Fails unless the process may do what `mode` says: `F_OK`, or a sum of `R_OK`, `W_OK` and `X_OK`.
pub fn access(path: &Path, mode: i32) -> Result<()> {
    // SAFETY: `path_call` passes a terminated string.
    path_call("access", path, |text| unsafe { libc::access(text, mode) }).map(drop)
}

/// Whether `path` leads to a file of any kind.
pub fn exists(path: &Path) -> bool {
    access(path, libc::F_OK).is_ok()
}

/// Sets the permission bits of the file at `path`.
pub fn change_mode(path: &Path, mode: u32) -> Result<()> {
    // SAFETY: `path_call` passes a terminated string.
    path_call("chmod", path, |text| unsafe { libc::chmod(text, mode as libc::mode_t) }).map(drop)
}

/// Sets the permission bits of an open file.
pub fn change_mode_of(fd: Fd, mode: u32) -> Result<()> {
    // SAFETY: fchmod takes any number and fails on one that is not open.
    retry("fchmod", || unsafe { libc::fchmod(fd, mode as libc::mode_t) }).map(drop)
}

/// Sets owner and group of the file at `path`; the highest number leaves one as it is.
pub fn change_owner(path: &Path, uid: u32, gid: u32, links: Links) -> Result<()> {
    match links {
        // SAFETY: `path_call` passes a terminated string.
        Links::Follow => path_call("chown", path, |text| unsafe { libc::chown(text, uid, gid) }),
        // SAFETY: as above.
        Links::Keep => path_call("lchown", path, |text| unsafe { libc::lchown(text, uid, gid) }),
    }
    .map(drop)
}

/// Sets owner and group of an open file; the highest number leaves one as it is.
pub fn change_owner_of(fd: Fd, uid: u32, gid: u32) -> Result<()> {
    // SAFETY: fchown takes any number and fails on one that is not open.
    retry("fchown", || unsafe { libc::fchown(fd, uid, gid) }).map(drop)
}

/// Sets the times of last access and modification of the file at `path`, in seconds since 1970.
pub fn set_times(path: &Path, atime: f64, mtime: f64, links: Links) -> Result<()> {
    let syscall = match links {
        Links::Follow => "utime",
        Links::Keep => "lutime",
    };
    let times = [timespec(atime), timespec(mtime)];
    // SAFETY: `path_call` passes a terminated string, `times` has the two entries the call reads.
    path_call(syscall, path, |text| unsafe { libc::utimensat(libc::AT_FDCWD, text, times.as_ptr(), links.at_flag()) })
        .map(drop)
}

/// Sets the times of last access and modification of an open file, in seconds since 1970.
pub fn set_times_of(fd: Fd, atime: f64, mtime: f64) -> Result<()> {
    let times = [timespec(atime), timespec(mtime)];
    // SAFETY: `times` has the two entries the call reads.
    retry("futime", || unsafe { libc::futimens(fd, times.as_ptr()) }).map(drop)
}

/// Seconds of JavaScript as the system counts them. A double holds today's time to a quarter of a microsecond, so
/// the digits below a microsecond are noise and are cut off.
fn timespec(seconds: f64) -> libc::timespec {
    let time = Timestamp::from_seconds(seconds);
    libc::timespec { tv_sec: time.seconds, tv_nsec: time.nanoseconds }
}

impl Timestamp {
    /// From seconds since 1970, to the microsecond.
    pub fn from_seconds(seconds: f64) -> Self {
        let whole = seconds.floor();
        let micros = ((seconds - whole) * 1e6).floor() as i64;
        Timestamp { seconds: whole as i64, nanoseconds: micros * 1000 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::stat::stat;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn times_before_and_after_1970() {
        let dir = TestDir::new();
        let path = dir.join("a");
        std::fs::write(&path, "").unwrap();
        set_times(&path, -1.5, 4_294_967_297.25, Links::Follow).unwrap();
        let stat = stat(&path, Links::Follow).unwrap();
        assert_eq!(stat.atime, Timestamp { seconds: -2, nanoseconds: 500_000_000 });
        assert_eq!(stat.mtime, Timestamp { seconds: 4_294_967_297, nanoseconds: 250_000_000 });
    }

    #[test]
    fn modes_change_and_are_probed() {
        let dir = TestDir::new();
        let path = dir.join("a");
        std::fs::write(&path, "").unwrap();
        change_mode(&path, 0o640).unwrap();
        assert_eq!(stat(&path, Links::Follow).unwrap().mode & 0o777, 0o640);
        assert!(exists(&path) && !exists(&dir.join("b")));
        assert_eq!(access(&path, libc::R_OK), Ok(()));
        assert_eq!(change_owner(&path, u32::MAX, u32::MAX, Links::Keep), Ok(()));
    }

    #[test]
    fn descriptors_that_are_not_open_are_told() {
        assert_eq!(set_times_of(-1, 0.0, 0.0).unwrap_err().syscall, "futime");
        assert_eq!(change_mode_of(-1, 0).unwrap_err().syscall, "fchmod");
        assert_eq!(change_owner_of(-1, 0, 0).unwrap_err().errno, libc::EBADF);
    }
}
