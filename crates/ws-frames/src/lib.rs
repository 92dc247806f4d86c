//! WebSocket frames (RFC 6455): bytes in, messages out, and the other way round. No I/O.
//!
//! [`Decoder`] takes bytes at any chunking and gives whole messages with their fragments joined; what a peer may not send is a
//! [`Violation`] with the close code that answers it. [`frame()`] writes one frame.

#![forbid(unsafe_code)]

mod decoder;
mod frame;
mod inflate;

pub use decoder::{Compression, Decoder, Limits, Message, Violation};
pub use frame::{Opcode, frame};
pub use inflate::{InflateError, Inflater};

/// Which end of the connection this is. A client masks what it sends, a server does not, and neither accepts the opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The end that opened the connection.
    Client,
    /// The end that accepted it.
    Server,
}
