//! Shared libraries.

use std::ffi::{CStr, CString, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A library that is open. Dropping this does not close it: what it started may still run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Library(usize);

/// `RTLD_LAZY`: what [`Library::open`] takes when a program asks for nothing else.
pub const LAZY: c_int = libc::RTLD_LAZY;

impl Library {
    /// Opens a library with `dlopen`'s flags. Every symbol it needs is resolved now, whatever the flags say: one that is missing is an
    /// error here, while the lazy way would end the process at the first call.
    ///
    /// # Errors
    /// The text of `dlerror`.
    pub fn open(path: &Path, flags: c_int) -> Result<Self, String> {
        let Ok(path) = CString::new(path.as_os_str().as_bytes()) else {
            return Err(String::from("a path cannot hold a zero byte"));
        };
        crate::exit::expect_handlers();
        // SAFETY: `path` is a C string. What the library's constructors do is up to the library.
        let handle = unsafe { libc::dlopen(path.as_ptr(), resolved_now(flags)) };
        if handle.is_null() { Err(last_error()) } else { Ok(Self(handle.expose_provenance())) }
    }

    /// The address of a symbol.
    pub fn symbol(self, name: &CStr) -> Option<*mut c_void> {
        let handle = std::ptr::with_exposed_provenance_mut(self.0);
        // SAFETY: the handle is open (see the type) and `name` a C string.
        let address = unsafe { libc::dlsym(handle, name.as_ptr()) };
        (!address.is_null()).then_some(address)
    }

    /// Gives the handle back to the loader.
    pub fn close(self) {
        let handle = std::ptr::with_exposed_provenance_mut(self.0);
        // SAFETY: the handle is open; callers close only what nobody has taken a symbol from.
        unsafe { libc::dlclose(handle) };
    }
}

/// The flags with every symbol resolved at once. Flags without any way of resolving stay wrong.
fn resolved_now(flags: c_int) -> c_int {
    if flags & libc::RTLD_LAZY == 0 { flags } else { flags & !libc::RTLD_LAZY | libc::RTLD_NOW }
}

fn last_error() -> String {
    // SAFETY: `dlerror` gives null or a C string that lives until the thread's next call.
    let text = unsafe { libc::dlerror() };
    if text.is_null() {
        return String::from("dlopen failed");
    }
    // SAFETY: as above.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
