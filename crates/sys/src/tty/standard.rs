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

/// Notes the mode of `fd` if it is a standard stream, before it is changed.
pub(crate) fn note_mode(fd: RawFd) {
    let Some(noted) = usize::try_from(fd).ok().and_then(|index| FLAGS.get(index)) else { return };
    // SAFETY: the call has no memory preconditions.
    let Ok(flags) = check(unsafe { libc::fcntl(fd, libc::F_GETFL) }, "fcntl") else { return };
    // Only the first mode is the one it was found in, so a later one is not taken.
    let _ = noted.compare_exchange(UNCHANGED, flags, Ordering::AcqRel, Ordering::Acquire);
}

/// Sets the noted modes again.
pub(super) fn restore_modes() {
    for (fd, flags) in (0..).zip(&FLAGS) {
        let flags = flags.load(Ordering::Acquire);
        if flags != UNCHANGED {
            // SAFETY: the call has no memory preconditions; a stream closed in the meantime is refused.
            unsafe { libc::fcntl(fd, libc::F_SETFL, flags) };
        }
    }
}
