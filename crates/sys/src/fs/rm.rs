//! Removing files and trees.

use std::path::Path;
use std::time::Duration;

use super::directory::{Kind, read_dir, remove_dir};
use super::metadata::Links;
use super::names::unlink;
use super::stat::stat;
use crate::error::{Error, Result};

/// How persistent a removal is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// How often to try again what somebody else may be in the way of.
    pub max_retries: u32,
    /// The wait before the first further try; each next one waits that much longer.
    pub retry_delay: Duration,
    /// Whether what is not there counts as removed.
    pub accept_missing: bool,
}

/// Removes `path`, and everything below it if it is a directory. Links are removed and not followed.
pub fn remove(path: &Path, removal: Removal) -> Result<()> {
    match remove_present(path, removal) {
        Err(error) if removal.accept_missing && error.errno == libc::ENOENT => Ok(()),
        result => result,
    }
}

fn remove_present(path: &Path, removal: Removal) -> Result<()> {
    let is_directory = stat(path, Links::Keep)?.is(libc::S_IFDIR);
    if is_directory { remove_tree(path, removal) } else { persist(removal, || unlink(path)) }
}

fn remove_tree(path: &Path, removal: Removal) -> Result<()> {
    persist(removal, || {
        match remove_dir(path) {
            Err(error) if matches!(error.errno, libc::ENOTEMPTY | libc::EEXIST) => {}
            result => return result,
        }
        for entry in read_dir(path)? {
            remove_entry(&path.join(entry.name), entry.kind, removal)?;
        }
        remove_dir(path)
    })
}

fn remove_entry(path: &Path, kind: Kind, removal: Removal) -> Result<()> {
    let removed = match kind {
        Kind::Directory => remove_tree(path, removal),
        Kind::Unknown => remove_present(path, removal),
        _ => persist(removal, || unlink(path)),
    };
    match removed {
        // Somebody else was faster.
        Err(error) if error.errno == libc::ENOENT => Ok(()),
        result => result,
    }
}

/// Repeats `attempt` while it fails for a reason that may pass.
fn persist(removal: Removal, mut attempt: impl FnMut() -> Result<()>) -> Result<()> {
    let mut tries = 0;
    loop {
        match attempt() {
            Err(error) if may_pass(&error) && tries < removal.max_retries => {
                tries += 1;
                std::thread::sleep(removal.retry_delay * tries);
            }
            result => return result,
        }
    }
}

fn may_pass(error: &Error) -> bool {
    matches!(error.errno, libc::EBUSY | libc::EMFILE | libc::ENFILE | libc::ENOTEMPTY | libc::EPERM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn trees_go_and_what_links_point_to_stays() {
        let dir = TestDir::new();
        std::fs::create_dir_all(dir.join("t/u/v")).unwrap();
        std::fs::write(dir.join("t/u/f"), "").unwrap();
        std::fs::create_dir(dir.join("kept")).unwrap();
        std::os::unix::fs::symlink("../kept", dir.join("t/l")).unwrap();
        remove(&dir.join("t"), Removal::default()).unwrap();
        assert!(!dir.join("t").exists() && dir.join("kept").exists());
        let error = remove(&dir.join("t"), Removal::default()).unwrap_err();
        assert_eq!((error.errno, error.syscall), (libc::ENOENT, "lstat"));
        let removal = Removal { accept_missing: true, ..Removal::default() };
        assert_eq!(remove(&dir.join("t"), removal), Ok(()));
    }

    #[test]
    fn only_reasons_that_may_pass_are_tried_again() {
        let removal = Removal { max_retries: 2, retry_delay: Duration::ZERO, accept_missing: false };
        let mut tries = 0;
        let result = persist(removal, || {
            tries += 1;
            Err(Error::new(libc::EBUSY, "rmdir"))
        });
        assert_eq!((tries, result.unwrap_err().errno), (3, libc::EBUSY));
        tries = 0;
        let _ = persist(removal, || {
            tries += 1;
            Err(Error::new(libc::EACCES, "rmdir"))
        });
        assert_eq!(tries, 1);
    }
}
