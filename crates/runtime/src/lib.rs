//! Joins the engine and the operating system: one isolate with its event loop on one thread.
//!
//! - [`state`]: the [`Runtime`] of an isolate and how ops reach it.
//! - [`enter`]: [`Runtime::call_into_js`], the only way from the loop into JavaScript, and [`Callback`].
//! - [`esm`]: ES modules: records, linking, `import.meta` and `import()`.
//! - [`blocking`]: work for the thread pool with a JavaScript callback at its end.
//! - [`callbacks`]: JavaScript functions that a builtin's native side calls by position.
//! - [`builtin`] and [`loader`]: the builtins' declarations and how their modules are loaded.
//! - [`boot`]: making an isolate, from the startup snapshot or from source.
//! - [`main_loop`]: running it to its end.
//! - [`cleanup`]: what runs at the end of an isolate; [`last_words`]: what is written when a program ends.
//! - [`hooks`]: the JavaScript functions the runtime calls (ticks, rejections, uncaught exceptions).
//! - [`transport`]: streams of bytes between native parts of different builtins.
//! - [`thread`]: isolates on threads of their own; [`parcel`]: what they send each other.
//! - [`near_heap_limit`]: what happens to a heap that is nearly full; [`diagnostic_name`]: names of the files that tell of such.
//! - [`inspector`]: the inspector of an isolate and the way to it from other threads.
//! - [`watchdog`]: ending runs that take too long or are interrupted.
//! - [`shadow_realm`]: the contexts of `ShadowRealm`.
//! - [`snapshot`]: a realm's heap as bytes.
//! - [`version`]: what `process.versions` tells.
//! - [`environment`]: environment variables as a program sees them.
//! - [`errors`] and [`uncaught`]: operating system errors as exceptions; exceptions nobody caught.

pub mod blocking;
pub mod boot;
pub mod builtin;
pub mod callbacks;
pub mod cleanup;
pub mod code_cache;
pub mod diagnostic_name;
pub mod enter;
pub mod environment;
pub mod errors;
pub mod esm;
pub mod heap;
pub mod hooks;
pub mod inspector;
pub mod last_words;
pub mod lazy;
pub mod loader;
mod lost_promise_events;
pub mod main_loop;
pub mod near_heap_limit;
pub mod options;
pub mod parcel;
pub mod parser_stack;
pub mod permission;
pub mod recording;
pub mod shadow_realm;
pub mod snapshot;
mod soon;
mod stack_text;
pub mod state;
mod tasks;
pub mod thread;
mod trace_sigint;
pub mod traced_work;
pub mod transport;
pub mod uncaught;
pub mod version;
pub mod watchdog;

pub use blocking::{blocking, blocking_op, refuse_blocking};
pub use boot::{Boot, Origin, Realm, Seed};
pub use builtin::{Builtin, Builtins, Request};
pub use callbacks::{Callbacks, Told};
pub use enter::Callback;
pub use errors::OpError;
pub use hooks::{Hook, Shared};
pub use lost_promise_events::PromiseEvent;
pub use options::{OptionValue, Options};
pub use parcel::{Parcel, SharedValue};
pub use stack_text::{current_frames, note_synchronous_call};
pub use state::{Runtime, current, state};
pub use transport::{Consumer, Transport, TransportHandle, Written};

pub use engine::{
    self, Bytes, BytesMut, FromV8, JsError, Memory, Native, NativeClass, Slice, Text, Thrown, ToV8, class, op, v8,
};
pub use sys;

// The macros refer to `::runtime`, also inside this crate.
extern crate self as runtime;
