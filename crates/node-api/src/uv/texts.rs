//! Names and messages of errors.

use std::collections::HashMap;
use std::ffi::{CString, c_char, c_int};
use std::sync::{Mutex, OnceLock, PoisonError};

use runtime::sys::Error;

/// Texts that were asked for. They live as long as the process, as libuv's constants do; there are few errors.
static TEXTS: OnceLock<Mutex<HashMap<(c_int, bool), CString>>> = OnceLock::new();

/// A text of an error, made once.
fn text(error: c_int, is_name: bool, make: impl FnOnce(&Error) -> String) -> *const c_char {
    let mut texts = TEXTS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let text = texts.entry((error, is_name)).or_insert_with(|| {
        let made = make(&Error::new(-error, ""));
        CString::new(made).unwrap_or_default()
    });
    // The characters of a `CString` stay in place when the table grows; entries are never removed.
    text.as_ptr()
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_err_name(error: c_int) -> *const c_char {
    text(error, true, |error| error.code().into_owned())
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_strerror(error: c_int) -> *const c_char {
    text(error, false, |error| error.message().into_owned())
}

#[unsafe(no_mangle)]
pub extern "C" fn uv_translate_sys_error(error: c_int) -> c_int {
    if error <= 0 { error } else { -error }
}
