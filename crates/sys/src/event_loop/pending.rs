//! The pending phase: callbacks put off to the next turn, such as the report of an error found while starting.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::Loop;

/// Callbacks in the order they came.
#[derive(Default)]
pub(super) struct Queue(RefCell<VecDeque<Box<dyn FnOnce()>>>);

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn push(&self, callback: Box<dyn FnOnce()>) {
        self.0.borrow_mut().push_back(callback);
    }

    /// Empties the queue.
    pub(super) fn take(&self) -> VecDeque<Box<dyn FnOnce()>> {
        self.0.take()
    }

    /// Runs what is queued now; what callbacks add waits. Each leaves the queue before it runs, so a panic loses
    /// none of the others.
    pub(super) fn run(&self) {
        let count = self.0.borrow().len();
        for _ in 0..count {
            let Some(callback) = self.0.borrow_mut().pop_front() else { return };
            callback();
        }
    }
}

impl Loop {
    /// Calls `callback` in the pending phase of the next turn. It keeps the loop alive until then.
    pub fn next_pending(&self, callback: impl FnOnce() + 'static) {
        self.inner.pending.push(Box::new(callback));
    }

    pub(super) fn run_pending(&self) {
        self.inner.pending.run();
    }

    /// The rounds of pending callbacks right after poll; bounded, so that callbacks that queue each other cannot
    /// keep the loop from its other phases.
    pub(super) fn run_pending_after_poll(&self) {
        const ROUNDS: usize = 8;
        for _ in 0..ROUNDS {
            if self.inner.pending.is_empty() {
                return;
            }
            self.run_pending();
        }
    }
}
