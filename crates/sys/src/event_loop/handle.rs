//! The state every handle shares: active or not, referenced or not.

use std::cell::Cell;

use super::{HandleStatus, Loop, Subject};

/// Whether a handle is active (has something to wait for) and referenced (may keep the loop alive for it). Only
/// with both does it count.
pub struct Handle {
    event_loop: Loop,
    kind: &'static str,
    active: Cell<bool>,
    referenced: Cell<bool>,
}

impl Handle {
    pub(crate) fn new(event_loop: &Loop, kind: &'static str) -> Self {
        Handle { event_loop: event_loop.clone(), kind, active: Cell::new(false), referenced: Cell::new(true) }
    }

    /// The loop the handle belongs to.
    pub fn event_loop(&self) -> &Loop {
        &self.event_loop
    }

    /// Whether the handle waits for something.
    pub fn is_active(&self) -> bool {
        self.active.get()
    }

    /// Whether the handle keeps the loop alive while it is active.
    pub fn is_referenced(&self) -> bool {
        self.referenced.get()
    }

    /// Lets the handle keep the loop alive while it is active; the state a handle begins in.
    pub fn reference(&self) {
        self.change(self.active.get(), true);
    }

    /// Lets the loop end although the handle is active.
    pub fn unreference(&self) {
        self.change(self.active.get(), false);
    }

    /// What is to be told of it, as a part of the handle at `address`.
    pub(super) fn status<T>(&self, address: *const T) -> HandleStatus {
        HandleStatus {
            kind: self.kind,
            address: address.addr(),
            is_active: self.active.get(),
            is_referenced: self.referenced.get(),
            fd: None,
            subject: Subject::Itself,
            timer: None,
        }
    }

    pub(crate) fn set_active(&self, active: bool) {
        self.change(active, self.referenced.get());
    }

    fn change(&self, active: bool, referenced: bool) {
        let before = self.counts();
        self.active.set(active);
        self.referenced.set(referenced);
        let liveness = &self.event_loop.inner.liveness;
        match (before, self.counts()) {
            (false, true) => liveness.add_handle(self.kind),
            (true, false) => liveness.remove_handle(self.kind),
            _ => {}
        }
    }

    fn counts(&self) -> bool {
        self.active.get() && self.referenced.get()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.set_active(false);
    }
}
