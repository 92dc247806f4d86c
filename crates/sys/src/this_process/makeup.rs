//! What this process is made of and may take: limits, loaded libraries, the native stack.

use std::ffi::{CStr, c_int, c_void};
use std::mem::MaybeUninit;

/// A limit of getrlimit(2): the soft and the hard bound, `None` for none.
pub type Limit = (Option<u64>, Option<u64>);

/// The limits that a diagnostic report shows, by its names.
const LIMITS: [(&str, libc::__rlimit_resource_t); 10] = [
    ("core_file_size_blocks", libc::RLIMIT_CORE),
    ("data_seg_size_bytes", libc::RLIMIT_DATA),
    ("file_size_blocks", libc::RLIMIT_FSIZE),
    ("max_locked_memory_bytes", libc::RLIMIT_MEMLOCK),
    ("max_memory_size_bytes", libc::RLIMIT_RSS),
    ("open_files", libc::RLIMIT_NOFILE),
    ("stack_size_bytes", libc::RLIMIT_STACK),
    ("cpu_time_seconds", libc::RLIMIT_CPU),
    ("max_user_processes", libc::RLIMIT_NPROC),
    ("virtual_memory_bytes", libc::RLIMIT_AS),
];

/// The limits of this process by name; those that the system does not tell are left out.
pub fn limits() -> Vec<(&'static str, Limit)> {
    LIMITS.into_iter().filter_map(|(name, resource)| Some((name, limit(resource)?))).collect()
}

fn limit(resource: libc::__rlimit_resource_t) -> Option<Limit> {
    let bound = |value: libc::rlim_t| (value != libc::RLIM_INFINITY).then_some(value);
    let mut limit = MaybeUninit::<libc::rlimit>::uninit();
    // SAFETY: getrlimit fills the structure when it gives 0.
    unsafe {
        if libc::getrlimit(resource, limit.as_mut_ptr()) != 0 {
            return None;
        }
        let limit = limit.assume_init();
        Some((bound(limit.rlim_cur), bound(limit.rlim_max)))
    }
}

/// The paths of the loaded libraries.
pub fn shared_objects() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // SAFETY: `note` is called with the pointer given here, before this returns.
    unsafe { libc::dl_iterate_phdr(Some(note), (&raw mut names).cast()) };
    names
}

unsafe extern "C" fn note(info: *mut libc::dl_phdr_info, _size: usize, names: *mut c_void) -> c_int {
    // SAFETY: the loader gives a valid record; `names` is the vector of `shared_objects`.
    unsafe {
        let name = text((*info).dlpi_name);
        // The program itself has no name.
        if !name.is_empty() {
            (*names.cast::<Vec<String>>()).push(name);
        }
    }
    0
}

/// A frame of the native stack: the address, and what is known of the function there.
pub type Frame = (usize, String);

/// The native stack of this thread, innermost frame first.
pub fn native_stack() -> Vec<Frame> {
    let mut addresses = [std::ptr::null_mut(); 128];
    // SAFETY: the array has the given length.
    let count = unsafe { libc::backtrace(addresses.as_mut_ptr(), addresses.len() as c_int) };
    let count = usize::try_from(count).unwrap_or(0);
    addresses[..count].iter().map(|&address| (address.addr(), symbol(address))).collect()
}

/// `function [file]`, as far as the loader knows.
fn symbol(address: *mut c_void) -> String {
    let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: dladdr fills the structure when it does not give 0; the texts belong to the loader.
    unsafe {
        if libc::dladdr(address, info.as_mut_ptr()) == 0 {
            return String::new();
        }
        let info = info.assume_init();
        let (function, file) = (text(info.dli_sname), text(info.dli_fname));
        if function.is_empty() { format!("[{file}]") } else { format!("{function} [{file}]") }
    }
}

/// # Safety
/// `text` is null or a C string.
unsafe fn text(text: *const libc::c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: passed on to the caller.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_made_of_something() {
        assert!(limits().iter().any(|(name, (soft, _))| *name == "open_files" && soft.is_none_or(|soft| soft > 0)));
        assert!(shared_objects().iter().any(|name| name.contains("libc.so")));
        assert!(native_stack().len() > 2);
    }
}
