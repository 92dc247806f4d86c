//! The JavaScript functions that connections call. They are installed once, by `internal:tls/handles`; the handle is their first argument.

use runtime::{JsError, Told, op, v8};

/// A function by its position among [`Told::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tell {
    /// `(handle, count, bytes)`: plain bytes came; a negative count is an error or the end.
    Read,
    /// `(handle, status)`: the write that waited has ended.
    Done,
    /// `(handle, now)`: a handshake begins.
    HandshakeStart,
    /// `(handle)`: a handshake is over.
    HandshakeDone,
    /// `(handle, sessionId, servername, hasTicket, protocols)`: the handshake waits for `answerHello`.
    Hello,
    /// `(handle, servername, wantsOcsp)`: the handshake waits for `certCbDone`.
    Certificate,
    /// `(handle, id, session)`: a server's handshake waits for `newSessionDone`.
    Session,
    /// `(handle, line)`
    Keylog,
    /// `(handle, text)`
    Trace,
    /// `(handle, response)`
    OcspResponse,
    /// `(handle, error)`: the connection is broken.
    Failed,
    /// `(handle, identity, mostBytes) => key`
    PskServer,
    /// `(handle, hint, mostIdentityBytes, mostKeyBytes) => [identity, key]`
    PskClient,
}

impl Told for Tell {
    const NAMES: &'static [&'static str] = &[
        "read",
        "done",
        "handshakeStart",
        "handshakeDone",
        "hello",
        "certificate",
        "session",
        "keylog",
        "trace",
        "ocspResponse",
        "failed",
        "pskServer",
        "pskClient",
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
