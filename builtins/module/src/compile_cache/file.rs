//! Cache files: what is in them, how they are named, and how they are read and written.
//!
//! A file holds a header and then the data. The header has the digests of the source that the data was made from and of the data itself, so
//! that neither a changed source nor a damaged file reaches V8, which trusts what it is given.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use runtime::sys;
use runtime::sys::fs::{self, Target};

/// First bytes of every cache file; changes with the layout.
const MAGIC: u64 = u64::from_le_bytes(*b"anodecc2");

/// Magic, digest of the source, digest of the data.
const HEADER: usize = 24;

/// Linux's `O_WRONLY | O_CREAT | O_EXCL`.
const WRITE_NEW: i32 = 0o1 | 0o100 | 0o200;

/// A number for bytes; differs where they differ, but for chances that do not matter.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// Why a cache file gives nothing.
pub(super) enum Miss {
    /// It cannot be read.
    Unreadable(String),
    /// It is none of ours, or cut short.
    Malformed,
    /// It was made from another source: its digest, and that of the source.
    OtherSource(u64, u64),
    /// Its data are not those that were written.
    Damaged,
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, " {reason}"),
            Self::Malformed => write!(f, "magic number mismatch"),
            Self::OtherSource(actual, expected) => {
                write!(f, "code hash mismatch: expected {expected}, actual {actual}")
            }
            Self::Damaged => write!(f, "cache hash mismatch"),
        }
    }
}

/// The data of a cache file that was made from the source of this digest.
pub(super) fn read(file: &Path, source: u64) -> Result<Vec<u8>, Miss> {
    let unreadable = |error| match error {
        fs::ReadError::System(error) => Miss::Unreadable(error.message().into_owned()),
        fs::ReadError::TooLarge(_) => Miss::Malformed,
    };
    let bytes = fs::read_file(&fs::Source::Path { path: file.to_owned(), flags: 0 }).map_err(unreadable)?;
    parse(bytes, source)
}

fn parse(mut bytes: Vec<u8>, source: u64) -> Result<Vec<u8>, Miss> {
    let field = |index: usize| bytes.get(index * 8..index * 8 + 8)?.try_into().ok().map(u64::from_le_bytes);
    let (Some(MAGIC), Some(of_source), Some(of_data)) = (field(0), field(1), field(2)) else {
        return Err(Miss::Malformed);
    };
    if of_source != source {
        return Err(Miss::OtherSource(of_source, source));
    }
    let data = bytes.split_off(HEADER);
    if digest(&data) == of_data { Ok(data) } else { Err(Miss::Damaged) }
}

fn compose(source: u64, data: &[u8]) -> Vec<u8> {
    let header = [MAGIC, source, digest(data)].map(u64::to_le_bytes);
    [header.as_flattened(), data].concat()
}

/// A name beside `file` that no other process or thread writes to.
pub(super) fn beside(file: &Path) -> PathBuf {
    static WRITES: AtomicU32 = AtomicU32::new(0);
    let number = WRITES.fetch_add(1, Ordering::Relaxed);
    file.with_extension(format!("{}-{number}", sys::this_process::pid()))
}

/// Writes a cache under the temporary name and renames it, so that no reader sees half a file.
pub(super) fn write(temporary: &Path, file: &Path, source: u64, data: &[u8]) -> sys::Result<()> {
    let target = Target::Path { path: temporary.to_owned(), flags: WRITE_NEW, mode: 0o644 };
    let written = fs::write_file(&target, &compose(source, data)).and_then(|()| fs::rename(temporary, file));
    if written.is_err() {
        // What could be written of it is of no use.
        let _ = fs::unlink(temporary);
    }
    written
}

/// `path` as seen from the directory `from`; both are absolute and normal.
pub(super) fn relative(from: &Path, path: &Path) -> PathBuf {
    let shared = from.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_is_good_for_its_source_only() {
        let file = compose(7, b"data");
        assert!(matches!(parse(file.clone(), 7).as_deref(), Ok(b"data")));
        assert!(matches!(parse(file, 8), Err(Miss::OtherSource(7, 8))));
    }

    #[test]
    fn damage_is_noticed() {
        let mut file = compose(7, b"data");
        assert!(matches!(parse(file[..20].to_vec(), 7), Err(Miss::Malformed)));
        assert!(matches!(parse(file[..26].to_vec(), 7), Err(Miss::Damaged)));
        file[HEADER] ^= 1;
        assert!(matches!(parse(file, 7), Err(Miss::Damaged)));
        assert!(matches!(parse(b"something else altogether".to_vec(), 7), Err(Miss::Malformed)));
    }

    #[test]
    fn relative_paths_go_up_and_down() {
        assert_eq!(relative(Path::new("/a/cache/v1"), Path::new("/a/src/x.js")), Path::new("../../src/x.js"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/x.js")), Path::new("x.js"));
    }
}
