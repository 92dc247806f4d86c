//! What happens on a session.

use crate::{Code, Error, Fields};

/// What a HEADERS frame means for its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// It opens the stream.
    Request,
    /// The first response.
    Response,
    /// The response on a stream that was promised.
    PushResponse,
    /// Further fields: a response after an informational one, or trailers.
    Further,
}

/// A header block that came.
#[derive(Debug)]
pub struct Headers {
    /// The stream; for a promise the stream promised.
    pub stream: i32,
    /// What the block means.
    pub category: Category,
    /// The frame's flags.
    pub flags: u8,
    /// The fields.
    pub fields: Fields,
}

/// One thing that happened, in the order of the wire.
#[derive(Debug)]
pub enum Event {
    /// A header block is complete.
    Headers(Headers),
    /// The peer promises a stream.
    Promise(Headers),
    /// Bytes of a body. Say with [`crate::Session::consume`] when they are taken.
    Data {
        /// The stream.
        stream: i32,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The body's last byte came, in a DATA frame.
    End {
        /// The stream.
        stream: i32,
    },
    /// The stream is over.
    Closed {
        /// The stream.
        stream: i32,
        /// Why.
        code: Code,
    },
    /// Everything written to a stream has become frames.
    Written {
        /// The stream.
        stream: i32,
    },
    /// The body is sent; trailers may follow.
    WantTrailers {
        /// The stream.
        stream: i32,
    },
    /// The peer's settings, or its acknowledgement of ours.
    Settings {
        /// Whether it acknowledges.
        ack: bool,
        /// The entries.
        entries: Vec<(u16, u32)>,
    },
    /// A ping, or the answer to ours.
    Ping {
        /// Whether it answers.
        ack: bool,
        /// Its bytes.
        payload: [u8; 8],
    },
    /// The peer ends the connection.
    GoAway {
        /// Why.
        code: Code,
        /// The last stream it looked at.
        last_stream: i32,
        /// What it says.
        data: Vec<u8>,
    },
    /// The peer's wish for the order of streams.
    Priority {
        /// The stream.
        stream: i32,
        /// The stream it depends on.
        parent: i32,
        /// Its weight.
        weight: i32,
        /// Whether it alone depends.
        exclusive: bool,
    },
    /// An alternative service.
    AltSvc {
        /// The stream, or 0.
        stream: i32,
        /// Its origin; empty on a stream.
        origin: Vec<u8>,
        /// The field's value.
        value: Vec<u8>,
    },
    /// Origins the peer answers for.
    Origin(Vec<Vec<u8>>),
    /// A frame was not sent.
    NotSent {
        /// The stream.
        stream: i32,
        /// The frame's type.
        frame: u8,
        /// Why.
        code: Code,
    },
    /// The peer broke the protocol in a way that ends the session.
    Broken(Error),
}

impl Event {
    /// The bytes it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Event::Headers(headers) | Event::Promise(headers) => headers.fields.size(),
            Event::Data { bytes, .. } => bytes.len(),
            Event::GoAway { data, .. } => data.len(),
            Event::AltSvc { origin, value, .. } => origin.len() + value.len(),
            Event::Origin(origins) => origins.iter().map(Vec::len).sum(),
            _ => 0,
        }
    }
}
