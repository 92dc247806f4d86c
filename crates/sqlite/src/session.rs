//! Recording the changes of a database, and applying them to another.

use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::os::raw::{c_char, c_int};
use std::ptr::{null, null_mut};
use std::rc::Rc;

use crate::session_sys::{self as raw, RawIterator, RawSession};
use crate::value::bytes_at;
use crate::{Connection, Error, Result, sys};

/// A recording of changes.
pub struct Session {
    connection: Rc<Connection>,
    raw: Cell<*mut RawSession>,
}

/// The form of the recorded changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the values before.
    Changeset,
    /// Without them; shorter.
    Patchset,
}

impl Session {
    /// Begins to record the changes of a table, or of all, in one of the connection's databases.
    ///
    /// # Errors
    /// When memory is short.
    pub fn new(connection: &Rc<Connection>, database: &CStr, table: Option<&CStr>) -> Result<Rc<Session>> {
        let mut session = null_mut();
        // SAFETY: the connection is open and the names are C strings.
        unsafe {
            connection.check(raw::sqlite3session_create(connection.raw(), database.as_ptr(), &raw mut session))?;
            let table = table.map_or(null(), CStr::as_ptr);
            let code = raw::sqlite3session_attach(session, table);
            if code != sys::SQLITE_OK {
                raw::sqlite3session_delete(session);
                return Err(connection.error(code));
            }
        }
        let session = Rc::new(Session { connection: Rc::clone(connection), raw: Cell::new(session) });
        connection.keep_session(&session);
        Ok(session)
    }

    /// Whether it still records.
    pub fn is_open(&self) -> bool {
        !self.raw.get().is_null()
    }

    /// Whether its database is open.
    pub fn has_database(&self) -> bool {
        self.connection.is_open()
    }

    /// What was recorded so far.
    ///
    /// # Errors
    /// When it is closed, or memory is short.
    pub fn changes(&self, form: Form) -> Result<Vec<u8>> {
        if !self.is_open() {
            return Err(Error::in_use("session is not open"));
        }
        let (mut length, mut data) = (0, null_mut());
        // SAFETY: the session is open; the bytes are copied and freed once.
        unsafe {
            let code = match form {
                Form::Changeset => raw::sqlite3session_changeset(self.raw.get(), &raw mut length, &raw mut data),
                Form::Patchset => raw::sqlite3session_patchset(self.raw.get(), &raw mut length, &raw mut data),
            };
            self.connection.check(code)?;
            let bytes = bytes_at(data.cast(), length).to_vec();
            sys::sqlite3_free(data);
            Ok(bytes)
        }
    }

    /// Ends the recording.
    pub fn close(&self) {
        let session = self.raw.replace(null_mut());
        if !session.is_null() {
            // SAFETY: the session is open and not used again; its database is closed after it.
            unsafe { raw::sqlite3session_delete(session) };
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.close();
    }
}

/// What to ask while changes are applied.
pub struct Callbacks<'a> {
    /// Whether to apply the changes of a table.
    pub filter: Option<&'a dyn Fn(&str) -> bool>,
    /// What to do about a conflict of a kind: `SQLITE_CHANGESET_OMIT`, `…_REPLACE`, `…_ABORT`.
    pub conflict: Option<&'a dyn Fn(i32) -> i32>,
}

impl Connection {
    /// Applies recorded changes; gives `SQLITE_OK`, `SQLITE_ABORT` or another code.
    pub fn apply_changeset(&self, changes: &[u8], callbacks: &Callbacks<'_>) -> i32 {
        let _busy = self.enter();
        let filter = callbacks.filter.map(|_| on_filter as raw::Filter);
        let context = std::ptr::from_ref(callbacks).cast_mut().cast();
        let (length, data) = (changes.len() as c_int, changes.as_ptr().cast_mut().cast());
        // SAFETY: SQLite only reads the changes; the callbacks outlive the call.
        unsafe { raw::sqlite3changeset_apply(self.raw(), length, data, filter, Some(on_conflict), context) }
    }
}

unsafe extern "C" fn on_filter(context: *mut c_void, table: *const c_char) -> c_int {
    // SAFETY: SQLite calls with the context of `apply_changeset` and a C string.
    unsafe {
        let callbacks = &*context.cast::<Callbacks<'_>>();
        let table = CStr::from_ptr(table).to_string_lossy();
        callbacks.filter.is_none_or(|filter| filter(&table)).into()
    }
}

unsafe extern "C" fn on_conflict(context: *mut c_void, kind: c_int, _changes: *mut RawIterator) -> c_int {
    /// `SQLITE_CHANGESET_ABORT`
    const ABORT: c_int = 2;
    // SAFETY: SQLite calls with the context of `apply_changeset`.
    unsafe { (*context.cast::<Callbacks<'_>>()).conflict.map_or(ABORT, |conflict| conflict(kind)) }
}
