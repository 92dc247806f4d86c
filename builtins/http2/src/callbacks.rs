//! The JavaScript functions that sessions call. They are installed once, by `internal:http2/callbacks`; what differs between sessions is
//! the owner passed first.

use runtime::{JsError, Told, op, v8};

/// A function by its position among [`Told::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tell {
    /// `(owner, stream, category, flags, text, sensitive)`
    Headers,
    /// `(owner, stream, bytes) => whether more may come`
    Data,
    /// `(owner, stream)`: the body is complete.
    End,
    /// `(owner, stream, code)`
    Closed,
    /// `(owner, stream)`: what was written has become frames.
    Written,
    /// `(owner, stream)`
    WantTrailers,
    /// `(owner, ack, entries)`
    Settings,
    /// `(owner, ack, payload)`
    Ping,
    /// `(owner, code, lastStream, data)`
    GoAway,
    /// `(owner, stream, parent, weight, exclusive)`
    Priority,
    /// `(owner, stream, origin, value)`
    AltSvc,
    /// `(owner, origins)`
    Origin,
    /// `(owner, stream, type, code)`: a frame was not sent.
    NotSent,
    /// `(owner, error, tooManyInvalidFrames)`: the peer broke the protocol.
    Failed,
    /// `(owner, bytes)`: to be written to the stream that carries the session.
    Output,
    /// `(owner, error)`: nothing more will be read or written; 0, or the number of what the peer did.
    Finished,
    /// `(owner)`: a closed session's last bytes are with the system.
    Drained,
    /// `(owner, status)`: the socket gives no more bytes; the number of the end or of an error.
    PeerEnded,
}

impl Told for Tell {
    const NAMES: &'static [&'static str] = &[
        "headers",
        "data",
        "end",
        "closed",
        "written",
        "wantTrailers",
        "settings",
        "ping",
        "goAway",
        "priority",
        "altSvc",
        "origin",
        "notSent",
        "failed",
        "output",
        "finished",
        "drained",
        "peerEnded",
    ];

    fn index(self) -> usize {
        self as usize
    }
}

/// The installed functions.
pub(crate) type Callbacks = runtime::Callbacks<Tell>;

/// Installs the functions, given as an object by name.
#[op]
pub(crate) fn set_callbacks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
) -> Result<(), JsError> {
    Callbacks::install(scope, object)
}
