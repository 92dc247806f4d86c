//! What runs at the end of an isolate: hooks in the reverse order of their adding, and whatever they make the end wait for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use sys::event_loop::RunMode;

use crate::state::Runtime;

/// Names a hook, to take it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CleanupId(u64);

/// The hooks of an isolate.
#[derive(Default)]
pub(crate) struct Cleanup {
    hooks: RefCell<BTreeMap<CleanupId, Box<dyn FnOnce()>>>,
    last: Cell<u64>,
    held: Rc<Cell<usize>>,
}

/// Keeps the end of an isolate waiting while it lives.
pub struct Hold(Rc<Cell<usize>>);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Runtime {
    /// Runs `hook` at the end, before the hooks that were added earlier.
    pub fn add_cleanup(&self, hook: Box<dyn FnOnce()>) -> CleanupId {
        let id = CleanupId(self.cleanup.last.get() + 1);
        self.cleanup.last.set(id.0);
        self.cleanup.hooks.borrow_mut().insert(id, hook);
        id
    }

    /// Takes a hook back; false when it has run.
    pub fn remove_cleanup(&self, id: CleanupId) -> bool {
        let hook = self.cleanup.hooks.borrow_mut().remove(&id);
        hook.is_some()
    }

    /// Makes [`Self::clean_up`] turn the loop until the hold is dropped.
    pub fn hold_cleanup(&self) -> Hold {
        let held = self.cleanup.held.clone();
        held.set(held.get() + 1);
        Hold(held)
    }

    /// Runs all hooks, also those that hooks add, and waits for what is held.
    pub fn clean_up(&self) {
        loop {
            let hook = self.cleanup.hooks.borrow_mut().pop_last();
            if let Some((_, hook)) = hook {
                hook();
            } else if self.cleanup.held.get() > 0 {
                let _alive = self.event_loop.reference("Cleanup");
                self.event_loop.run(RunMode::Once);
            } else {
                return;
            }
        }
    }

    /// Whether anything waits for the end; without it the process may vanish.
    pub fn has_cleanup(&self) -> bool {
        self.cleanup.held.get() > 0 || !self.cleanup.hooks.borrow().is_empty()
    }
}
