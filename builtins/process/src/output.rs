//! Writing to the standard descriptors without a stream.

use runtime::sys::{exit, this_process, tty};
use runtime::{Bytes, op};

/// Writes a line to standard error.
#[op]
pub(crate) fn raw_debug(text: String) {
    exit::write_stderr(format!("{text}\n").as_bytes());
}

/// Writes all bytes, waiting where the descriptor would block; 0 or the negative error number.
#[op]
pub(crate) fn write_fully(fd: i32, bytes: Bytes) -> i32 {
    this_process::write_fully(fd, &bytes).map_or_else(|error| error.uv_errno(), |()| 0)
}

/// What a descriptor is: `TTY`, `FILE`, `PIPE`, `TCP`, `UDP`, `UNKNOWN`.
#[op]
pub(crate) fn guess_handle_type(fd: i32) -> &'static str {
    tty::guess_handle(fd).name()
}
