//! What the system knows about the file system a path is on.

#![cfg_attr(target_os = "linux", expect(clippy::unnecessary_cast, reason = "other systems have narrower types here"))]

use std::path::Path;

use super::c_path::path_call;
use crate::error::Result;

/// The metadata of a mounted file system, sizes in blocks of `bsize` bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatFs {
    pub kind: u64,
    pub bsize: u64,
    pub frsize: u64,
    pub blocks: u64,
    pub bfree: u64,
    pub bavail: u64,
    pub files: u64,
    pub ffree: u64,
}

impl StatFs {
    /// The values in the order they cross to JavaScript.
    pub fn fields(&self) -> [i64; 8] {
        [self.kind, self.bsize, self.frsize, self.blocks, self.bfree, self.bavail, self.files, self.ffree]
            .map(u64::cast_signed)
    }
}

/// The file system that `path` is on.
pub fn stat_fs(path: &Path) -> Result<StatFs> {
    // SAFETY: the structure consists of integers.
    let mut raw: libc::statfs = unsafe { std::mem::zeroed() };
    // SAFETY: `path_call` passes a terminated string, `raw` is a valid place for the answer.
    path_call("statfs", path, |text| unsafe { libc::statfs(text, &raw mut raw) })?;
    Ok(convert(&raw))
}

fn convert(raw: &libc::statfs) -> StatFs {
    StatFs {
        kind: raw.f_type as u64,
        bsize: raw.f_bsize as u64,
        #[cfg(target_os = "linux")]
        frsize: raw.f_frsize as u64,
        #[cfg(not(target_os = "linux"))]
        frsize: raw.f_bsize as u64,
        blocks: raw.f_blocks as u64,
        bfree: raw.f_bfree as u64,
        bavail: raw.f_bavail as u64,
        files: raw.f_files as u64,
        ffree: raw.f_ffree as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_has_blocks() {
        let root = stat_fs(Path::new("/")).unwrap();
        assert!(root.bsize > 0 && root.bfree <= root.blocks);
        assert_eq!(root.fields()[1], root.bsize.cast_signed());
    }
}
