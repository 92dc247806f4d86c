//! The timers phase: what is due runs by time, equal times in the order they were started.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use super::handle::Handle;
use super::slot::Slot;
use super::{HandleStatus, Loop, TimerStatus};

/// When a timer is due: the loop's milliseconds, then the number of its start.
type Due = (u64, u64);

#[derive(Default)]
pub(super) struct Timers {
    queue: RefCell<BTreeMap<Due, Weak<Inner>>>,
    starts: Cell<u64>,
}

impl Timers {
    /// The loop time at which the next timer is due.
    pub(super) fn next_due(&self) -> Option<u64> {
        self.queue.borrow().first_key_value().map(|(due, _)| due.0)
    }

    /// In the order in which the timers are due.
    pub(super) fn census(&self, now: u64) -> Vec<HandleStatus> {
        let status = |(time, _): &Due, timer: &Weak<Inner>| {
            let timer = timer.upgrade()?;
            let due_in = i64::try_from(i128::from(*time) - i128::from(now)).unwrap_or(i64::MAX);
            let times = TimerStatus { repeat: timer.repeat.get(), due_in };
            Some(HandleStatus { timer: Some(times), ..timer.handle.status(Rc::as_ptr(&timer)) })
        };
        self.queue.borrow().iter().filter_map(|(due, timer)| status(due, timer)).collect()
    }

    /// Stops every timer and drops its callback.
    pub(super) fn dismantle(&self) {
        for inner in self.queue.take().values().filter_map(Weak::upgrade) {
            inner.stop();
            inner.callback.clear();
        }
    }

    fn insert(&self, time: u64, timer: &Rc<Inner>) -> Due {
        let due = (time, self.starts.get());
        self.starts.set(due.1 + 1);
        self.queue.borrow_mut().insert(due, Rc::downgrade(timer));
        due
    }

    fn remove(&self, due: Due) {
        self.queue.borrow_mut().remove(&due);
    }

    /// Everything due at `now`, in order. The entries stay queued so that a timer can still be stopped by one that
    /// runs before it.
    fn due(&self, now: u64) -> Vec<(Due, Weak<Inner>)> {
        let queue = self.queue.borrow();
        queue.range(..=(now, u64::MAX)).map(|(due, timer)| (*due, timer.clone())).collect()
    }
}

impl Loop {
    /// Runs the timers that are due now. One started by a callback waits for the next turn, even with delay 0.
    pub(super) fn run_timers(&self) {
        for (due, timer) in self.inner.timers.due(self.now()) {
            let Some(inner) = timer.upgrade() else { continue };
            if inner.due.get() == Some(due) {
                Timer { inner }.fire();
            }
        }
    }
}

/// A timer in whole milliseconds; a cheap clone. Dropping the last clone stops it.
#[derive(Clone)]
pub struct Timer {
    inner: Rc<Inner>,
}

struct Inner {
    handle: Handle,
    callback: Slot<dyn FnMut(&Timer)>,
    due: Cell<Option<Due>>,
    repeat: Cell<u64>,
}

impl Timer {
    /// A stopped timer that will run `callback`.
    pub fn new(event_loop: &Loop, callback: Box<dyn FnMut(&Timer)>) -> Timer {
        let inner = Inner {
            handle: Handle::new(event_loop, "Timer"),
            callback: Slot::new(callback),
            due: Cell::new(None),
            repeat: Cell::new(0),
        };
        Timer { inner: Rc::new(inner) }
    }

    /// Runs the callback once `delay` milliseconds after [`Loop::now`], and then every `repeat` milliseconds unless
    /// that is 0. A timer already started starts anew.
    pub fn start(&self, delay: u64, repeat: u64) {
        self.stop();
        self.inner.repeat.set(repeat);
        let event_loop = self.inner.handle.event_loop();
        let time = event_loop.now().saturating_add(delay);
        self.inner.due.set(Some(event_loop.inner.timers.insert(time, &self.inner)));
        self.inner.handle.set_active(true);
    }

    /// Stops the timer; it can be started again.
    pub fn stop(&self) {
        self.inner.stop();
    }

    /// Stops the timer for good and drops its callback with all that it captured.
    pub fn close(&self) {
        self.stop();
        self.inner.callback.clear();
    }

    /// Lets the timer keep the loop alive.
    pub fn reference(&self) {
        self.inner.handle.reference();
    }

    /// Lets the loop end although the timer runs.
    pub fn unreference(&self) {
        self.inner.handle.unreference();
    }

    /// Whether the timer keeps the loop alive while it runs.
    pub fn is_referenced(&self) -> bool {
        self.inner.handle.is_referenced()
    }

    /// The time between repeated runs, in milliseconds; 0 for none.
    pub fn repeat(&self) -> u64 {
        self.inner.repeat.get()
    }

    /// Changes it from the next run on.
    pub fn set_repeat(&self, repeat: u64) {
        self.inner.repeat.set(repeat);
    }

    /// Whether the timer is started.
    pub fn is_active(&self) -> bool {
        self.inner.handle.is_active()
    }

    /// The loop time at which the timer is due, if it is started.
    pub fn due(&self) -> Option<u64> {
        self.inner.due.get().map(|due| due.0)
    }

    /// Restarts or stops the timer, then calls back, so that the callback's own `start` or `stop` has the last word.
    fn fire(&self) {
        match self.inner.repeat.get() {
            0 => self.stop(),
            repeat => self.start(repeat, repeat),
        }
        self.inner.callback.with(|callback| callback(self));
    }
}

impl Inner {
    fn stop(&self) {
        if let Some(due) = self.due.take() {
            self.handle.event_loop().inner.timers.remove(due);
        }
        self.handle.set_active(false);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}
