//! V8 behind Anode's vocabulary. All use of `rusty_v8` that needs `unsafe` is in this crate; it knows nothing of the operating system.
//!
//! - [`convert`]: [`FromV8`] and [`ToV8`], the border types between JavaScript and Rust.
//! - [`error`]: errors as values until the one place where they become exceptions.
//! - [`flags`]: V8's flags.
//! - [`gc`]: listening to garbage collections.
//! - [`inspector`]: the DevTools protocol of an isolate, message by message.
//! - [`op`]: declarations that `#[op]` generates.
//! - [`class`]: garbage-collected native classes that `#[class]` generates.
//! - [`bytes`]: views of JavaScript memory that may cross threads.
//! - [`memory`]: the memory of buffers on its way between isolates.
//! - [`limits`]: how much heap and stack an isolate may take.
//! - [`platform`]: V8's threads and tasks.
//! - [`isolate`]: entering an isolate from outside.
//! - [`open_scope`]: handle scopes that one call opens and another closes.

pub mod bytes;
pub mod class;
pub mod convert;
pub mod error;
pub mod flags;
pub mod gc;
pub mod inspector;
pub mod interrupt;
pub mod isolate;
pub mod limits;
pub mod memory;
pub mod op;
pub mod open_scope;
pub mod platform;
pub mod slice;

pub use bytes::{Bytes, BytesMut};
pub use class::{ClassDecl, Native, NativeClass};
pub use convert::{FromV8, ToV8, string};
pub use engine_macros::{class, op};
pub use error::{Detail, ErrorClass, IntoException, JsError, Thrown};
pub use memory::Memory;
pub use op::{OpDecl, OpFunction};
pub use slice::Slice;
pub use v8;
