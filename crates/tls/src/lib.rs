//! TLS as a state machine on OpenSSL: bytes of the wire in, bytes of the program out, and the reverse. It knows no socket, no clock
//! and no JavaScript; who owns a [`Connection`] moves the bytes.
//!
//! - [`context`]: what connections share: keys, certificates, versions, ciphers.
//! - [`connection`]: one connection, and what it tells ([`event`]).
//! - [`inspect`]: what is known about a connection: cipher, certificates, session.
//! - [`roots`]: certificate authorities: Mozilla's, the system's, and sets of them.
//! - [`error`]: failures with OpenSSL's words and Node's codes.

mod callbacks;
pub mod connection;
pub mod context;
pub mod error;
pub mod event;
mod ffi;
pub mod inspect;
mod pipe;
mod psk;
pub mod roots;
mod state;
mod ticket;
mod trace;

pub use connection::{Connection, Progress, Side};
pub use context::Context;
pub use error::Failure;
pub use event::Event;
pub use psk::{PskCallbacks, PskClient};
pub use ticket::TICKET_KEYS;

/// The version of OpenSSL, `3.5.5`.
pub fn version() -> &'static str {
    openssl::version::version().split(' ').nth(1).unwrap_or_default()
}
