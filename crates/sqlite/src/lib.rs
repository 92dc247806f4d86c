//! SQLite behind safe types. Knows nothing of V8.
//!
//! - [`Connection`] and [`Statement`]: everything that runs SQL.
//! - [`function`]: functions and aggregates of the program, and its authorizer.
//! - [`files`]: which files may be opened.
//! - [`session`]: recording changes and applying them; [`backup`]: copying a database.
//!
//! SQLite calls back into the program while a statement runs. A statement in a step refuses to be stepped, bound, reset or finalized, and
//! its connection to be closed, so that nothing is freed under SQLite's feet.

pub mod backup;
mod connection;
pub mod files;
pub mod function;
pub mod session;
mod session_sys;
mod statement;
mod value;

pub use connection::{Connection, OpenFlags};
pub use libsqlite3_sys as sys;
pub use statement::{Reset, Statement};
pub use value::{Value, ValueRef};

use std::ffi::CStr;

/// The library's version, `3.53.4`.
pub fn version() -> String {
    // SAFETY: the library gives a static text that ends with NUL.
    unsafe { CStr::from_ptr(sys::sqlite3_libversion()) }.to_string_lossy().into_owned()
}

/// What SQLite has against something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The extended result code.
    pub code: i32,
    /// What happened here.
    pub message: String,
}

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with SQLite's own words for the code.
    pub fn new(code: i32) -> Error {
        Error { code, message: describe(code) }
    }

    /// The call makes no sense now: the statement or the connection is in use, or closed.
    pub(crate) fn in_use(message: &str) -> Error {
        Error { code: sys::SQLITE_MISUSE, message: message.to_owned() }
    }
}

/// SQLite's words for a result code.
pub fn describe(code: i32) -> String {
    // SQLite's texts are static C strings.
    // SAFETY: the call takes any code and gives a static C string.
    unsafe { CStr::from_ptr(sys::sqlite3_errstr(code)) }.to_string_lossy().into_owned()
}
