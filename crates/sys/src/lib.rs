//! The operating system, for a runtime that does not want to know which one.
//!
//! Everything here takes and returns plain Rust values; a failed system call is an [`Error`] value with its
//! number, call and paths as fields. The crate does not know V8, JavaScript values or the command line, and
//! it is the one place below the engine where `unsafe` calls into libc are made.

pub mod dns;
pub mod error;
pub mod event_loop;
pub mod exit;
pub mod fs;
pub mod library;
pub mod net;
pub mod os;
pub mod pool;
pub mod process;
pub mod signal;
pub mod this_process;
pub mod tty;

pub use error::{Error, Result};
