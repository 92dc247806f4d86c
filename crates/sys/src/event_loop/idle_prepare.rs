//! The idle and prepare phases: callbacks of every turn, before poll.

use super::Loop;
use super::watcher::watcher_handle;

watcher_handle! {
    /// Runs every turn and keeps poll from blocking while it is started.
    Idle, idle
}

watcher_handle! {
    /// Runs every turn right before poll.
    Prepare, prepare
}

impl Loop {
    pub(super) fn run_idle(&self) {
        self.inner.idle.run();
    }

    pub(super) fn run_prepare(&self) {
        self.inner.prepare.run();
    }
}
