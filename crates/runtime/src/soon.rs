//! Work of the native side for the check phase, where `setImmediate` is. It keeps the loop alive until it has run.

use std::cell::RefCell;

use sys::event_loop::{Check, Idle, Loop};

use crate::state::{Runtime, current};

type Work = Box<dyn FnOnce()>;

/// Queued work and the handles that run it, made on first use.
#[derive(Default)]
pub(crate) struct Soon {
    queue: RefCell<Vec<Work>>,
    handles: RefCell<Option<(Check, Idle)>>,
}

impl Runtime {
    /// Runs `work` in the next check phase.
    pub fn call_soon(&self, work: Box<dyn FnOnce()>) {
        self.soon.queue.borrow_mut().push(work);
        let mut handles = self.soon.handles.borrow_mut();
        let (check, idle) = handles.get_or_insert_with(|| make_handles(&self.event_loop));
        check.start();
        idle.start();
    }

    fn run_soon(&self) {
        if let Some((check, idle)) = &*self.soon.handles.borrow() {
            check.stop();
            idle.stop();
        }
        let queue = std::mem::take(&mut *self.soon.queue.borrow_mut());
        for work in queue {
            work();
        }
    }
}

/// The idle handle only keeps poll from blocking.
fn make_handles(event_loop: &Loop) -> (Check, Idle) {
    let run = || {
        if let Some(runtime) = current() {
            runtime.run_soon();
        }
    };
    (Check::new(event_loop, Box::new(run)), Idle::new(event_loop, Box::new(|| {})))
}
