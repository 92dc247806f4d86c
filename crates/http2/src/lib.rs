//! HTTP/2 without I/O, over nghttp2: bytes in, events and bytes out.
//!
//! A [`Session`] is one end of a connection. [`Session::receive`] reads bytes of the peer and leaves [`Event`]s to be fetched with
//! [`Session::next_event`]; nothing is called back while nghttp2 is on the stack, so whoever handles an event may do anything to the
//! session, dropping it included. What is submitted becomes bytes in [`Session::pump`].
//!
//! The crate knows no sockets, clocks or JavaScript. Bodies are queued per stream ([`Session::write`]) and leave as flow control allows;
//! the receiver says with [`Session::consume`] how much of a body it has taken.
//!
//! All memory of a session is counted ([`Session::memory`]): nghttp2's own, header blocks being received, events not yet fetched, bodies
//! and output waiting. Peers that make it grow past [`Config::max_memory`] have their streams refused.

mod callbacks;
mod config;
mod error;
mod event;
mod fields;
mod memory;
mod outbound;
mod session;
mod state;

pub use config::{Config, Padding, Role};
pub use error::{Code, Error};
pub use event::{Category, Event, Headers};
pub use fields::{Field, Fields};
pub use outbound::{End, Payload};
pub use session::{Session, StreamState, Windows};
pub use state::Statistics;

/// nghttp2's version, `1.68.1`.
pub fn version() -> String {
    // SAFETY: version 0 is older than any library, so a static structure comes back, whose text ends with NUL.
    let text =
        unsafe { nghttp2_sys::nghttp2_version(0).as_ref().map(|info| std::ffi::CStr::from_ptr(info.version_str)) };
    text.map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}
