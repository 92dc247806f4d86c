//! The standard streams get back the mode they were found in.
//!
//! Non-blocking mode belongs to the open file, which the shell and other programs share: without this, the next
//! reader of a pipe we inherited would find its reads failing.

use std::os::fd::RawFd;
use std::sync::atomic::{AtomicI32, Ordering};

use crate::error::check;

/// No flags were noted for the stream.
const UNCHANGED: i32 = -1;

static FLAGS: [AtomicI32; 3] = [const { AtomicI32::new(UNCHANGED) }; 3];

/// Notes the mode of `fd` if it is a standard stream, to be set again when the process exits.
pub(crate) fn restore_at_exit(fd: RawFd) {
    let Some(noted) = usize::try_from(fd).ok().and_then(|index| FLAGS.get(index)) else { return };
    // SAFETY: the call has no memory preconditions.
    let Ok(flags) = check(unsafe { libc::fcntl(fd, libc::F_GETFL) }, "fcntl") else { return };
    let first = FLAGS.iter().all(|flags| flags.load(Ordering::Acquire) == UNCHANGED);
    // Only the first mode is the one it was found in.
    let _ = noted.compare_exchange(UNCHANGED, flags, Ordering::AcqRel, Ordering::Acquire);
    if first {
        // SAFETY: the function may run at the end of the process; it takes no arguments.
        unsafe { libc::atexit(restore) };
    }
}

extern "C" fn restore() {
    for (fd, flags) in (0..).zip(&FLAGS) {
        let flags = flags.load(Ordering::Acquire);
        if flags != UNCHANGED {
            // SAFETY: the call has no memory preconditions; a stream closed in the meantime is refused.
            unsafe { libc::fcntl(fd, libc::F_SETFL, flags) };
        }
    }
}
