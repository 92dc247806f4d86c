//! What carries a session's bytes.

use std::cell::Cell;
use std::rc::Rc;

use runtime::ToV8;
use runtime::engine::v8;

use crate::callbacks::Tell;
use crate::core::{BACKLOG, Core};

/// The way out: a stream of JavaScript, which tells how much it has written.
#[derive(Default)]
pub(crate) struct Transport {
    in_flight: Cell<usize>,
}

impl Transport {
    /// Whether it has enough for now.
    pub(crate) fn is_busy(&self) -> bool {
        self.in_flight.get() >= BACKLOG
    }

    /// Bytes on their way.
    pub(crate) fn waiting(&self) -> usize {
        self.in_flight.get()
    }

    /// Takes the session's output.
    pub(crate) fn send(&self, core: &Rc<Core>) {
        let output = core.with(|session| std::mem::take(session.output())).unwrap_or_default();
        if output.is_empty() {
            return;
        }
        self.in_flight.set(self.in_flight.get() + output.len());
        core.tell(Tell::Output, |scope| [output.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into())]);
    }

    /// The stream has written so many bytes.
    pub(crate) fn sent(&self, core: &Rc<Core>, count: usize) {
        let was_busy = self.is_busy();
        self.in_flight.set(self.in_flight.get().saturating_sub(count));
        if was_busy && !self.is_busy() {
            core.drained();
        }
    }
}
