//! Streams of bytes that native code reads and writes with no JavaScript in between: connections of `net`, TLS over any of them, HTTP over
//! either. JavaScript joins them by passing a [`TransportHandle`] from one builtin to another.

use std::rc::Rc;

use engine::v8;
use engine::{JsError, class};

/// What a write did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// All bytes are with the system.
    All,
    /// Bytes wait; [`Consumer::written`] follows.
    Later,
}

/// A stream of bytes.
pub trait Transport {
    /// Gives what comes to `consumer` from now on, or back to JavaScript.
    fn consume(&self, consumer: Option<Rc<dyn Consumer>>);

    /// Begins or ends reading. Bytes that were read already may still come.
    ///
    /// # Errors
    /// Those of the system.
    fn set_reading(&self, reading: bool) -> sys::Result<()>;

    /// Writes, or queues what does not fit.
    ///
    /// # Errors
    /// Those of the system.
    fn write(&self, bytes: Vec<u8>) -> sys::Result<Written>;

    /// Ends writing; the peer reads the end after all that was written.
    ///
    /// # Errors
    /// Those of the system.
    fn shutdown(&self) -> sys::Result<()>;

    /// Bytes that were written and are not with the system yet.
    fn pending(&self) -> usize;

    /// Whether the peer has sent something that nobody has read: bytes or the end. False where it cannot be told.
    fn has_input(&self) -> bool;
}

/// Who gets the bytes of a [`Transport`].
pub trait Consumer {
    /// Bytes came.
    fn receive(&self, bytes: &[u8]);

    /// No more will come: the number of the end of the file, or of an error, as libuv counts.
    fn end(&self, status: i32);

    /// Writes that waited are with the system (0), or failed.
    fn written(&self, status: i32);
}

/// A transport on its way through JavaScript.
pub struct TransportHandle(Rc<dyn Transport>);

#[class]
impl TransportHandle {}

impl TransportHandle {
    /// Makes the JavaScript object for a transport.
    ///
    /// # Errors
    /// When V8 has no room for an object.
    pub fn wrap<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        transport: Rc<dyn Transport>,
    ) -> Result<v8::Local<'s, v8::Object>, JsError> {
        let made = engine::class::instantiate(scope, TransportHandle(transport));
        made.ok_or_else(|| JsError::error("cannot make a transport handle"))
    }

    /// The transport.
    pub fn transport(&self) -> Rc<dyn Transport> {
        self.0.clone()
    }
}
