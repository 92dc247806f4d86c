//! HTTP/1.0 and HTTP/1.1 as a state machine: bytes in, [`Event`]s out. No I/O, no clock, no allocation per message beyond what a head that
//! arrives in pieces needs.
//!
//! The grammar is the strict one Node.js enforces (bare line feeds, whitespace before a colon, folded lines, two lengths and the like are
//! errors), and every [`Error`] carries the code and reason Node documents for it, because programs match on them. What is accepted does not
//! depend on how the bytes were cut into reads; `tests/vectors.rs` feeds every message at every split.
//!
//! The scanner is written here rather than laid over `httparse`: that crate accepts bare line feeds, unknown methods and several lengths, and
//! reports neither where nor why a head fails before the head is complete. A second pass over the same bytes to find out is a second parser,
//! and two parsers that disagree are how requests are smuggled.
#![forbid(unsafe_code)]

mod bytes;
mod chunked;
mod error;
mod framing;
mod head;
mod method;
mod parser;
mod scanner;
mod target;

pub use error::{Error, Reason};
pub use head::{Field, Fields, Head};
pub use method::Method;
pub use parser::{BodyPlan, Event, Limits, Parser, Strictness};

/// Which side of the conversation the parser reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads requests, as a server does.
    Request,
    /// Reads responses, as a client does.
    Response,
}
