//! Names of files: giving, taking and following them.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use super::c_path::{path_call, two_path_call};
use crate::error::Result;

/// Gives the file at `path` the name `dest`, which is replaced at once if it exists.
pub fn rename(path: &Path, dest: &Path) -> Result<()> {
    // SAFETY: both are terminated strings.
    two_path_call("rename", path, dest, |from, to| unsafe { libc::rename(from, to) }).map(drop)
}

/// Gives the file at `path` the additional name `dest`.
pub fn link(path: &Path, dest: &Path) -> Result<()> {
    // SAFETY: both are terminated strings.
    two_path_call("link", path, dest, |from, to| unsafe { libc::link(from, to) }).map(drop)
}

/// Makes `path` a symbolic link with the text `target`.
pub fn symlink(target: &Path, path: &Path) -> Result<()> {
    // SAFETY: both are terminated strings.
    two_path_call("symlink", target, path, |text, at| unsafe { libc::symlink(text, at) }).map(drop)
}

/// Takes the name `path` away; the file goes with its last name and last descriptor.
pub fn unlink(path: &Path) -> Result<()> {
    // SAFETY: `path_call` passes a terminated string.
    path_call("unlink", path, |text| unsafe { libc::unlink(text) }).map(drop)
}

/// The text of the symbolic link at `path`.
pub fn read_link(path: &Path) -> Result<PathBuf> {
    let mut text = vec![0; 256];
    loop {
        // SAFETY: `path_call` passes a terminated string, the buffer's length goes with it.
        let count =
            path_call("readlink", path, |at| unsafe { libc::readlink(at, text.as_mut_ptr().cast(), text.len()) })?
                .unsigned_abs();
        // A full buffer may hold a cut text.
        if count < text.len() {
            text.truncate(count);
            return Ok(PathBuf::from(OsString::from_vec(text)));
        }
        text.resize(text.len() * 2, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn names_that_are_not_utf8_round_trip() {
        let dir = TestDir::new();
        let odd = OsStr::from_bytes(b"\xff\xfe");
        std::fs::write(dir.join("a"), "1").unwrap();
        rename(&dir.join("a"), &dir.join(odd)).unwrap();
        symlink(Path::new(odd), &dir.join("l")).unwrap();
        assert_eq!(read_link(&dir.join("l")).unwrap(), Path::new(odd));
        link(&dir.join(odd), &dir.join("b")).unwrap();
        unlink(&dir.join(odd)).unwrap();
        assert_eq!(std::fs::read(dir.join("b")).unwrap(), b"1");
    }

    #[test]
    fn long_link_texts_are_whole() {
        let dir = TestDir::new();
        for length in [255, 256, 257, 3000] {
            let target = PathBuf::from("t".repeat(length));
            symlink(&target, &dir.join("l")).unwrap();
            assert_eq!(read_link(&dir.join("l")).unwrap(), target);
            unlink(&dir.join("l")).unwrap();
        }
    }

    #[test]
    fn both_names_are_in_the_error() {
        let error = rename(Path::new("/gone"), Path::new("/there")).unwrap_err();
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, rename '/gone' -> '/there'");
    }
}
