//! Paths that hold on to what they lead to.
//!
//! Who looks where a path leads and then uses it may be led elsewhere: somebody exchanges a link in between. So the file or the directory around it is
//! opened first, without reading it (`O_PATH`), the system tells where that is, and the use goes through the descriptor, by its name in `/proc/self/fd`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Links, file, follow_links, read_link};
use crate::Result;

/// Holds on to what a path leads to before it is used, where that is limited: a path to use in its place, nothing where every place may be used, an
/// error for one that may not be used. What has many steps asks before each.
pub type Hold<'a> = &'a dyn Fn(&Path, Use) -> Result<Option<Pinned>>;

/// What of a path is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// What is there, links followed.
    Target,
    /// The same, or a new file in its place.
    TargetOrNew,
    /// The name itself, also where it is a link.
    Name,
}

/// Where a path leads, with a descriptor that holds it.
pub struct Place {
    held: OwnedFd,
    directory_or_file: PathBuf,
    name: Option<OsString>,
}

impl Place {
    /// Finds what `path` leads to, relative to the working directory.
    ///
    /// # Errors
    /// `ENOENT`, `ENOTDIR`, `EACCES`, `ELOOP` as the system looks it up.
    pub fn of(path: &Path, wanted: Use) -> Result<Place> {
        match wanted {
            Use::Target => Self::of_target(path),
            Use::TargetOrNew => match Self::of_target(path) {
                Err(error) if error.errno == libc::ENOENT => {
                    let absolute = std::env::current_dir().unwrap_or_default().join(path);
                    Self::of_name(&follow_links(&absolute, Links::Follow), slash_after(path))
                }
                found => found,
            },
            Use::Name => Self::of_name(path, slash_after(path)),
        }
    }

    /// A directory that is asked for as one, by a slash or dot at the end, stays asked for as one.
    fn of_target(path: &Path) -> Result<Place> {
        let bytes = path.as_os_str().as_bytes();
        let is_directory = bytes.ends_with(b"/") || bytes.ends_with(b".") && path.file_name() != Some(last_part(path));
        let held = open(path, if is_directory { libc::O_DIRECTORY } else { 0 })?;
        let directory_or_file = place_of(&held)?;
        Ok(Place { held, directory_or_file, name: is_directory.then(|| OsString::from(HERE)) })
    }

    /// A path that ends in no name, or in that of a link with a slash after it, is taken as a target.
    fn of_name(path: &Path, slash: &str) -> Result<Place> {
        let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Self::of_target(path) };
        if path.as_os_str().as_bytes().ends_with(b"/.") || (!slash.is_empty() && is_link(&parent.join(name))) {
            return Self::of_target(path);
        }
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let held = open(parent, libc::O_DIRECTORY)?;
        let directory_or_file = place_of(&held)?;
        let mut name = name.to_owned();
        name.push(slash);
        Ok(Place { held, directory_or_file, name: Some(name) })
    }

    /// The path without links.
    pub fn path(&self) -> PathBuf {
        match &self.name {
            Some(name) if name != HERE => self.directory_or_file.join(name),
            _ => self.directory_or_file.clone(),
        }
    }

    /// A path that leads there whatever happens to links; errors show `shown` in its place.
    pub fn pin(self, shown: &Path) -> Pinned {
        let mut path = PathBuf::from(format!("/proc/self/fd/{}", self.held.as_raw_fd()));
        path.extend(self.name.as_deref());
        let end = if self.name.is_some() { End::Name } else { End::Held };
        Pinned::new(path, Some(self.held), Shown { path: shown.to_owned(), end })
    }
}

/// The name of a directory in itself.
const HERE: &str = ".";

/// What follows the last slash.
fn last_part(path: &Path) -> &OsStr {
    let bytes = path.as_os_str().as_bytes();
    let start = bytes.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    OsStr::from_bytes(&bytes[start..])
}

/// The system looks a path up otherwise with a slash at its end.
fn slash_after(path: &Path) -> &'static str {
    if path.as_os_str().as_bytes().ends_with(b"/") { "/" } else { "" }
}

fn is_link(path: &Path) -> bool {
    read_link(path).is_ok()
}

fn open(path: &Path, flags: i32) -> Result<OwnedFd> {
    let fd = file::open(path, libc::O_PATH | flags, 0)?;
    // SAFETY: the descriptor was just opened and is nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Where the system has what a descriptor stands for. What was removed meanwhile is nowhere: its path has a remark in it.
fn place_of(held: &OwnedFd) -> Result<PathBuf> {
    read_link(Path::new(&format!("/proc/self/fd/{}", held.as_raw_fd())))
}

/// A path of [`Place::pin`]. Dropping it lets go of the place.
pub struct Pinned {
    path: PathBuf,
    _held: Option<OwnedFd>,
}

impl Pinned {
    fn new(path: PathBuf, held: Option<OwnedFd>, shown: Shown) -> Self {
        table().insert(path.clone(), shown);
        COUNT.fetch_add(1, Ordering::Release);
        Pinned { path, _held: held }
    }

    /// A path by which every call fails with `errno`, whatever is made where `shown` is.
    pub fn failing(errno: i32, shown: &Path) -> Self {
        static LAST: AtomicUsize = AtomicUsize::new(0);
        // Nobody makes files in this place.
        let path = PathBuf::from(format!("/proc/self/fd/missing-{}/none", LAST.fetch_add(1, Ordering::Relaxed)));
        Self::new(path, None, Shown { path: shown.to_owned(), end: End::Nowhere(errno) })
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        table().remove(&self.path);
        COUNT.fetch_sub(1, Ordering::Release);
    }
}

/// The [`Hold`] of who is not limited.
pub fn anywhere(_: &Path, _: Use) -> Result<Option<Pinned>> {
    Ok(None)
}

/// Uses what `path` leads to through `hold`.
pub(super) fn holding<T>(hold: Hold<'_>, path: &Path, how: Use, using: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let held = hold(path, how)?;
    using(held.as_ref().map_or(path, Pinned::path))
}

/// What a pinned path is shown as.
struct Shown {
    path: PathBuf,
    end: End,
}

/// Where a pinned path ends.
#[derive(Clone, Copy)]
enum End {
    /// At what is held.
    Held,
    /// At a name in it, which must not be a link when it is opened.
    Name,
    /// Nowhere, for this reason.
    Nowhere(i32),
}

static SHOWN: Mutex<BTreeMap<PathBuf, Shown>> = Mutex::new(BTreeMap::new());
/// How many there are, so that nobody looks while there are none.
static COUNT: AtomicUsize = AtomicUsize::new(0);

fn table() -> MutexGuard<'static, BTreeMap<PathBuf, Shown>> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The path as its user wrote it.
pub(super) fn shown(path: &Path) -> Cow<'_, Path> {
    let written = of_pinned(path, |shown, below| {
        // Joining nothing would add a slash.
        if below.as_os_str().is_empty() { shown.path.clone() } else { shown.path.join(below) }
    });
    written.map_or(Cow::Borrowed(path), Cow::Owned)
}

/// The error number of every call with a path that leads nowhere.
pub(super) fn failure(path: &Path) -> Option<i32> {
    of_pinned(path, |shown, _| match shown.end {
        End::Nowhere(errno) => Some(errno),
        End::Held | End::Name => None,
    })?
}

/// What opening a path needs besides: a new file is not made through a link that was put in its place.
pub(super) fn open_flags(path: &Path) -> i32 {
    let flags = of_pinned(path, |shown, below| match shown.end {
        End::Name if below.as_os_str().is_empty() => libc::O_NOFOLLOW,
        _ => 0,
    });
    flags.unwrap_or(0)
}

/// Tells of the pinned path that `path` is or lies below, and how it goes on from there.
fn of_pinned<T>(path: &Path, tell: impl Fn(&Shown, &Path) -> T) -> Option<T> {
    if COUNT.load(Ordering::Acquire) == 0 {
        return None;
    }
    let table = table();
    path.ancestors().find_map(|above| Some(tell(table.get(above)?, path.strip_prefix(above).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn a_pinned_path_stays_when_a_link_takes_its_place() {
        let dir = TestDir::new();
        let (inside, outside) = (dir.join("inside"), dir.join("outside"));
        std::fs::write(&inside, "in").unwrap();
        std::fs::write(&outside, "out").unwrap();
        let place = Place::of(&inside, Use::Target).unwrap();
        assert_eq!(place.path(), std::fs::canonicalize(&inside).unwrap());
        let pinned = place.pin(&inside);
        std::fs::rename(&inside, dir.join("moved")).unwrap();
        std::os::unix::fs::symlink(&outside, &inside).unwrap();
        assert_eq!(std::fs::read(pinned.path()).unwrap(), b"in");
    }

    #[test]
    fn a_new_file_is_not_made_through_a_link() {
        let dir = TestDir::new();
        let new = dir.join("new");
        let pinned = Place::of(&new, Use::TargetOrNew).unwrap().pin(&new);
        std::os::unix::fs::symlink(dir.join("outside"), &new).unwrap();
        let error = file::open(pinned.path(), libc::O_CREAT | libc::O_WRONLY, 0o600).unwrap_err();
        assert_eq!((error.errno, error.path.as_deref()), (libc::ELOOP, Some(new.as_os_str().as_bytes())));
        assert!(!dir.join("outside").exists());
    }

    #[test]
    fn what_failed_keeps_failing_in_every_call() {
        for errno in [libc::ENOENT, libc::ENOTDIR, libc::ELOOP, libc::EACCES, libc::ENAMETOOLONG] {
            let pinned = Pinned::failing(errno, Path::new("/shown"));
            let errors = [
                ("open", file::open(pinned.path(), libc::O_RDONLY, 0).unwrap_err(), "/shown"),
                ("readlink", read_link(pinned.path()).unwrap_err(), "/shown"),
                ("readlink", read_link(&pinned.path().join("below")).unwrap_err(), "/shown/below"),
            ];
            for (syscall, error, path) in errors {
                assert_eq!(
                    (error.errno, error.syscall, error.path.as_deref()),
                    (errno, syscall, Some(path.as_bytes()))
                );
            }
        }
    }
}
