//! What carries a session's bytes: a descriptor of its own, or a stream of JavaScript.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use runtime::ToV8;
use runtime::engine::v8;

use crate::callbacks::Tell;
use crate::core::{BACKLOG, Core};
use crate::wire::WireCore;

/// The way out of a session.
#[derive(Default)]
pub(crate) struct Transport {
    wire: RefCell<Option<Rc<WireCore>>>,
    /// Bytes given to the stream of JavaScript that it has not written yet.
    in_flight: Cell<usize>,
}

impl Transport {
    /// Sends through a descriptor from now on.
    pub(crate) fn use_wire(&self, wire: Rc<WireCore>) {
        self.wire.replace(Some(wire));
    }

    /// Whether it has enough for now.
    pub(crate) fn is_busy(&self) -> bool {
        match &*self.wire.borrow() {
            Some(wire) => wire.waiting() > 0,
            None => self.in_flight.get() >= BACKLOG,
        }
    }

    /// Bytes on their way.
    pub(crate) fn waiting(&self) -> usize {
        self.wire.borrow().as_ref().map_or(0, |wire| wire.waiting()) + self.in_flight.get()
    }

    /// Takes the session's output.
    pub(crate) fn send(&self, core: &Rc<Core>) {
        let wire = self.wire.borrow().clone();
        match wire {
            Some(wire) => {
                core.with(|session| wire.send(session.output()));
            }
            None => self.give_to_js(core),
        }
    }

    fn give_to_js(&self, core: &Rc<Core>) {
        let output = core.with(|session| std::mem::take(session.output())).unwrap_or_default();
        if output.is_empty() {
            return;
        }
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
