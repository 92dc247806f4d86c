//! Copying a database while it is in use.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr::null_mut;
use std::rc::Rc;

use crate::{Connection, OpenFlags, Result, sys};

/// A copy under way. It holds both databases.
pub struct Backup {
    raw: Cell<*mut sys::sqlite3_backup>,
    source: Rc<Connection>,
    target: Rc<Connection>,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// All pages are copied.
    pub is_done: bool,
    /// Pages to copy.
    pub remaining: i32,
    /// Pages of the source.
    pub total: i32,
}

impl Backup {
    /// Begins to copy a database of `source` to a database of the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn new(source: &Rc<Connection>, name: &CStr, path: &CStr, target_name: &CStr) -> Result<Backup> {
        let target = Connection::open(path, OpenFlags::default())?;
        // SAFETY: both connections are open and held by the backup.
        let raw = unsafe { sys::sqlite3_backup_init(target.raw(), target_name.as_ptr(), source.raw(), name.as_ptr()) };
        if raw.is_null() {
            return Err(target.error(sys::SQLITE_ERROR));
        }
        Ok(Backup { raw: Cell::new(raw), source: Rc::clone(source), target })
    }

    /// Copies up to so many pages; -1 for all. A locked database makes no progress and is no error.
    ///
    /// # Errors
    /// Of reading or writing, and when the source was closed.
    pub fn step(&self, pages: i32) -> Result<Progress> {
        if !self.source.is_open() || self.raw.get().is_null() {
            return Err(crate::Error::in_use("database is not open"));
        }
        // SAFETY: the backup and both connections are open.
        unsafe {
            let code = sys::sqlite3_backup_step(self.raw.get(), pages);
            if !matches!(code, sys::SQLITE_OK | sys::SQLITE_DONE | sys::SQLITE_BUSY | sys::SQLITE_LOCKED) {
                self.finish();
                return Err(self.target.error(code));
            }
            Ok(Progress {
                is_done: code == sys::SQLITE_DONE,
                remaining: sys::sqlite3_backup_remaining(self.raw.get()),
                total: sys::sqlite3_backup_pagecount(self.raw.get()),
            })
        }
    }

    /// Ends the copy.
    pub fn finish(&self) {
        let raw = self.raw.replace(null_mut());
        if !raw.is_null() {
            // SAFETY: the backup is open and not used again.
            unsafe { sys::sqlite3_backup_finish(raw) };
        }
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        self.finish();
    }
}
