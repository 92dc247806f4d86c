//! The files of databases under the permission model. SQLite opens them by itself, so it asks here.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use runtime::engine::v8;
use runtime::permission::{self, Permission};
use runtime::{JsError, OpError};
use sqlite::files::{Access, guard_files};
use sqlite::{Error, sys};

/// What SQLite writes beside a database; who may use the database may have these.
const COMPANIONS: [&[u8]; 3] = [b"-journal", b"-wal", b"-shm"];

thread_local! {
    /// What was refused last, for the error that SQLite then makes.
    static REFUSED: RefCell<Option<(Permission, PathBuf)>> = const { RefCell::new(None) };
}

/// Puts the files of databases under the permission model, where there is one.
pub(crate) fn limit_files() -> Result<(), OpError> {
    if !permission::is_enforced() {
        return Ok(());
    }
    guard_files(may_open).map_err(|error| JsError::error(error.message).with_code("ERR_ACCESS_DENIED").into())
}

fn may_open(path: &Path, access: Access) -> bool {
    let database = database_of(path);
    let needed: &[Permission] = match access {
        Access::Read => &[Permission::FileSystemRead],
        Access::Write => &[Permission::FileSystemRead, Permission::FileSystemWrite],
    };
    let refused = needed.iter().find(|permission| !permission::reaches(**permission, database));
    REFUSED.with_borrow_mut(|last| match refused {
        Some(permission) => *last = Some((*permission, database.to_owned())),
        // What may not be written is tried again to be read; if that fails too, the first is the reason.
        None if access == Access::Write || last.as_ref().is_some_and(|(_, path)| path != database) => *last = None,
        None => {}
    });
    refused.is_none()
}

fn database_of(path: &Path) -> &Path {
    let bytes = path.as_os_str().as_bytes();
    let name = COMPANIONS.iter().find_map(|suffix| bytes.strip_suffix(*suffix)).unwrap_or(bytes);
    Path::new(OsStr::from_bytes(name))
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
        for name in ["/a/b", "/a/b-journal", "/a/b-wal", "/a/b-shm"] {
            assert_eq!(database_of(Path::new(name)), Path::new("/a/b"));
        }
    }
}
