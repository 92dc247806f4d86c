//! The JavaScript functions that connections call. They are installed once, by `internal:tls/handles`; the handle is their first argument.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::{convert::string, v8};
use runtime::{JsError, Runtime, op, state};

/// A function by its position among [`NAMES`].
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

const NAMES: [&str; 13] = [
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

/// The installed functions of an isolate.
#[derive(Default)]
pub(crate) struct Callbacks(RefCell<Option<Rc<[v8::Global<v8::Function>; NAMES.len()]>>>);

impl Callbacks {
    /// Calls one of them. An exception goes to the uncaught handlers, and the answer is `None`.
    pub(crate) fn tell<'s>(
        runtime: &Rc<Runtime>,
        scope: &mut v8::PinScope<'s, '_>,
        which: Tell,
        arguments: &[v8::Local<'_, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let functions = runtime.slot::<Callbacks>().0.borrow().clone()?;
        let function = v8::Local::new(scope, &functions[which as usize]);
        let receiver = v8::undefined(scope);
        runtime.call_reporting(scope, function, receiver.into(), arguments)
    }
}

/// Installs the functions, given as an object by name.
#[op]
pub(crate) fn set_callbacks<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
) -> Result<(), JsError> {
    let mut functions = Vec::with_capacity(NAMES.len());
    for name in NAMES {
        let key = string(scope, name);
        let function = object.get(scope, key.into()).and_then(|value| v8::Local::<v8::Function>::try_from(value).ok());
        let function = function.ok_or_else(|| JsError::type_error(format!("callback {name} is missing")))?;
        functions.push(v8::Global::new(scope, function));
    }
    if let Ok(functions) = functions.try_into() {
        state(scope).slot::<Callbacks>().0.replace(Some(Rc::new(functions)));
    }
    Ok(())
}
