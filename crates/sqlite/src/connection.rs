//! Databases.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString};
use std::ptr::{null, null_mut};
use std::rc::{Rc, Weak};

use crate::function::Authorizer;
use crate::session::Session;
use crate::session_sys::sqlite3_close_v2;
use crate::statement::Statement;
use crate::{Error, Result, sys};

/// How to open a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenFlags {
    /// Only read.
    pub read_only: bool,
}

/// An open database.
pub struct Connection {
    raw: Cell<*mut sys::sqlite3>,
    statements: RefCell<Vec<Weak<Statement>>>,
    sessions: RefCell<Vec<Weak<Session>>>,
    /// Calls of SQLite under way that may call back.
    depth: Cell<u32>,
    pub(crate) authorizer: RefCell<Option<Rc<Authorizer>>>,
}

/// Ends a call that may call back.
pub(crate) struct Busy<'a>(&'a Cell<u32>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Connection {
    /// Opens the database at `path`, a `file:` URI, or `:memory:`.
    ///
    /// # Errors
    /// `SQLITE_CANTOPEN` and others.
    pub fn open(path: &CStr, flags: OpenFlags) -> Result<Rc<Connection>> {
        let mode = if flags.read_only {
            sys::SQLITE_OPEN_READONLY
        } else {
            sys::SQLITE_OPEN_READWRITE | sys::SQLITE_OPEN_CREATE
        };
        let mut raw = null_mut();
        // SAFETY: the path is a C string; SQLite sets `raw` also when it fails, unless memory is short.
        let code = unsafe { sys::sqlite3_open_v2(path.as_ptr(), &raw mut raw, mode | sys::SQLITE_OPEN_URI, null()) };
        let connection = Connection {
            raw: Cell::new(raw),
            statements: RefCell::default(),
            sessions: RefCell::default(),
            depth: Cell::new(0),
            authorizer: RefCell::default(),
        };
        if code != sys::SQLITE_OK {
            return Err(connection.error(code));
        }
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_extended_result_codes(raw, 1) };
        Ok(Rc::new(connection))
    }

    pub(crate) fn raw(&self) -> *mut sys::sqlite3 {
        self.raw.get()
    }

    /// Whether the database is open.
    pub fn is_open(&self) -> bool {
        !self.raw.get().is_null()
    }

    /// Marks a call under way.
    pub(crate) fn enter(&self) -> Busy<'_> {
        self.depth.set(self.depth.get() + 1);
        Busy(&self.depth)
    }

    /// The error of the last call.
    pub(crate) fn error(&self, code: i32) -> Error {
        if self.raw().is_null() {
            return Error::new(code);
        }
        // SAFETY: the connection is open; the message is a C string that is copied before the next call.
        unsafe {
            let message = CStr::from_ptr(sys::sqlite3_errmsg(self.raw())).to_string_lossy().into_owned();
            Error { code: sys::sqlite3_extended_errcode(self.raw()), message }
        }
    }

    pub(crate) fn check(&self, code: i32) -> Result<()> {
        if code == sys::SQLITE_OK { Ok(()) } else { Err(self.error(code)) }
    }

    /// Closes the database with all its statements and sessions.
    ///
    /// # Errors
    /// While SQLite runs a statement that has called back.
    pub fn close(&self) -> Result<()> {
        if self.depth.get() > 0 {
            return Err(Error::in_use("the database is in use"));
        }
        for session in self.sessions.take().iter().filter_map(Weak::upgrade) {
            session.close();
        }
        for statement in self.statements.take().iter().filter_map(Weak::upgrade) {
            statement.finalize()?;
        }
        // SAFETY: closing null does nothing; the pointer is not used again.
        unsafe { sqlite3_close_v2(self.raw.replace(null_mut())) };
        Ok(())
    }

    pub(crate) fn keep_session(&self, session: &Rc<Session>) {
        self.sessions.borrow_mut().push(Rc::downgrade(session));
    }

    /// Runs all statements of `sql`.
    ///
    /// # Errors
    /// The first one's.
    pub fn exec(&self, sql: &CStr) -> Result<()> {
        let _busy = self.enter();
        // SAFETY: the connection is open and the text a C string.
        let code = unsafe { sys::sqlite3_exec(self.raw(), sql.as_ptr(), None, null_mut(), null_mut()) };
        self.check(code)
    }

    /// Compiles the first statement of `sql`; `None` when there is none.
    ///
    /// # Errors
    /// For SQL that is none.
    pub fn prepare(self: &Rc<Self>, sql: &str) -> Result<Option<Rc<Statement>>> {
        let _busy = self.enter();
        let mut raw = null_mut();
        let (text, length) = (sql.as_ptr().cast(), sql.len() as i32);
        // SAFETY: the connection is open, and the text has the length given.
        let code = unsafe { sys::sqlite3_prepare_v2(self.raw(), text, length, &raw mut raw, null_mut()) };
        self.check(code)?;
        if raw.is_null() {
            return Ok(None);
        }
        let statement = Rc::new(Statement::new(Rc::clone(self), raw));
        let mut statements = self.statements.borrow_mut();
        if statements.len() == statements.capacity() {
            statements.retain(|statement| statement.strong_count() > 0);
        }
        statements.push(Rc::downgrade(&statement));
        Ok(Some(statement))
    }

    /// Rows changed by the last statement.
    pub fn changes(&self) -> i64 {
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_changes64(self.raw()) }
    }

    /// The row inserted last.
    pub fn last_insert_rowid(&self) -> i64 {
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_last_insert_rowid(self.raw()) }
    }

    /// Whether a transaction is open.
    pub fn is_transaction(&self) -> bool {
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_get_autocommit(self.raw()) == 0 }
    }

    /// The file of a database of this connection; `None` for one in memory or an unknown name.
    pub fn location(&self, name: &CStr) -> Option<String> {
        // SAFETY: the connection is open; the text is copied before the next call.
        let path = unsafe { sys::sqlite3_db_filename(self.raw(), name.as_ptr()) };
        if path.is_null() {
            return None;
        }
        // SAFETY: as above.
        let path = unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned();
        (!path.is_empty()).then_some(path)
    }

    /// How many milliseconds to wait for a database that another connection has locked.
    pub fn set_busy_timeout(&self, milliseconds: i32) {
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_busy_timeout(self.raw(), milliseconds) };
    }

    /// Sets a limit, or only asks with -1; gives the one before.
    pub fn limit(&self, id: i32, value: i32) -> i32 {
        // SAFETY: the connection is open.
        unsafe { sys::sqlite3_limit(self.raw(), id, value) }
    }

    /// Turns one of SQLite's switches (`SQLITE_DBCONFIG_…`) on or off.
    ///
    /// # Errors
    /// For switches it does not have.
    pub fn configure(&self, switch: i32, on: bool) -> Result<()> {
        let mut result = 0;
        // SAFETY: the connection is open; the switches take an int and a pointer to an int.
        let code = unsafe { sys::sqlite3_db_config(self.raw(), switch, i32::from(on), &raw mut result) };
        self.check(code)
    }

    /// Loads an extension.
    ///
    /// # Errors
    /// When it cannot be loaded or may not.
    pub fn load_extension(&self, path: &CStr, entry: Option<&CStr>) -> Result<()> {
        let _busy = self.enter();
        let mut message = null_mut();
        let entry = entry.map_or(null(), CStr::as_ptr);
        // SAFETY: the connection is open; an extension is trusted code by the choice of the program.
        let code = unsafe { sys::sqlite3_load_extension(self.raw(), path.as_ptr(), entry, &raw mut message) };
        if code == sys::SQLITE_OK {
            return Ok(());
        }
        let mut error = self.error(code);
        if !message.is_null() {
            // SAFETY: the message is a C string of SQLite's, freed once.
            unsafe {
                error.message = CStr::from_ptr(message).to_string_lossy().into_owned();
                sys::sqlite3_free(message.cast());
            }
        }
        Err(error)
    }

    /// Takes a database that was given as bytes.
    ///
    /// # Errors
    /// For a database that is in use; bytes that are no database show when it is read.
    pub fn deserialize(&self, name: &CStr, bytes: &[u8]) -> Result<()> {
        let length = bytes.len() as i64;
        let flags = sys::SQLITE_DESERIALIZE_FREEONCLOSE | sys::SQLITE_DESERIALIZE_RESIZEABLE;
        // SAFETY: SQLite owns the copy from here on, also when the call fails.
        let code = unsafe {
            let copy = sys::sqlite3_malloc64(bytes.len() as u64).cast::<u8>();
            if copy.is_null() && !bytes.is_empty() {
                return Err(Error::new(sys::SQLITE_NOMEM));
            }
            copy.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            sys::sqlite3_deserialize(self.raw(), name.as_ptr(), copy, length, length, flags)
        };
        self.check(code)
    }

    /// The bytes of a database; `None` when there is no such database.
    pub fn serialize(&self, name: &CStr) -> Option<Vec<u8>> {
        let mut length = 0;
        // SAFETY: the connection is open; the bytes are copied and freed once.
        unsafe {
            let data = sys::sqlite3_serialize(self.raw(), name.as_ptr(), &raw mut length, 0);
            if data.is_null() {
                return (length == 0).then(Vec::new);
            }
            let bytes = std::slice::from_raw_parts(data, length as usize).to_vec();
            sys::sqlite3_free(data.cast());
            Some(bytes)
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Statements hold the connection, so none is left; a backup or a session may be, and SQLite waits for them.
        // SAFETY: closing null does nothing.
        unsafe { sqlite3_close_v2(self.raw.replace(null_mut())) };
    }
}

/// A C string; what follows a NUL byte is lost, as SQLite would lose it.
pub(crate) fn c_text(text: &str) -> CString {
    let end = text.find('\0').unwrap_or(text.len());
    CString::new(&text[..end]).unwrap_or_default()
}
