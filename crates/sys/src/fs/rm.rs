//! Removing files and trees.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::vec;

use super::Fd;
use super::c_path::{about, path_call};
use super::directory::{Dir, Entry, Kind};
use super::metadata::Links;
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

impl Removal {
    /// Repeats `attempt` while it fails for a reason that may pass.
    fn persist<T>(self, mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
        let mut tries = 0;
        loop {
            match attempt() {
                Err(error) if may_pass(&error) && tries < self.max_retries => {
                    tries += 1;
                    self.wait(tries);
                }
                result => return result,
            }
        }
    }

    fn wait(self, tries: u32) {
        std::thread::sleep(self.retry_delay * tries);
    }
}

fn may_pass(error: &Error) -> bool {
    matches!(error.errno, libc::EBUSY | libc::EMFILE | libc::ENFILE | libc::EPERM)
}

/// Removes `path`, and everything below it if it is a directory. Links are removed and not followed, those neither that take the place of a
/// directory meanwhile.
pub fn remove(path: &Path, removal: Removal) -> Result<()> {
    match remove_present(path, removal) {
        Err(error) if removal.accept_missing && error.errno == libc::ENOENT => Ok(()),
        result => result,
    }
}

fn remove_present(path: &Path, removal: Removal) -> Result<()> {
    let kind = if stat(path, Links::Keep)?.is(libc::S_IFDIR) { Kind::Directory } else { Kind::Unknown };
    let top = Name { parent: libc::AT_FDCWD, name: path.to_owned(), path: path.to_owned() };
    if removal.persist(|| top.remove(kind))? == Removed::Not {
        Tree::of(top, removal)?.remove()?;
    }
    Ok(())
}

/// A name in an open directory, and the path that errors tell of.
struct Name {
    parent: Fd,
    name: PathBuf,
    path: PathBuf,
}

/// What became of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Removed {
    Gone,
    /// It is a directory and has something in it.
    Not,
}

impl Name {
    /// Removes what has the name; `kind` is only what was found there before.
    fn remove(&self, kind: Kind) -> Result<Removed> {
        if kind != Kind::Directory {
            match self.unlink("unlink", 0) {
                Err(error) if error.errno == libc::EISDIR => {}
                result => return result.map(|()| Removed::Gone),
            }
        }
        match self.unlink("rmdir", libc::AT_REMOVEDIR) {
            Ok(()) => Ok(Removed::Gone),
            Err(error) if matches!(error.errno, libc::ENOTEMPTY | libc::EEXIST) => Ok(Removed::Not),
            // Something else has taken its place.
            Err(error) if error.errno == libc::ENOTDIR => {
                self.unlink("unlink", 0).map(|()| Removed::Gone).map_err(|_| error)
            }
            Err(error) => Err(error),
        }
    }

    fn unlink(&self, syscall: &'static str, flags: i32) -> Result<()> {
        // SAFETY: `path_call` passes a terminated string.
        let removed = path_call(syscall, &self.name, |text| unsafe { libc::unlinkat(self.parent, text, flags) });
        removed.map(drop).map_err(|error| self.tell(error))
    }

    fn open(&self) -> Result<Dir> {
        Dir::open_in(self.parent, &self.name, self.path.clone()).map_err(|error| self.tell(error))
    }

    /// The error, about the whole path.
    fn tell(&self, error: Error) -> Error {
        about(Error { path: None, ..error }, &self.path)
    }
}

/// A tree that is on its way out: the directories from its top to the one that is emptied now. Each is held open and was entered by its name in the one
/// above, so that nobody leads the removal elsewhere.
struct Tree {
    levels: Vec<Level>,
    removal: Removal,
}

struct Level {
    name: Name,
    dir: Dir,
    left: vec::IntoIter<Entry>,
    tries: u32,
}

impl Level {
    fn of(name: Name) -> Result<Self> {
        let mut level = Level { dir: name.open()?, name, left: Vec::new().into_iter(), tries: 0 };
        level.list()?;
        Ok(level)
    }

    fn list(&mut self) -> Result<()> {
        self.dir.rewind();
        self.left = self.dir.read(usize::MAX).map_err(|error| self.name.tell(error))?.into_iter();
        Ok(())
    }

    fn name_of(&self, name: OsString) -> Name {
        let name = PathBuf::from(name);
        Name { parent: self.dir.fd(), path: self.dir.path().join(&name), name }
    }
}

impl Tree {
    fn of(top: Name, removal: Removal) -> Result<Self> {
        Ok(Tree { levels: vec![Level::of(top)?], removal })
    }

    fn remove(mut self) -> Result<()> {
        while let Some(level) = self.levels.last_mut() {
            match level.left.next() {
                Some(entry) => {
                    let name = level.name_of(entry.name);
                    self.remove_name(name, entry.kind)?;
                }
                None => self.leave()?,
            }
        }
        Ok(())
    }

    /// Removes a name, or enters the directory that has it.
    fn remove_name(&mut self, name: Name, kind: Kind) -> Result<()> {
        let removed = self.removal.persist(|| name.remove(kind)).and_then(|removed| match removed {
            Removed::Gone => Ok(None),
            Removed::Not => Level::of(name).map(Some),
        });
        match removed {
            Ok(level) => self.levels.extend(level),
            // Somebody else was faster.
            Err(error) if error.errno == libc::ENOENT => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Removes the innermost directory, which was emptied; names that somebody has added meanwhile are removed as often as one may try.
    fn leave(&mut self) -> Result<()> {
        let Some(mut level) = self.levels.pop() else { return Ok(()) };
        match self.removal.persist(|| level.name.remove(Kind::Directory)) {
            Ok(Removed::Gone) => Ok(()),
            Ok(Removed::Not) if level.tries < self.removal.max_retries => {
                level.tries += 1;
                self.removal.wait(level.tries);
                level.list()?;
                self.levels.push(level);
                Ok(())
            }
            Ok(Removed::Not) => Err(level.name.tell(Error::new(libc::ENOTEMPTY, "rmdir"))),
            Err(error) if error.errno == libc::ENOENT && !self.levels.is_empty() => Ok(()),
            Err(error) => Err(error),
        }
    }
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
    fn a_link_in_the_place_of_a_directory_goes_and_is_not_entered() {
        let (dir, outside) = (TestDir::new(), TestDir::new());
        std::fs::write(outside.join("kept"), "").unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.join("exchanged")).unwrap();
        let top = Dir::open(dir.path()).unwrap();
        let name = |name: &str| Name { parent: top.fd(), name: name.into(), path: dir.join(name) };
        // As if the exchange came after the name was found to be a directory, and after it was found not to be empty.
        let error = Level::of(name("exchanged")).err().unwrap();
        assert_eq!((error.errno, error.syscall), (libc::ENOTDIR, "scandir"));
        assert_eq!(name("exchanged").remove(Kind::Directory), Ok(Removed::Gone));
        assert!(outside.join("kept").exists() && !dir.join("exchanged").is_symlink());
    }

    #[test]
    fn a_directory_that_is_moved_away_while_it_is_emptied_leads_nowhere() {
        let dir = TestDir::new();
        std::fs::create_dir_all(dir.join("t/u")).unwrap();
        std::fs::create_dir_all(dir.join("out/u")).unwrap();
        for file in ["t/u/f", "t/g", "out/u/f", "out/g"] {
            std::fs::write(dir.join(file), "").unwrap();
        }
        let path = dir.join("t");
        let top = Name { parent: libc::AT_FDCWD, name: path.clone(), path: path.clone() };
        let tree = Tree::of(top, Removal::default()).unwrap();
        std::fs::rename(&path, dir.join("moved")).unwrap();
        std::os::unix::fs::symlink("out", &path).unwrap();
        tree.remove().unwrap();
        assert!(dir.join("out/u/f").exists() && dir.join("out/g").exists());
        assert!(!dir.join("moved/u").exists());
    }

    #[test]
    fn trees_deeper_than_a_path_may_be_go() {
        let dir = TestDir::new();
        let mut parent = Dir::open(dir.path()).unwrap();
        for depth in 0..600 {
            let name = "a-name-of-some-length";
            let text = std::ffi::CString::new(name).unwrap();
            // SAFETY: the string is terminated.
            assert_eq!(unsafe { libc::mkdirat(parent.fd(), text.as_ptr(), 0o777) }, 0, "{depth}");
            parent = Dir::open_in(parent.fd(), Path::new(name), PathBuf::new()).unwrap();
        }
        remove(&dir.join("a-name-of-some-length"), Removal::default()).unwrap();
        assert!(super::super::read_dir(dir.path()).unwrap().is_empty());
    }

    #[test]
    fn only_reasons_that_may_pass_are_tried_again() {
        let removal = Removal { max_retries: 2, retry_delay: Duration::ZERO, accept_missing: false };
        let mut tries = 0;
        let result: Result<()> = removal.persist(|| {
            tries += 1;
            Err(Error::new(libc::EBUSY, "rmdir"))
        });
        assert_eq!((tries, result.unwrap_err().errno), (3, libc::EBUSY));
        tries = 0;
        let _: Result<()> = removal.persist(|| {
            tries += 1;
            Err(Error::new(libc::EACCES, "rmdir"))
        });
        assert_eq!(tries, 1);
    }
}
