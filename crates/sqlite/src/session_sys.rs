//! Functions that the bindings leave out: those of the session extension (`sqlite3session.h`), and closing.

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

use crate::sys::sqlite3;

/// A session.
#[repr(C)]
pub(crate) struct RawSession {
    _private: [u8; 0],
}

/// The changes that are being applied.
#[repr(C)]
pub(crate) struct RawIterator {
    _private: [u8; 0],
}

pub(crate) type Filter = unsafe extern "C" fn(*mut c_void, *const c_char) -> c_int;
pub(crate) type Conflict = unsafe extern "C" fn(*mut c_void, c_int, *mut RawIterator) -> c_int;

unsafe extern "C" {
    pub(crate) fn sqlite3_close_v2(db: *mut sqlite3) -> c_int;
    pub(crate) fn sqlite3session_create(db: *mut sqlite3, name: *const c_char, session: *mut *mut RawSession) -> c_int;
    pub(crate) fn sqlite3session_delete(session: *mut RawSession);
    pub(crate) fn sqlite3session_attach(session: *mut RawSession, table: *const c_char) -> c_int;
    pub(crate) fn sqlite3session_changeset(
        session: *mut RawSession,
        length: *mut c_int,
        data: *mut *mut c_void,
    ) -> c_int;
    pub(crate) fn sqlite3session_patchset(
        session: *mut RawSession,
        length: *mut c_int,
        data: *mut *mut c_void,
    ) -> c_int;
    pub(crate) fn sqlite3changeset_apply(
        db: *mut sqlite3,
        length: c_int,
        data: *mut c_void,
        filter: Option<Filter>,
        conflict: Option<Conflict>,
        context: *mut c_void,
    ) -> c_int;
}
