//! Directories: making, removing and listing them.

#![cfg_attr(target_os = "linux", expect(clippy::unnecessary_cast, reason = "other systems have narrower types here"))]

use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::ptr::NonNull;

use super::Fd;
use super::c_path::{about, c_bytes, path_call, path_from, with_c_path};
use super::metadata::Links;
use super::pin::{Hold, Use, holding, shown};
use super::stat::{Stat, stat};
use crate::error::{Error, Result, last_errno};

/// What kind of file a name stands for; the numbers are libuv's `UV_DIRENT_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Unknown = 0,
    File = 1,
    Directory = 2,
    Link = 3,
    Fifo = 4,
    Socket = 5,
    Char = 6,
    Block = 7,
}

impl Kind {
    fn from_d_type(kind: u8) -> Self {
        match kind {
            libc::DT_REG => Kind::File,
            libc::DT_DIR => Kind::Directory,
            libc::DT_LNK => Kind::Link,
            libc::DT_FIFO => Kind::Fifo,
            libc::DT_SOCK => Kind::Socket,
            libc::DT_CHR => Kind::Char,
            libc::DT_BLK => Kind::Block,
            _ => Kind::Unknown,
        }
    }

    fn from_stat(stat: &Stat) -> Self {
        match (stat.mode & libc::S_IFMT as u32) as libc::mode_t {
            libc::S_IFREG => Kind::File,
            libc::S_IFDIR => Kind::Directory,
            libc::S_IFLNK => Kind::Link,
            libc::S_IFIFO => Kind::Fifo,
            libc::S_IFSOCK => Kind::Socket,
            libc::S_IFCHR => Kind::Char,
            libc::S_IFBLK => Kind::Block,
            _ => Kind::Unknown,
        }
    }
}

/// A name in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: OsString,
    pub kind: Kind,
}

/// The names in a directory, sorted by their bytes as libuv's `scandir` does.
pub fn read_dir(path: &Path) -> Result<Vec<Entry>> {
    let rename = |error: Error| about(Error { syscall: "scandir", ..error }, path);
    let mut dir = Dir::open(path).map_err(rename)?;
    let mut entries = dir.read(usize::MAX).map_err(rename)?;
    entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// An open directory that is listed in steps, in the order the file system keeps.
#[derive(Debug)]
pub struct Dir {
    stream: NonNull<libc::DIR>,
    path: PathBuf,
}

// SAFETY: the stream belongs to this value alone, and every use needs `&mut self`.
unsafe impl Send for Dir {}

impl Dir {
    /// Opens the directory at `path`.
    pub fn open(path: &Path) -> Result<Self> {
        let mut stream = None;
        path_call("opendir", path, |text| {
            // SAFETY: `path_call` passes a terminated string.
            stream = NonNull::new(unsafe { libc::opendir(text) });
            if stream.is_some() { 0 } else { -1 }
        })?;
        let stream = stream.expect("a call that succeeded has left its stream");
        Ok(Dir { stream, path: path.to_owned() })
    }

    /// Opens the directory `name` in the directory `parent`, and not what a link of that name leads to; `path` is told of it.
    pub(super) fn open_in(parent: Fd, name: &Path, path: PathBuf) -> Result<Self> {
        let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_NOFOLLOW | libc::O_CLOEXEC;
        // SAFETY: `path_call` passes a terminated string.
        let fd = path_call("scandir", name, |text| unsafe { libc::openat(parent, text, flags) })?;
        // SAFETY: the descriptor was just opened and is nobody else's; the stream has it from here on.
        match NonNull::new(unsafe { libc::fdopendir(fd) }) {
            Some(stream) => Ok(Dir { stream, path }),
            None => {
                let error = Error::last("scandir");
                // SAFETY: the stream was not made, so the descriptor is still ours.
                unsafe { libc::close(fd) };
                Err(error)
            }
        }
    }

    /// Its descriptor, open as long as this is.
    pub(super) fn fd(&self) -> Fd {
        // SAFETY: the stream is open.
        unsafe { libc::dirfd(self.stream.as_ptr()) }
    }

    /// The path it was opened by.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Begins again.
    pub(super) fn rewind(&mut self) {
        // SAFETY: the stream is open and used by this thread alone.
        unsafe { libc::rewinddir(self.stream.as_ptr()) };
    }

    /// Up to `limit` further entries; fewer say that the end was reached. `.` and `..` are left out.
    pub fn read(&mut self, limit: usize) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        while entries.len() < limit {
            match self.next_entry()? {
                Some(entry) => entries.push(entry),
                None => break,
            }
        }
        Ok(entries)
    }

    fn next_entry(&mut self) -> Result<Option<Entry>> {
        loop {
            set_errno(0);
            // SAFETY: the stream is open and used by this thread alone.
            let raw = unsafe { libc::readdir(self.stream.as_ptr()) };
            if raw.is_null() {
                let errno = last_errno();
                return if errno == 0 { Ok(None) } else { Err(Error::new(errno, "scandir")) };
            }
            // SAFETY: the entry is valid until the next call on the stream, its name is terminated.
            let (name, kind) = unsafe { (c_bytes((*raw).d_name.as_ptr()), (*raw).d_type) };
            if name != b"." && name != b".." {
                return Ok(Some(self.entry(OsStr::from_bytes(name), Kind::from_d_type(kind))));
            }
        }
    }

    /// Some file systems do not keep kinds with names. A name that is gone before it can be asked for keeps
    /// the unknown kind.
    fn entry(&self, name: &OsStr, kind: Kind) -> Entry {
        let kind = match kind {
            Kind::Unknown => {
                stat(&self.path.join(name), Links::Keep).map_or(Kind::Unknown, |stat| Kind::from_stat(&stat))
            }
            known => known,
        };
        Entry { name: name.to_owned(), kind }
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        // SAFETY: the stream is open, and nobody can use it after this.
        unsafe { libc::closedir(self.stream.as_ptr()) };
    }
}

/// `readdir` tells an error from the end only through errno, which it leaves alone at the end.
fn set_errno(value: i32) {
    #[cfg(target_os = "linux")]
    // SAFETY: the location of the calling thread's errno is always writable.
    unsafe {
        *libc::__errno_location() = value;
    }
    #[cfg(not(target_os = "linux"))]
    // SAFETY: as above.
    unsafe {
        *libc::__error() = value;
    }
}

/// Makes the directory `path`.
pub fn make_dir(path: &Path, mode: u32) -> Result<()> {
    // SAFETY: `path_call` passes a terminated string.
    path_call("mkdir", path, |text| unsafe { libc::mkdir(text, mode as libc::mode_t) }).map(drop)
}

/// Makes the directory `path` and those above it that are missing; the first one made, if any was. Each is made in what `hold` holds.
pub fn make_dir_all(path: &Path, mode: u32, hold: Hold<'_>) -> Result<Option<PathBuf>> {
    let mut missing = vec![path.to_owned()];
    let mut first = None;
    while let Some(next) = missing.pop() {
        match holding(hold, &next, Use::Name, |held| make_dir(held, mode)) {
            Ok(()) => first = first.or(Some(next)),
            Err(error) if error.errno == libc::ENOENT => match parent_of(&next) {
                Some(parent) if first.is_none() => missing.extend([next, parent]),
                // Somebody removes what was made a moment ago, or the name is empty.
                _ => return Err(about_target(error, path)),
            },
            Err(error) => accept_existing(&next, error, hold).map_err(|error| about_target(error, path))?,
        }
    }
    Ok(first)
}

/// A directory that is there already is as good as one made; a file in its place is not, and one in the place of
/// a directory above the wanted one makes the path wrong.
fn accept_existing(path: &Path, error: Error, hold: Hold<'_>) -> Result<()> {
    if !matches!(error.errno, libc::EEXIST | libc::EISDIR | libc::EROFS | libc::EACCES | libc::EPERM) {
        return Err(error);
    }
    match holding(hold, path, Use::Target, |held| stat(held, Links::Follow)) {
        Ok(stat) if stat.is(libc::S_IFDIR) => Ok(()),
        _ => Err(error),
    }
}

/// The error names the directory that was asked for. A file further up is `ENOTDIR` for it.
fn about_target(error: Error, path: &Path) -> Error {
    let bytes = path.as_os_str().as_bytes();
    if error.errno == libc::EEXIST && error.path.as_deref() != Some(bytes) {
        return Error::new(libc::ENOTDIR, "mkdir").with_path(bytes);
    }
    error.with_path(bytes)
}

/// The path without its last name; unlike `Path::parent` it keeps `a/..` apart from `a`.
fn parent_of(path: &Path) -> Option<PathBuf> {
    let bytes = path.as_os_str().as_bytes();
    let end = bytes.iter().rposition(|&byte| byte != b'/')?;
    let slash = bytes[..end].iter().rposition(|&byte| byte == b'/')?;
    (slash > 0).then(|| path_from(&bytes[..slash]))
}

/// Removes the empty directory at `path`.
pub fn remove_dir(path: &Path) -> Result<()> {
    // SAFETY: `path_call` passes a terminated string.
    path_call("rmdir", path, |text| unsafe { libc::rmdir(text) }).map(drop)
}

/// How many characters of a template [`make_temp_dir`] replaces.
const RANDOM: usize = 6;

/// Makes a directory with a name nobody else has: `template` with six random characters in the place of the six `X` at its end. It is told as the
/// template was written.
pub fn make_temp_dir(template: &Path) -> Result<PathBuf> {
    let made = with_c_path("mkdtemp", template, |text| {
        // SAFETY: the string is terminated.
        let own = CString::from(unsafe { std::ffi::CStr::from_ptr(text) }).into_raw();
        // SAFETY: `own` is a writable, terminated string that nobody else sees.
        let failed = unsafe { libc::mkdtemp(own) }.is_null();
        let error = Error::last("mkdtemp");
        // SAFETY: `own` came from `into_raw` and kept its length.
        let name = unsafe { CString::from_raw(own) };
        if failed { Err(error) } else { Ok(name.into_bytes()) }
    });
    made.map(|name| as_written(template, &name)).map_err(|error| about(error, template))
}

fn as_written(template: &Path, made: &[u8]) -> PathBuf {
    let mut path = shown(template).into_owned().into_os_string().into_vec();
    path.truncate(path.len() - RANDOM);
    path.extend_from_slice(&made[made.len() - RANDOM..]);
    PathBuf::from(OsString::from_vec(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::pin::{Place, anywhere};
    use crate::fs::test_dir::TestDir;

    #[test]
    fn listing_is_sorted_and_has_kinds() {
        let dir = TestDir::new();
        std::fs::write(dir.join("b"), "").unwrap();
        make_dir(&dir.join("a"), 0o777).unwrap();
        std::os::unix::fs::symlink("x", dir.join("c")).unwrap();
        let seen: Vec<_> = read_dir(dir.path()).unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
        assert_eq!(seen, [("a".into(), Kind::Directory), ("b".into(), Kind::File), ("c".into(), Kind::Link)]);
        let error = read_dir(&dir.join("b")).unwrap_err();
        assert_eq!((error.errno, error.syscall), (libc::ENOTDIR, "scandir"));
        remove_dir(&dir.join("a")).unwrap();
    }

    #[test]
    fn a_directory_is_listed_in_steps() {
        let dir = TestDir::new();
        for name in ["a", "b", "c"] {
            std::fs::write(dir.join(name), "").unwrap();
        }
        let mut open = Dir::open(dir.path()).unwrap();
        assert_eq!(open.read(2).unwrap().len(), 2);
        assert_eq!(open.read(2).unwrap().len(), 1);
        assert_eq!(open.read(2).unwrap().len(), 0);
    }

    #[test]
    fn missing_parents_are_made_and_the_first_is_told() {
        let dir = TestDir::new();
        let make = |path: &Path| make_dir_all(path, 0o777, &anywhere);
        assert_eq!(make(&dir.join("a/b/c/")), Ok(Some(dir.join("a"))));
        assert_eq!(make(&dir.join("a/b/c")), Ok(None));
        std::fs::write(dir.join("f"), "").unwrap();
        let above = make(&dir.join("f/x/y")).unwrap_err();
        assert_eq!((above.errno, above.path), (libc::ENOTDIR, Some(dir.join("f/x/y").into_os_string().into_vec())));
        assert_eq!(make(&dir.join("f")).unwrap_err().errno, libc::EEXIST);
        assert_eq!(make(Path::new("")).unwrap_err().errno, libc::ENOENT);
    }

    #[test]
    fn directories_are_made_where_they_were_held() {
        let (dir, outside) = (TestDir::new(), TestDir::new());
        make_dir(&dir.join("way"), 0o777).unwrap();
        // A link takes the place of the way after the last step was held and before it is made.
        let hold = |path: &Path, how| {
            let pinned = Place::of(path, how)?.pin(path);
            if path.ends_with("way/a/b") {
                std::fs::rename(dir.join("way"), dir.join("moved")).unwrap();
                std::os::unix::fs::symlink(outside.path(), dir.join("way")).unwrap();
            }
            Ok(Some(pinned))
        };
        let wanted = dir.join("way/a/b");
        std::fs::create_dir(dir.join("way/a")).unwrap();
        assert_eq!(make_dir_all(&wanted, 0o777, &hold), Ok(Some(wanted)));
        assert!(dir.join("moved/a/b").is_dir() && read_dir(outside.path()).unwrap().is_empty());
    }

    #[test]
    fn every_step_is_asked_for() {
        let dir = TestDir::new();
        let refusing = |path: &Path, _| match path.ends_with("a/b") {
            true => Err(Error::new(libc::EACCES, "open")),
            false => Ok(None),
        };
        assert_eq!(make_dir_all(&dir.join("a/b/c"), 0o777, &refusing).unwrap_err().errno, libc::EACCES);
        assert!(read_dir(dir.path()).unwrap().is_empty());
    }

    #[test]
    fn temporary_directories_differ() {
        let dir = TestDir::new();
        let template = dir.join("t-XXXXXX");
        let (one, two) = (make_temp_dir(&template).unwrap(), make_temp_dir(&template).unwrap());
        assert_ne!(one, two);
        let error = make_temp_dir(Path::new("/gone/t-XXXXXX")).unwrap_err();
        assert_eq!(error.to_string(), "ENOENT: no such file or directory, mkdtemp '/gone/t-XXXXXX'");
    }

    #[test]
    fn a_temporary_directory_is_made_where_its_template_was_held() {
        let (dir, outside) = (TestDir::new(), TestDir::new());
        make_dir(&dir.join("way"), 0o777).unwrap();
        let template = dir.join("way/t-XXXXXX");
        let pinned = Place::of(&template, Use::Name).unwrap().pin(&template);
        std::fs::rename(dir.join("way"), dir.join("moved")).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.join("way")).unwrap();
        let made = make_temp_dir(pinned.path()).unwrap();
        assert_eq!(made.parent(), Some(dir.join("way").as_path()));
        assert!(dir.join("moved").join(made.file_name().unwrap()).is_dir());
        assert!(read_dir(outside.path()).unwrap().is_empty());
    }
}
