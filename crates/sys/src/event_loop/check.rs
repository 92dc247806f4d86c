//! The check phase: callbacks of every turn, right after poll. `setImmediate` lives here.

use super::Loop;
use super::watcher::watcher_handle;

watcher_handle! {
    /// Runs every turn right after poll.
    Check, check
}

impl Loop {
    pub(super) fn run_check(&self) {
        self.inner.check.run();
    }
}
