//! V8 behind Anode's vocabulary. All use of `rusty_v8` that needs `unsafe` is in this crate; it knows nothing of the operating system.
//!
//! - [`convert`]: [`FromV8`] and [`ToV8`], the border types between JavaScript and Rust.
//! - [`error`]: errors as values until the one place where they become exceptions.
//! - [`flags`]: V8's flags.
//! - [`gc`]: listening to garbage collections.
//! - [`inspector`]: the DevTools protocol of an isolate, message by message.
//! - [`op`]: declarations that `#[op]` generates.
//! - [`fast`]: the second entry of ops that optimised code calls as plain functions.
//! - [`class`]: garbage-collected native classes that `#[class]` generates.
//! - [`bytes`]: views of JavaScript memory that may cross threads.
//! - [`slice`] and [`text`]: bytes and characters borrowed for the length of an op.
//! - [`utf8`] and [`base64`]: strings of bytes, and bytes as text.
//! - `layout`: what V8's objects look like in memory.
//! - [`memory`]: the memory of buffers, between isolates and without zeroing.
//! - [`ledger`]: how many bytes the buffers of an isolate hold.
//! - [`limits`]: how much heap and stack an isolate may take.
//! - [`platform`]: V8's threads and tasks.
//! - [`references`]: the native entry points that snapshots refer to.
//! - [`interceptors`]: objects whose properties native code answers for.
//! - [`isolate`]: entering an isolate from outside.
//! - [`open_scope`]: handle scopes that one call opens and another closes.

pub mod base64;
pub mod bytes;
pub mod class;
pub mod convert;
pub mod error;
pub mod fast;
pub mod flags;
pub mod gc;
pub mod inspector;
pub mod interceptors;
pub mod interrupt;
pub mod isolate;
mod layout;
pub mod ledger;
pub mod limits;
pub mod memory;
pub mod op;
pub mod open_scope;
pub mod platform;
pub mod references;
pub mod slice;
#[cfg(test)]
mod test_isolate;
pub mod text;
pub mod utf8;

pub use bytes::{Bytes, BytesMut};
pub use class::{ClassDecl, Native, NativeClass};
pub use convert::{FromV8, ToV8, string};
pub use engine_macros::{class, op};
pub use error::{Detail, ErrorClass, IntoException, JsError, Thrown};
pub use layout::is_ordinary_object;
pub use memory::Memory;
pub use op::{OpDecl, OpFunction};
pub use slice::Slice;
pub use text::Text;
pub use v8;
