//! The closing phase: `close` callbacks, after everything else of the turn.

use super::Loop;

impl Loop {
    /// Calls `callback` in the closing phase of this turn, or of the next when closing is running. It keeps the
    /// loop alive until then.
    pub fn close_soon(&self, callback: impl FnOnce() + 'static) {
        self.inner.closing.push(Box::new(callback));
    }

    pub(super) fn run_closing(&self) {
        self.inner.closing.run();
    }
}
