//! What keeps the loop alive: active referenced handles and requests, counted by kind.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Loop;

/// The counts. A kind is the name `process.getActiveResourcesInfo()` shows.
#[derive(Default)]
pub(super) struct Liveness {
    total: Cell<usize>,
    handles: Counts,
    requests: Counts,
}

impl Liveness {
    /// Whether anything keeps the loop alive.
    pub(super) fn any(&self) -> bool {
        self.total.get() > 0
    }

    pub(super) fn handles(&self) -> Vec<&'static str> {
        self.handles.list()
    }

    pub(super) fn requests(&self) -> Vec<&'static str> {
        self.requests.list()
    }

    pub(super) fn add_handle(&self, kind: &'static str) {
        self.total.set(self.total.get() + 1);
        self.handles.add(kind);
    }

    pub(super) fn remove_handle(&self, kind: &'static str) {
        self.total.set(self.total.get() - 1);
        self.handles.remove(kind);
    }

    fn add_request(&self, kind: &'static str) {
        self.total.set(self.total.get() + 1);
        self.requests.add(kind);
    }

    fn remove_request(&self, kind: &'static str) {
        self.total.set(self.total.get() - 1);
        self.requests.remove(kind);
    }
}

/// How many there are of each kind.
#[derive(Default)]
struct Counts(RefCell<BTreeMap<&'static str, usize>>);

impl Counts {
    fn add(&self, kind: &'static str) {
        *self.0.borrow_mut().entry(kind).or_default() += 1;
    }

    fn remove(&self, kind: &'static str) {
        if let Some(count) = self.0.borrow_mut().get_mut(kind) {
            *count -= 1;
        }
    }

    fn list(&self) -> Vec<&'static str> {
        let counts = self.0.borrow();
        counts.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count)).collect()
    }
}

/// A request in flight: keeps the loop alive until it is dropped.
pub struct KeepAlive {
    event_loop: Loop,
    kind: &'static str,
}

impl KeepAlive {
    pub(super) fn new(event_loop: &Loop, kind: &'static str) -> Self {
        event_loop.inner.liveness.add_request(kind);
        KeepAlive { event_loop: event_loop.clone(), kind }
    }
}

impl Drop for KeepAlive {
    fn drop(&mut self) {
        self.event_loop.inner.liveness.remove_request(self.kind);
    }
}
