//! The files of databases under the permission model. SQLite opens and removes them by itself, so it asks here.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use runtime::engine::v8;
use runtime::permission::{self, Permission};
use runtime::sys::fs::{self, OpenAccess, Place, Use};
use runtime::{JsError, OpError};
use sqlite::files::{Errno, Files, Opening, replace_files};
use sqlite::{Error, sys};

/// What SQLite writes beside a database; who may use the database may have these.
const COMPANIONS: [&[u8]; 3] = [b"-journal", b"-wal", b"-shm"];
/// What stands between the name of a database and the digits of a journal of several databases.
const OF_SEVERAL: &[u8] = b"-mj";
/// How the names of SQLite's temporary files begin; up to sixteen digits follow.
const TEMPORARY: &[u8] = b"etilqs_";

thread_local! {
    /// What was refused last, for the error that SQLite then makes.
    static REFUSED: RefCell<Option<(Permission, PathBuf)>> = const { RefCell::new(None) };
}

/// Puts the files of databases under the permission model, where there is one.
pub(crate) fn limit_files() -> Result<(), OpError> {
    if !permission::is_enforced() {
        return Ok(());
    }
    replace_files(&Limited).map_err(|error| JsError::error(error.message).with_code("ERR_ACCESS_DENIED").into())
}

/// The files that the program has permissions for. Each is used through a descriptor that holds on to what was granted, so that a link that
/// somebody exchanges meanwhile leads nowhere else. Temporary files are SQLite's own: it makes them new under names of its own, and takes those away at once.
struct Limited;

impl Files for Limited {
    fn open(&self, path: &Path, how: Opening) -> Result<RawFd, Errno> {
        if is_temporary(path) && how.is_new() {
            return fs::open(path, how.flags, how.mode).map_err(errno);
        }
        let uses = if how.is_new() { Use::Name } else { OpenAccess::of(how.flags).uses };
        let place = Place::of(path, uses).map_err(errno)?;
        let permissions: &[Permission] = match how.writes() {
            true => &[Permission::FileSystemRead, Permission::FileSystemWrite],
            false => &[Permission::FileSystemRead],
        };
        admit(&place, permissions)?;
        fs::open(place.pin(path).path(), how.flags, how.mode).map_err(errno)
    }

    fn remove(&self, path: &Path) -> Result<(), Errno> {
        if is_temporary(path) {
            return fs::unlink(path).map_err(errno);
        }
        let place = Place::of(path, Use::Name).map_err(errno)?;
        admit(&place, &[Permission::FileSystemWrite])?;
        fs::unlink(place.pin(path).path()).map_err(errno)
    }
}

fn errno(error: runtime::sys::Error) -> Errno {
    Errno(error.errno)
}

fn admit(place: &Place, needed: &[Permission]) -> Result<(), Errno> {
    let path = place.path();
    let database = database_of(&path);
    let refused = needed.iter().find(|permission| !permission::reaches(**permission, database));
    let writes = needed.contains(&Permission::FileSystemWrite);
    REFUSED.with_borrow_mut(|last| match refused {
        Some(permission) => *last = Some((*permission, database.to_owned())),
        // What may not be written is tried again to be read; if that fails too, the first is the reason.
        None if writes || last.as_ref().is_some_and(|(_, path)| path != database) => *last = None,
        None => {}
    });
    if refused.is_some() { Err(Errno::ACCESS) } else { Ok(()) }
}

fn database_of(path: &Path) -> &Path {
    let bytes = path.as_os_str().as_bytes();
    let name = COMPANIONS.iter().find_map(|suffix| bytes.strip_suffix(*suffix));
    Path::new(OsStr::from_bytes(name.or_else(|| before_several(bytes)).unwrap_or(bytes)))
}

/// The name before `-mj` and digits at its end.
fn before_several(name: &[u8]) -> Option<&[u8]> {
    let start = name.windows(OF_SEVERAL.len()).rposition(|part| part == OF_SEVERAL)?;
    is_hexadecimal(&name[start + OF_SEVERAL.len()..]).then_some(&name[..start])
}

fn is_temporary(path: &Path) -> bool {
    let digits = path.file_name().and_then(|name| name.as_bytes().strip_prefix(TEMPORARY));
    digits.is_some_and(|digits| digits.len() <= 16 && is_hexadecimal(digits))
}

fn is_hexadecimal(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit)
}

/// The refusal behind an error of SQLite, if there was one.
pub(crate) fn refusal(scope: &mut v8::PinScope<'_, '_>, error: &Error) -> Option<OpError> {
    if error.code & 0xff != sys::SQLITE_CANTOPEN {
        return None;
    }
    let (permission, path) = REFUSED.take()?;
    Some(permission::denied(scope, permission, path.as_os_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_belongs_to_its_database() {
        for name in ["/a/b", "/a/b-journal", "/a/b-wal", "/a/b-shm", "/a/b-mj0123ABCD9EF"] {
            assert_eq!(database_of(Path::new(name)), Path::new("/a/b"));
        }
        for name in ["/a/b-mj", "/a/b-mjx", "/a-mj1/b"] {
            assert_eq!(database_of(Path::new(name)), Path::new(name));
        }
    }

    #[test]
    fn only_names_that_sqlite_makes_itself_are_temporary() {
        assert!(is_temporary(Path::new("/tmp/etilqs_0123456789abcdef")) && is_temporary(Path::new("etilqs_f")));
        for name in [
            "/tmp/etilqs_",
            "/tmp/etilqs_0123456789abcdef0",
            "/tmp/etilqs_ab-journal",
            "/tmp/x-etilqs_a",
            "/etilqs_a/db",
        ] {
            assert!(!is_temporary(Path::new(name)), "{name}");
        }
    }
}
