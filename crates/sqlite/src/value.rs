//! Values as SQLite has them.

use std::os::raw::c_int;
use std::slice;

use crate::sys;

/// A value of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL
    Null,
    /// INTEGER
    Integer(i64),
    /// REAL
    Real(f64),
    /// TEXT
    Text(String),
    /// BLOB
    Blob(Vec<u8>),
}

/// A value that SQLite lends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueRef<'a> {
    /// NULL
    Null,
    /// INTEGER
    Integer(i64),
    /// REAL
    Real(f64),
    /// TEXT, as a rule UTF-8
    Text(&'a [u8]),
    /// BLOB
    Blob(&'a [u8]),
}

impl Value {
    /// The value, lent.
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }
}

/// # Safety
/// `value` must be a valid value that lives for `'a`.
pub(crate) unsafe fn value_of<'a>(value: *mut sys::sqlite3_value) -> ValueRef<'a> {
    // SAFETY: promised by the caller; text and blob are asked for before their length, as SQLite wants it.
    unsafe {
        match sys::sqlite3_value_type(value) {
            sys::SQLITE_INTEGER => ValueRef::Integer(sys::sqlite3_value_int64(value)),
            sys::SQLITE_FLOAT => ValueRef::Real(sys::sqlite3_value_double(value)),
            sys::SQLITE_TEXT => {
                let data = sys::sqlite3_value_text(value);
                ValueRef::Text(bytes_at(data, sys::sqlite3_value_bytes(value)))
            }
            sys::SQLITE_BLOB => {
                let data = sys::sqlite3_value_blob(value);
                ValueRef::Blob(bytes_at(data.cast(), sys::sqlite3_value_bytes(value)))
            }
            _ => ValueRef::Null,
        }
    }
}

/// # Safety
/// `data` must be null or valid for `length` bytes for `'a`.
pub(crate) unsafe fn bytes_at<'a>(data: *const u8, length: c_int) -> &'a [u8] {
    if data.is_null() {
        return &[];
    }
    // SAFETY: promised by the caller.
    unsafe { slice::from_raw_parts(data, length as usize) }
}

/// Gives a value as the result of a function.
///
/// # Safety
/// `context` must be the context of a running function.
pub(crate) unsafe fn set_result(context: *mut sys::sqlite3_context, value: ValueRef<'_>) {
    // SAFETY: promised by the caller; SQLITE_TRANSIENT has SQLite copy the bytes.
    unsafe {
        match value {
            ValueRef::Null => sys::sqlite3_result_null(context),
            ValueRef::Integer(number) => sys::sqlite3_result_int64(context, number),
            ValueRef::Real(number) => sys::sqlite3_result_double(context, number),
            ValueRef::Text(text) => sys::sqlite3_result_text64(
                context,
                text.as_ptr().cast(),
                text.len() as u64,
                sys::SQLITE_TRANSIENT(),
                sys::SQLITE_UTF8 as u8,
            ),
            ValueRef::Blob([]) => sys::sqlite3_result_zeroblob(context, 0),
            ValueRef::Blob(bytes) => {
                sys::sqlite3_result_blob64(context, bytes.as_ptr().cast(), bytes.len() as u64, sys::SQLITE_TRANSIENT())
            }
        }
    }
}
