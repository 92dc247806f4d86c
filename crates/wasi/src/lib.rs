//! WASI preview 1: the system interface that WebAssembly modules call, after `wasi_snapshot_preview1` of the WASI repository.
//!
//! A [`Wasi`] has arguments, an environment and a table of descriptors; a module reaches files only below its preopened directories,
//! which the kernel itself sees to (`openat2` with `RESOLVE_BENEATH`), whatever symbolic links say. Every function takes the module's
//! memory as bytes and addresses in it. The crate knows no V8; ending the process and raising signals are left to the caller.

#![forbid(unsafe_code)]
#![expect(clippy::too_many_arguments, reason = "the functions are those of the specification, parameter by parameter")]

mod descriptors;
mod errno;
mod files;
mod memory;
mod paths;
mod program;
mod rights;
mod waiting;

use std::os::fd::OwnedFd;

pub use errno::Errno;
pub use memory::Memory;

use descriptors::Descriptors;

/// What every function gives.
pub type Result<T = ()> = std::result::Result<T, Errno>;

/// The state of one module.
pub struct Wasi {
    arguments: Vec<Vec<u8>>,
    environment: Vec<Vec<u8>>,
    descriptors: Descriptors,
}

impl Wasi {
    /// A module with `arguments` (its own name first), `NAME=value` pairs and the three standard streams.
    pub fn new(arguments: Vec<Vec<u8>>, environment: Vec<Vec<u8>>, streams: [OwnedFd; 3]) -> Self {
        Self { arguments, environment, descriptors: Descriptors::new(streams) }
    }

    /// Lets the module see the directory `real` under the name `shown`.
    ///
    /// # Errors
    /// When it cannot be opened as a directory.
    pub fn preopen(&mut self, shown: &str, real: &str) -> Result {
        self.descriptors.preopen(shown, real)
    }
}
