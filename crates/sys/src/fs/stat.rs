//! What the system knows about a file.

#![cfg_attr(target_os = "linux", expect(clippy::unnecessary_cast, reason = "other systems have narrower types here"))]

use std::ffi::CString;
use std::path::Path;

use super::Fd;
use super::c_path::path_call;
use super::metadata::Links;
use crate::error::{Result, retry};

/// A point in time since 1970; `nanoseconds` is below one second, also before 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timestamp {
    pub seconds: i64,
    pub nanoseconds: i64,
}

/// The metadata of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    pub dev: u64,
    pub mode: u32,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    pub rdev: u64,
    pub blksize: u64,
    pub ino: u64,
    pub size: u64,
    pub blocks: u64,
    pub atime: Timestamp,
    pub mtime: Timestamp,
    pub ctime: Timestamp,
    pub birthtime: Timestamp,
}

impl Stat {
    /// How many values [`Stat::fields`] has.
    pub const FIELDS: usize = 18;

    /// The values in the order they cross to JavaScript: ten numbers, then seconds and nanoseconds of four times.
    pub fn fields(&self) -> [i64; Stat::FIELDS] {
        let times = [self.atime, self.mtime, self.ctime, self.birthtime];
        let mut fields = [0; Stat::FIELDS];
        let numbers = [
            self.dev,
            u64::from(self.mode),
            self.nlink,
            u64::from(self.uid),
            u64::from(self.gid),
            self.rdev,
            self.blksize,
            self.ino,
            self.size,
            self.blocks,
        ];
        for (field, number) in fields.iter_mut().zip(numbers) {
            *field = number.cast_signed();
        }
        for (pair, time) in fields[numbers.len()..].chunks_exact_mut(2).zip(times) {
            pair.copy_from_slice(&[time.seconds, time.nanoseconds]);
        }
        fields
    }

    /// Whether the mode has the type bits `kind`, one of `libc::S_IF*`.
    pub(super) fn is(&self, kind: libc::mode_t) -> bool {
        self.mode & libc::S_IFMT as u32 == kind as u32
    }

    /// The size of a regular file; other kinds claim sizes that say nothing about their content.
    pub(super) fn regular_size(&self) -> Option<usize> {
        self.is(libc::S_IFREG).then(|| usize::try_from(self.size).unwrap_or(usize::MAX))
    }

    /// Whether both are the same file.
    pub(super) fn same_file(&self, other: &Stat) -> bool {
        self.dev == other.dev && self.ino == other.ino
    }
}

/// The metadata of `path`, or with [`Links::Keep`] of the link that `path` names.
pub fn stat(path: &Path, links: Links) -> Result<Stat> {
    let syscall = match links {
        Links::Follow => "stat",
        Links::Keep => "lstat",
    };
    let mut raw = system::zeroed();
    // SAFETY: `path_call` passes a terminated string, `raw` is a valid place for the answer.
    path_call(syscall, path, |text| unsafe { system::at(libc::AT_FDCWD, text, links.at_flag(), &mut raw) })?;
    Ok(system::convert(&raw))
}

/// The metadata of `path`, or none if it leads nowhere. A path that goes through a file leads nowhere, unless the link
/// itself is asked for; Node tells these two apart.
pub fn stat_if_exists(path: &Path, links: Links) -> Result<Option<Stat>> {
    match stat(path, links) {
        Ok(stat) => Ok(Some(stat)),
        Err(error) if error.errno == libc::ENOENT => Ok(None),
        Err(error) if error.errno == libc::ENOTDIR && links == Links::Follow => Ok(None),
        Err(error) => Err(error),
    }
}

/// The metadata of an open file.
pub fn stat_fd(fd: Fd) -> Result<Stat> {
    let mut raw = system::zeroed();
    let empty = CString::default();
    // SAFETY: `empty` is a terminated string and stands for `fd` itself, `raw` is a valid place for the answer.
    retry("fstat", || unsafe { system::of(fd, empty.as_ptr(), &mut raw) })?;
    Ok(system::convert(&raw))
}

/// Linux tells birth times through `statx` only.
#[cfg(target_os = "linux")]
mod system {
    use super::{Stat, Timestamp};
    use std::ffi::{c_char, c_int};

    const WANTED: u32 = libc::STATX_BASIC_STATS | libc::STATX_BTIME;

    pub(super) fn zeroed() -> libc::statx {
        // SAFETY: the structure consists of integers.
        unsafe { std::mem::zeroed() }
    }

    pub(super) unsafe fn at(dir: c_int, path: *const c_char, flags: c_int, raw: &mut libc::statx) -> c_int {
        // SAFETY: the caller passes a terminated string.
        unsafe { libc::statx(dir, path, flags, WANTED, raw) }
    }

    pub(super) unsafe fn of(fd: c_int, empty: *const c_char, raw: &mut libc::statx) -> c_int {
        // SAFETY: the caller passes a terminated string.
        unsafe { libc::statx(fd, empty, libc::AT_EMPTY_PATH, WANTED, raw) }
    }

    pub(super) fn convert(raw: &libc::statx) -> Stat {
        Stat {
            dev: libc::makedev(raw.stx_dev_major, raw.stx_dev_minor),
            mode: u32::from(raw.stx_mode),
            nlink: u64::from(raw.stx_nlink),
            uid: raw.stx_uid,
            gid: raw.stx_gid,
            rdev: libc::makedev(raw.stx_rdev_major, raw.stx_rdev_minor),
            blksize: u64::from(raw.stx_blksize),
            ino: raw.stx_ino,
            size: raw.stx_size,
            blocks: raw.stx_blocks,
            atime: time(raw.stx_atime),
            mtime: time(raw.stx_mtime),
            ctime: time(raw.stx_ctime),
            birthtime: time(raw.stx_btime),
        }
    }

    fn time(raw: libc::statx_timestamp) -> Timestamp {
        Timestamp { seconds: raw.tv_sec, nanoseconds: i64::from(raw.tv_nsec) }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::{Stat, Timestamp};
    use std::ffi::{c_char, c_int};

    pub(super) fn zeroed() -> libc::stat {
        // SAFETY: the structure consists of integers.
        unsafe { std::mem::zeroed() }
    }

    pub(super) unsafe fn at(dir: c_int, path: *const c_char, flags: c_int, raw: &mut libc::stat) -> c_int {
        // SAFETY: the caller passes a terminated string.
        unsafe { libc::fstatat(dir, path, raw, flags) }
    }

    pub(super) unsafe fn of(fd: c_int, _empty: *const c_char, raw: &mut libc::stat) -> c_int {
        // SAFETY: fstat takes any number and fails on one that is not open.
        unsafe { libc::fstat(fd, raw) }
    }

    pub(super) fn convert(raw: &libc::stat) -> Stat {
        let ctime = Timestamp { seconds: raw.st_ctime, nanoseconds: raw.st_ctime_nsec };
        Stat {
            dev: raw.st_dev as u64,
            mode: u32::from(raw.st_mode),
            nlink: u64::from(raw.st_nlink),
            uid: raw.st_uid,
            gid: raw.st_gid,
            rdev: raw.st_rdev as u64,
            blksize: raw.st_blksize as u64,
            ino: raw.st_ino,
            size: raw.st_size as u64,
            blocks: raw.st_blocks as u64,
            atime: Timestamp { seconds: raw.st_atime, nanoseconds: raw.st_atime_nsec },
            mtime: Timestamp { seconds: raw.st_mtime, nanoseconds: raw.st_mtime_nsec },
            ctime,
            birthtime: birthtime(raw).unwrap_or(ctime),
        }
    }

    #[cfg(target_vendor = "apple")]
    fn birthtime(raw: &libc::stat) -> Option<Timestamp> {
        Some(Timestamp { seconds: raw.st_birthtime, nanoseconds: raw.st_birthtime_nsec })
    }

    #[cfg(not(target_vendor = "apple"))]
    fn birthtime(_raw: &libc::stat) -> Option<Timestamp> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn agrees_with_the_standard_library() {
        let dir = TestDir::new();
        std::fs::write(dir.join("a"), "abc").unwrap();
        let theirs = std::fs::metadata(dir.join("a")).unwrap();
        let ours = stat(&dir.join("a"), Links::Follow).unwrap();
        assert_eq!((ours.dev, ours.ino, ours.mode, ours.size), (theirs.dev(), theirs.ino(), theirs.mode(), 3));
        assert_eq!((ours.mtime.seconds, ours.mtime.nanoseconds), (theirs.mtime(), theirs.mtime_nsec()));
        assert_eq!(ours.fields()[8], 3);
        assert_eq!(ours.fields()[12], theirs.mtime());
    }

    #[test]
    fn links_are_followed_or_kept() {
        let dir = TestDir::new();
        std::os::unix::fs::symlink(".", dir.join("l")).unwrap();
        assert!(stat(&dir.join("l"), Links::Follow).unwrap().is(libc::S_IFDIR));
        assert!(stat(&dir.join("l"), Links::Keep).unwrap().is(libc::S_IFLNK));
        let error = stat(Path::new("/gone"), Links::Keep).unwrap_err();
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, lstat '/gone'");
        assert_eq!(stat_if_exists(Path::new("/gone"), Links::Keep), Ok(None));
        assert_eq!(stat_if_exists(Path::new("/dev/null/x"), Links::Follow), Ok(None));
        assert!(stat_if_exists(Path::new("/dev/null/x"), Links::Keep).is_err());
        assert_eq!(stat_fd(-1).unwrap_err().to_string(), "EBADF: bad file descriptor, fstat");
    }
}
