//! The title of the process, as `ps` shows it.
//!
//! It lies over the memory the kernel put the arguments in; glibc hands that memory to the initialisers of a
//! program, which is how it is found without the help of `main`.

use std::ffi::CStr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

static START: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static LENGTH: AtomicUsize = AtomicUsize::new(0);
static TITLE: Mutex<Option<Vec<u8>>> = Mutex::new(None);

#[used]
#[unsafe(link_section = ".init_array")]
static FIND_ARGUMENTS: extern "C" fn(i32, *const *mut libc::c_char, *const *mut libc::c_char) = find_arguments;

/// Notes the block of the arguments: strings one behind the other from the first one on.
extern "C" fn find_arguments(count: i32, arguments: *const *mut libc::c_char, _environment: *const *mut libc::c_char) {
    let count = usize::try_from(count).unwrap_or(0);
    if count == 0 || arguments.is_null() {
        return;
    }
    // SAFETY: glibc passes `main`'s arguments: `count` pointers to C strings.
    unsafe {
        let (first, last) = (*arguments, *arguments.add(count - 1));
        let end = last.add(CStr::from_ptr(last).to_bytes_with_nul().len());
        START.store(first.cast(), Ordering::Release);
        LENGTH.store(end.offset_from(first).unsigned_abs(), Ordering::Release);
    }
}

/// The title: what [`set_title`] set, else the command line.
pub fn title() -> Vec<u8> {
    let set = TITLE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    set.unwrap_or_else(command_line)
}

fn command_line() -> Vec<u8> {
    let mut line = std::fs::read("/proc/self/cmdline").unwrap_or_default();
    line.pop_if(|byte| *byte == 0);
    for byte in &mut line {
        if *byte == 0 {
            *byte = b' ';
        }
    }
    line
}

/// Sets the title, cut to the room the arguments left, and the name of the main thread.
pub fn set_title(title: &[u8]) {
    let mut current = TITLE.lock().unwrap_or_else(PoisonError::into_inner);
    let room = LENGTH.load(Ordering::Acquire);
    let shown = &title[..title.len().min(room.saturating_sub(1))];
    let start = START.load(Ordering::Acquire);
    if !start.is_null() {
        // SAFETY: the block of the arguments is writable, `room` bytes long and longer than `shown`; the lock keeps
        // other writers away.
        unsafe {
            start.copy_from_nonoverlapping(shown.as_ptr(), shown.len());
            start.add(shown.len()).write_bytes(0, room - shown.len());
        }
    }
    name_thread(shown);
    *current = Some(shown.to_vec());
}

fn name_thread(title: &[u8]) {
    // The kernel keeps fifteen bytes and a NUL.
    let mut name = [0u8; 16];
    let length = title.len().min(15);
    name[..length].copy_from_slice(&title[..length]);
    // SAFETY: `name` is a C string. A name that is not taken changes nothing else.
    unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
}
