//! The JavaScript functions that sessions call. They are installed once, by `internal:http2/callbacks`; what differs between sessions is
//! the owner passed first.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::{convert::string, v8};
use runtime::{JsError, Runtime, op, state};

/// A function by its position among [`NAMES`].
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
    /// `(owner, brokenOff)`: nothing more will be read or written, although streams have not ended.
    Finished,
    /// `(owner)`: a closed session's last bytes are with the system.
    Drained,
    /// `(owner, status)`: the socket gives no more bytes; the number of the end or of an error.
    PeerEnded,
}

const NAMES: [&str; 18] = [
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
