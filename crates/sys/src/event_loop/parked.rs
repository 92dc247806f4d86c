//! Closures that wait on the loop's thread for an answer from another one.
//!
//! They may capture what must not leave the thread; only their number travels.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::Loop;

/// The number of a parked closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParkedId(u64);

#[derive(Default)]
pub(super) struct Parked {
    closures: RefCell<HashMap<ParkedId, Box<dyn FnOnce()>>>,
    last: Cell<u64>,
}

impl Parked {
    /// Takes every closure out.
    pub(super) fn take(&self) -> HashMap<ParkedId, Box<dyn FnOnce()>> {
        self.closures.take()
    }
}

impl Loop {
    /// Keeps `closure` until [`Loop::unpark`]. It does not keep the loop alive.
    pub fn park(&self, closure: Box<dyn FnOnce()>) -> ParkedId {
        let parked = &self.inner.parked;
        let id = ParkedId(parked.last.get() + 1);
        parked.last.set(id.0);
        parked.closures.borrow_mut().insert(id, closure);
        id
    }

    /// Gives a parked closure back; `None` when it was taken before.
    pub fn unpark(&self, id: ParkedId) -> Option<Box<dyn FnOnce()>> {
        self.inner.parked.closures.borrow_mut().remove(&id)
    }
}
