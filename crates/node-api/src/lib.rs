//! Node-API: the C interface of native addons.
//!
//! [`entry`] is the checked way in, [`abi`] where an addon's pointers are followed, `open_scopes` tells which values are alive, `tokens` gives out
//! the numbers that stand for everything else, [`env`] is what one addon has in one context. The other modules are families of the interface's
//! functions:
//!
//! - [`values`], [`strings`], [`objects`], [`functions`], [`buffers`]: values and what is done with them
//! - [`errors`], [`fatal`]: errors and ends
//! - [`handle_scopes`], [`reference`], [`wrap`], [`finalizer`]: how long values and native data live
//! - [`async_context`], [`async_work`], [`threadsafe`]: work outside JavaScript and the way back
//! - [`cleanup`], [`program`], [`module`]: the addon as a part of the program
//! - [`uv`]: the functions of libuv that addons use, over our loop
//!
//! All of them are exported from the executable (`crates/cli/build.rs`); nothing in Rust calls them. The crate knows nothing of the
//! builtins: loading starts at [`load`].

#![expect(
    missing_docs,
    clippy::not_unsafe_ptr_arg_deref,
    reason = "the functions are those of Node's documentation, parameter by parameter, and only C calls them"
)]

pub mod abi;
pub mod async_context;
pub mod async_work;
mod border;
pub mod buffers;
pub mod cleanup;
pub mod entry;
pub mod env;
pub mod errors;
pub mod fatal;
pub mod finalizer;
pub mod functions;
pub mod handle_scopes;
pub mod module;
pub mod objects;
mod open_scopes;
pub mod program;
pub mod reference;
pub mod strings;
pub mod threadsafe;
mod tokens;
pub mod uv;
pub mod values;
pub mod wrap;

pub use module::load;
