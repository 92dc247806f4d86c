//! The JavaScript functions that connections call. They are installed once, by `internal:http/callbacks`; what differs between
//! connections is the owner passed first.

use runtime::{JsError, Told, op, v8};

/// A function by its position among [`Told::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tell {
    /// `(owner, method, url, version, flags, fields) => plan`
    Request,
    /// `(owner, status, reason, version, flags, fields) => plan`
    Response,
    /// `(owner, chunk)`
    Body,
    /// `(owner, trailers, isFollowed)`: whether more bytes came with the end.
    End,
    /// `(owner, code, reason, bytesParsed, packet)`
    Failed,
    /// `(owner, rest)`: what follows belongs to another protocol. Only for connections with a descriptor; the others return it.
    Upgrade,
    /// `(owner)`: all output is with the system.
    Drained,
    /// `(owner)`: the peer sent its last byte.
    PeerEnded,
    /// `(owner)`: the idle time is over.
    IdleTimeout,
    /// `(owner)`: the descriptor is closed.
    Closed,
}

impl Told for Tell {
    const NAMES: &'static [&'static str] =
        &["request", "response", "body", "end", "failed", "upgrade", "drained", "peerEnded", "idleTimeout", "closed"];

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
