//! A place for a handle's callback that survives everything the callback may do.

use std::cell::{Cell, RefCell};

/// Holds a callback. While it runs it is outside the slot, so it may clear the slot or drop the handle around it.
pub(crate) struct Slot<F: ?Sized> {
    callback: RefCell<Option<Box<F>>>,
    cleared: Cell<bool>,
}

impl<F: ?Sized> Slot<F> {
    pub(crate) fn new(callback: Box<F>) -> Self {
        Slot { callback: RefCell::new(Some(callback)), cleared: Cell::new(false) }
    }

    /// Drops the callback and what it captured: at once, or when the run in progress returns.
    pub(crate) fn clear(&self) {
        self.cleared.set(true);
        let callback = self.callback.borrow_mut().take();
        drop(callback);
    }

    /// Runs `call` with the callback, unless it is cleared or already running.
    pub(crate) fn with(&self, call: impl FnOnce(&mut F)) {
        let Some(callback) = self.callback.borrow_mut().take() else { return };
        let mut running = Running { slot: self, callback: Some(callback) };
        if let Some(callback) = running.callback.as_deref_mut() {
            call(callback);
        }
    }
}

/// Puts the callback back when its run ends, by returning or by a panic.
struct Running<'a, F: ?Sized> {
    slot: &'a Slot<F>,
    callback: Option<Box<F>>,
}

impl<F: ?Sized> Drop for Running<'_, F> {
    fn drop(&mut self) {
        if !self.slot.cleared.get() {
            *self.slot.callback.borrow_mut() = self.callback.take();
        }
    }
}
