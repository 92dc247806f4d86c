//! The last things a process does.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether libraries that are not ours expect their `atexit` handlers and destructors to run.
static HAS_GUESTS: AtomicBool = AtomicBool::new(false);

/// From now on [`now`] runs the handlers of the C library.
pub(crate) fn expect_handlers() {
    HAS_GUESTS.store(true, Ordering::Relaxed);
}

/// Ends the process when the pool has done what it was given: no destructors, no `atexit` handlers unless a library was loaded that may
/// have some, nothing of the C++ side is torn down. The caller has flushed what it wants to keep. The terminal and the standard streams are given back as they
/// were found.
pub fn now(code: i32) -> ! {
    crate::pool::finish_work();
    crate::tty::give_back();
    if HAS_GUESTS.load(Ordering::Relaxed) {
        // SAFETY: `exit` takes any code and does not return; handlers run on this thread.
        unsafe { libc::exit(code) }
    }
    // SAFETY: `_exit` takes any code and does not return.
    unsafe { libc::_exit(code) }
}

/// Writes all of `text` to standard error, blocking, for messages that must come out before the process ends. A closed or full
/// descriptor loses the rest: there is nowhere left to report to.
pub fn write_stderr(text: &[u8]) {
    let mut rest = text;
    while !rest.is_empty() {
        // SAFETY: `rest` is valid for its length.
        let written = unsafe { libc::write(libc::STDERR_FILENO, rest.as_ptr().cast(), rest.len()) };
        match usize::try_from(written) {
            Ok(0) => return,
            Ok(count) => rest = &rest[count..],
            Err(_) => match std::io::Error::last_os_error().kind() {
                std::io::ErrorKind::Interrupted => {}
                std::io::ErrorKind::WouldBlock => wait_writable(),
                _ => return,
            },
        }
    }
}

fn wait_writable() {
    let mut poll = libc::pollfd { fd: libc::STDERR_FILENO, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid entry.
    unsafe { libc::poll(&mut poll, 1, 1000) };
}
