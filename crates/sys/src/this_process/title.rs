//! The title of the process as `ps` shows it: the memory the kernel keeps the arguments in.

use std::fs;
use std::sync::{Mutex, OnceLock};

/// The title; reading and setting it share one state because the kernel's copy may be shorter.
static TITLE: Mutex<Option<String>> = Mutex::new(None);
static ARGUMENTS: OnceLock<Option<Area>> = OnceLock::new();

/// Where the kernel reads the command line from.
#[derive(Clone, Copy)]
struct Area {
    start: usize,
    length: usize,
}

/// The title: what was set, or the name the program was called by.
pub fn get() -> String {
    let title = TITLE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    title.clone().unwrap_or_else(called_name)
}

/// Sets the title, cut to the room that the original arguments left.
pub fn set(text: &str) {
    let mut title = TITLE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let area = *ARGUMENTS.get_or_init(find_arguments);
    let mut kept = text.as_bytes();
    if let Some(area) = area {
        kept = &kept[..kept.len().min(area.length.saturating_sub(1))];
        // SAFETY: `find_arguments` took the bounds of the argument area from the kernel; it is writable memory of this process
        // that nothing reads any more once `main` has copied its arguments.
        unsafe {
            let target = std::slice::from_raw_parts_mut(area.start as *mut u8, area.length);
            target.fill(0);
            target[..kept.len()].copy_from_slice(kept);
        }
    }
    set_thread_name(kept);
    *title = Some(String::from_utf8_lossy(kept).into_owned());
}

fn called_name() -> String {
    std::env::args_os().next().unwrap_or_default().to_string_lossy().into_owned()
}

/// Fields 48 and 49 of `/proc/self/stat`, `arg_start` and `arg_end`.
fn find_arguments() -> Option<Area> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = &stat[stat.rfind(')')? + 2..];
    let mut fields = after_name.split(' ').skip(45);
    let start: usize = fields.next()?.trim().parse().ok()?;
    let end: usize = fields.next()?.trim().parse().ok()?;
    (start != 0 && end > start).then_some(Area { start, length: end - start })
}

fn set_thread_name(text: &[u8]) {
    let mut name = [0u8; 16];
    let length = text.len().min(name.len() - 1);
    name[..length].copy_from_slice(&text[..length]);
    // SAFETY: the name ends with NUL within its 16 bytes.
    unsafe { libc::prctl(libc::PR_SET_NAME, name.as_ptr()) };
}
