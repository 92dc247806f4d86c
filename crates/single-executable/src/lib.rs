//! Single executable applications: a program and its assets in a copy of the executable that runs it.
//!
//! [`Program`] is what is packed and its bytes, the *blob*. [`inject`] puts a blob behind the last byte of an executable, and
//! [`Trailer`] finds it there. The executable has a *fuse*, a text that ends in `:0` and in the copy in `:1`, so that an executable without a
//! program needs no look at its own file. Tools that put the blob into a note of the ELF file (postject) set the same fuse.
//!
//! Knows no files, no JavaScript and not the text of the fuse.

#![forbid(unsafe_code)]

mod executable;
mod program;

pub use executable::{InjectError, TRAILER_LENGTH, Trailer, inject};
pub use program::{ArgumentsFrom, Format, Malformed, Program};
