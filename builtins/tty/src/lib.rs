//! `node:tty`: terminals.

use runtime::sys::{self, tty};
use runtime::{OpError, op};
use std::os::fd::IntoRawFd;

runtime::builtin! { name: "tty", ops: [is_terminal, window_size, set_raw_mode, guess_handle_type, open_terminal] }

/// Whether the descriptor is a terminal.
#[op]
fn is_terminal(fd: i32) -> bool {
    tty::is_terminal(fd)
}

/// `[columns, rows]`, or `undefined` for what has no size.
#[op]
fn window_size(fd: i32) -> Option<(u16, u16)> {
    tty::window_size(fd).ok()
}

/// Gives every key to the program at once, or lines as the terminal was found; 0 or an error number.
#[op]
fn set_raw_mode(fd: i32, on: bool) -> i32 {
    let mode = if on { tty::Mode::Raw } else { tty::Mode::Normal };
    tty::set_mode(fd, mode).map_or_else(|error| error.uv_errno(), |()| 0)
}

/// `TTY`, `PIPE`, `TCP`, `UDP`, `FILE` or `UNKNOWN`.
#[op]
fn guess_handle_type(fd: i32) -> &'static str {
    tty::guess_handle(fd).name()
}

/// A descriptor of its own for the terminal, for the stream that will own it.
#[op]
fn open_terminal(fd: i32) -> Result<i32, OpError> {
    let opened: sys::Result<_> = tty::open(fd);
    Ok(opened?.into_raw_fd())
}
