//! The JavaScript functions that connections call. They are installed once, by `internal:http/callbacks`; what differs between
//! connections is the owner passed first.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::{convert::string, v8};
use runtime::{JsError, Runtime, op, state};

/// A function by its position among [`NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tell {
    /// `(owner, method, url, version, flags, fields) => plan`
    Request,
    /// `(owner, status, reason, version, flags, fields) => plan`
    Response,
    /// `(owner, chunk)`
    Body,
    /// `(owner, trailers)`
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

const NAMES: [&str; 10] =
    ["request", "response", "body", "end", "failed", "upgrade", "drained", "peerEnded", "idleTimeout", "closed"];

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
