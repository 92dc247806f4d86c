//! What carries a session's bytes: a transport of another builtin, without JavaScript in between, or a stream of JavaScript.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::{Consumer, ToV8, Transport};

use crate::callbacks::Tell;
use crate::core::{BACKLOG, Core};

/// The way out of a session.
#[derive(Default)]
pub(crate) struct Carrier {
    transport: RefCell<Option<Rc<dyn Transport>>>,
    /// Bytes given to the stream of JavaScript that it has not written yet.
    in_flight: Cell<usize>,
}

impl Carrier {
    /// Reads and writes through `transport` from now on.
    pub(crate) fn use_transport(&self, core: &Rc<Core>, transport: Rc<dyn Transport>) {
        transport.consume(Some(Rc::new(Reader(Rc::downgrade(core)))));
        // A transport that cannot be read tells so as its end.
        let _ = transport.set_reading(true);
        self.transport.replace(Some(transport));
    }

    /// Gives the transport back to its socket.
    pub(crate) fn release(&self) {
        if let Some(transport) = self.transport.take() {
            transport.consume(None);
        }
    }

    fn transport(&self) -> Option<Rc<dyn Transport>> {
        self.transport.borrow().clone()
    }

    /// Whether it has enough for now.
    pub(crate) fn is_busy(&self) -> bool {
        match self.transport() {
            Some(transport) => transport.pending() > 0,
            None => self.in_flight.get() >= BACKLOG,
        }
    }

    /// Bytes on their way.
    pub(crate) fn waiting(&self) -> usize {
        self.transport().map_or(0, |transport| transport.pending()) + self.in_flight.get()
    }

    /// Takes the session's output.
    pub(crate) fn send(&self, core: &Rc<Core>) {
        let output = core.with(http2::Session::take_output).unwrap_or_default();
        if output.is_empty() {
            return;
        }
        match self.transport() {
            // A connection that is broken tells how when it is read.
            Some(transport) => drop(transport.write(output)),
            None => self.give_to_js(core, output),
        }
    }

    fn give_to_js(&self, core: &Rc<Core>, output: Vec<u8>) {
        self.in_flight.set(self.in_flight.get() + output.len());
        core.tell(Tell::Output, |scope| [output.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into())]);
    }

    /// The stream of JavaScript has written so many bytes.
    pub(crate) fn sent(&self, core: &Rc<Core>, count: usize) {
        let was_busy = self.is_busy();
        self.in_flight.set(self.in_flight.get().saturating_sub(count));
        if was_busy && !self.is_busy() {
            core.drained();
        }
    }
}

/// Takes what a transport gives. The session may be gone; what comes then is of no use to anybody.
struct Reader(Weak<Core>);

impl Consumer for Reader {
    fn receive(&self, bytes: &[u8]) {
        if let Some(core) = self.0.upgrade() {
            core.receive(bytes);
        }
    }

    fn end(&self, status: i32) {
        if let Some(core) = self.0.upgrade() {
            core.tell(Tell::PeerEnded, |scope| [v8::Integer::new(scope, status).into()]);
        }
    }

    fn written(&self, _status: i32) {
        if let Some(core) = self.0.upgrade()
            && !core.carrier.is_busy()
        {
            core.drained();
        }
    }
}
