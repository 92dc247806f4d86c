//! Statements.

use std::cell::Cell;
use std::ffi::CStr;
use std::os::raw::{c_char, c_int};
use std::ptr::null_mut;
use std::rc::Rc;

use crate::connection::{Busy, Connection, c_text};
use crate::value::bytes_at;
use crate::{Error, Result, ValueRef, sys};

/// Whether a counter begins anew when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// It counts on.
    No,
    /// It is 0 from here.
    Yes,
}

/// A compiled statement.
pub struct Statement {
    connection: Rc<Connection>,
    raw: Cell<*mut sys::sqlite3_stmt>,
    /// Steps under way; SQLite may call back from one.
    depth: Cell<u32>,
    /// Counts resets, so that an iterator knows that its rows are gone.
    generation: Cell<u64>,
}

impl Statement {
    pub(crate) fn new(connection: Rc<Connection>, raw: *mut sys::sqlite3_stmt) -> Statement {
        Statement { connection, raw: Cell::new(raw), depth: Cell::new(0), generation: Cell::new(0) }
    }

    /// The database it belongs to.
    pub fn connection(&self) -> &Rc<Connection> {
        &self.connection
    }

    /// Whether it is gone, with its database or by itself.
    pub fn is_finalized(&self) -> bool {
        self.raw.get().is_null()
    }

    /// Changes with every reset.
    pub fn generation(&self) -> u64 {
        self.generation.get()
    }

    /// The statement when nothing runs in it.
    fn idle(&self) -> Result<*mut sys::sqlite3_stmt> {
        if self.raw.get().is_null() {
            return Err(Error::in_use("statement has been finalized"));
        }
        if self.depth.get() > 0 {
            return Err(Error::in_use("statement is running"));
        }
        Ok(self.raw.get())
    }

    fn enter(&self) -> Depth<'_> {
        self.depth.set(self.depth.get() + 1);
        Depth { depth: &self.depth, _busy: self.connection.enter() }
    }

    /// Gives its memory back.
    ///
    /// # Errors
    /// While it runs.
    pub fn finalize(&self) -> Result<()> {
        if self.raw.get().is_null() {
            return Ok(());
        }
        self.idle()?;
        self.generation.set(self.generation.get() + 1);
        // SAFETY: nothing runs in it, and the pointer is not used again.
        unsafe { sys::sqlite3_finalize(self.raw.replace(null_mut())) };
        Ok(())
    }

    /// Goes to the next row; `false` when there is none.
    ///
    /// # Errors
    /// The statement's.
    pub fn step(&self) -> Result<bool> {
        let raw = self.idle()?;
        let _depth = self.enter();
        // SAFETY: the statement is compiled, and `depth` keeps it so.
        match unsafe { sys::sqlite3_step(raw) } {
            sys::SQLITE_ROW => Ok(true),
            sys::SQLITE_DONE => Ok(false),
            code => Err(self.connection.error(code)),
        }
    }

    /// Goes back to before the first row; what a failed step had to say was said then.
    ///
    /// # Errors
    /// While it runs.
    pub fn reset(&self) -> Result<()> {
        let raw = self.idle()?;
        self.generation.set(self.generation.get() + 1);
        let _depth = self.enter();
        // SAFETY: the statement is compiled and nothing runs in it.
        unsafe { sys::sqlite3_reset(raw) };
        Ok(())
    }

    // --- Parameters ---

    /// Sets all parameters to NULL.
    ///
    /// # Errors
    /// While it runs.
    pub fn clear_bindings(&self) -> Result<()> {
        let raw = self.idle()?;
        // SAFETY: the statement is compiled and nothing runs in it.
        unsafe { sys::sqlite3_clear_bindings(raw) };
        Ok(())
    }

    /// Sets a parameter, from 1 on.
    ///
    /// # Errors
    /// For a parameter it does not have, and while it runs.
    pub fn bind(&self, index: i32, value: ValueRef<'_>) -> Result<()> {
        let raw = self.idle()?;
        let transient = sys::SQLITE_TRANSIENT();
        // SAFETY: the statement is compiled; SQLITE_TRANSIENT has SQLite copy the bytes.
        let code = unsafe {
            match value {
                ValueRef::Null => sys::sqlite3_bind_null(raw, index),
                ValueRef::Integer(number) => sys::sqlite3_bind_int64(raw, index, number),
                ValueRef::Real(number) => sys::sqlite3_bind_double(raw, index, number),
                ValueRef::Text(text) => {
                    let (data, length) = (text.as_ptr().cast(), text.len() as u64);
                    sys::sqlite3_bind_text64(raw, index, data, length, transient, sys::SQLITE_UTF8 as u8)
                }
                ValueRef::Blob([]) => sys::sqlite3_bind_zeroblob(raw, index, 0),
                ValueRef::Blob(bytes) => {
                    sys::sqlite3_bind_blob64(raw, index, bytes.as_ptr().cast(), bytes.len() as u64, transient)
                }
            }
        };
        self.connection.check(code)
    }

    /// How many parameters it has.
    ///
    /// # Errors
    /// When it is gone.
    pub fn parameter_count(&self) -> Result<i32> {
        // SAFETY: the statement is compiled.
        Ok(unsafe { sys::sqlite3_bind_parameter_count(self.idle()?) })
    }

    /// The name of a parameter with its sign; `None` for one without a name.
    ///
    /// # Errors
    /// When it is gone.
    pub fn parameter_name(&self, index: i32) -> Result<Option<String>> {
        // SAFETY: the statement is compiled; the text is copied.
        Ok(unsafe { text_of(sys::sqlite3_bind_parameter_name(self.idle()?, index)) })
    }

    /// The parameter of a name with its sign.
    ///
    /// # Errors
    /// When it is gone.
    pub fn parameter_index(&self, name: &str) -> Result<Option<i32>> {
        let name = c_text(name);
        // SAFETY: the statement is compiled and the name a C string.
        let index = unsafe { sys::sqlite3_bind_parameter_index(self.idle()?, name.as_ptr()) };
        Ok((index > 0).then_some(index))
    }

    // --- Columns ---

    /// How many columns its rows have.
    ///
    /// # Errors
    /// When it is gone.
    pub fn column_count(&self) -> Result<i32> {
        // SAFETY: the statement is compiled.
        Ok(unsafe { sys::sqlite3_column_count(self.idle()?) })
    }

    /// Lends the value of a column of the row it is at.
    ///
    /// # Errors
    /// When it is gone.
    pub fn with_column<T>(&self, index: i32, action: impl FnOnce(ValueRef<'_>) -> T) -> Result<T> {
        let raw = self.idle()?;
        let _depth = self.enter();
        // SAFETY: the statement is compiled; `depth` keeps the row while the value is lent.
        let value = unsafe {
            match sys::sqlite3_column_type(raw, index) {
                sys::SQLITE_INTEGER => ValueRef::Integer(sys::sqlite3_column_int64(raw, index)),
                sys::SQLITE_FLOAT => ValueRef::Real(sys::sqlite3_column_double(raw, index)),
                sys::SQLITE_TEXT => {
                    let data = sys::sqlite3_column_text(raw, index);
                    ValueRef::Text(bytes_at(data, sys::sqlite3_column_bytes(raw, index)))
                }
                sys::SQLITE_BLOB => {
                    let data = sys::sqlite3_column_blob(raw, index);
                    ValueRef::Blob(bytes_at(data.cast(), sys::sqlite3_column_bytes(raw, index)))
                }
                _ => ValueRef::Null,
            }
        };
        Ok(action(value))
    }

    /// The name of a column in the results.
    ///
    /// # Errors
    /// When it is gone.
    pub fn column_name(&self, index: i32) -> Result<String> {
        // SAFETY: the statement is compiled; the text is copied.
        Ok(unsafe { text_of(sys::sqlite3_column_name(self.idle()?, index)) }.unwrap_or_default())
    }

    /// Where a column comes from: its own name, its table, its database, its declared type; `None` for expressions.
    ///
    /// # Errors
    /// When it is gone.
    pub fn column_origin(&self, index: i32) -> Result<[Option<String>; 4]> {
        let raw = self.idle()?;
        // SAFETY: the statement is compiled; the texts are copied.
        Ok(unsafe {
            [
                text_of(sys::sqlite3_column_origin_name(raw, index)),
                text_of(sys::sqlite3_column_table_name(raw, index)),
                text_of(sys::sqlite3_column_database_name(raw, index)),
                text_of(sys::sqlite3_column_decltype(raw, index)),
            ]
        })
    }

    /// One of SQLite's counters of what it did (`SQLITE_STMTSTATUS_…`), which may begin anew.
    ///
    /// # Errors
    /// When it is gone.
    pub fn counter(&self, id: i32, reset: Reset) -> Result<i32> {
        // SAFETY: the statement is compiled.
        Ok(unsafe { sys::sqlite3_stmt_status(self.idle()?, id, i32::from(reset == Reset::Yes)) })
    }

    /// Its text.
    ///
    /// # Errors
    /// When it is gone.
    pub fn sql(&self) -> Result<String> {
        // SAFETY: the statement is compiled; the text is copied.
        Ok(unsafe { text_of(sys::sqlite3_sql(self.idle()?)) }.unwrap_or_default())
    }

    /// Its text with the values of its parameters; `None` when memory is short.
    ///
    /// # Errors
    /// When it is gone.
    pub fn expanded_sql(&self) -> Result<Option<String>> {
        // SAFETY: the statement is compiled; the text is copied and freed once.
        unsafe {
            let text = sys::sqlite3_expanded_sql(self.idle()?);
            let copy = text_of(text);
            sys::sqlite3_free(text.cast());
            Ok(copy)
        }
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        // SAFETY: whoever runs it holds it, so nothing does; finalizing null does nothing.
        unsafe { sys::sqlite3_finalize(self.raw.replace(null_mut())) };
    }
}

struct Depth<'a> {
    depth: &'a Cell<u32>,
    _busy: Busy<'a>,
}

impl Drop for Depth<'_> {
    fn drop(&mut self) {
        self.depth.set(self.depth.get() - 1);
    }
}

/// # Safety
/// `text` must be null or a C string.
unsafe fn text_of(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: promised by the caller.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// SQLite's type of counts and codes.
const _: () = assert!(size_of::<c_int>() == size_of::<i32>());
