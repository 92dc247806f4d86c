//! The event loop: one thread, six phases, callbacks that are plain Rust closures.
//!
//! [`Loop::run`] is the order of things, one line a phase, and each phase is a file of this folder. The order is
//! that of libuv since 1.45: timers run once before the first turn and then at the end of every turn, so after
//! the poll phase and the check phase (`setImmediate`) that follows it.
//!
//! Three rules hold everywhere:
//!
//! - A callback may call anything on the loop or on any handle, its own included: nothing is borrowed while a
//!   callback runs.
//! - A panic in a callback leaves the loop usable; the turn it interrupts continues with the next `run`.
//! - The loop holds handles weakly. Dropping the last clone of a handle closes it.

mod census;
mod check;
mod closing;
mod dismantle;
mod handle;
mod idle_prepare;
mod io;
mod liveness;
mod metrics;
mod parked;
mod pending;
mod poll;
mod remote;
mod slot;
mod spin;
mod timers;
mod watcher;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

pub use census::{HandleStatus, Subject, TimerStatus};
pub use check::Check;
pub use handle::Handle;
pub use idle_prepare::{Idle, Prepare};
pub use io::{Interest, IoHandle, Readiness};
pub use liveness::KeepAlive;
pub use metrics::{IdleTime, Metrics};
pub use parked::ParkedId;
pub use remote::Remote;
pub use timers::Timer;

use crate::Result;

/// How long [`Loop::run`] runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    /// Until nothing keeps the loop alive or [`Loop::stop`] is called.
    Default,
    /// One turn, blocking for I/O when nothing else is due.
    Once,
    /// One turn that never blocks.
    NoWait,
}

/// An event loop; a cheap clone of the one shared by everything on its thread.
#[derive(Clone)]
pub struct Loop {
    inner: Rc<Inner>,
}

struct Inner {
    started: Instant,
    now: Cell<u64>,
    stopped: Cell<bool>,
    liveness: liveness::Liveness,
    metrics: metrics::Counters,
    timers: timers::Timers,
    pending: pending::Queue,
    idle: watcher::Watchers,
    prepare: watcher::Watchers,
    poller: poll::Poller,
    check: watcher::Watchers,
    closing: pending::Queue,
    parked: parked::Parked,
}

impl Loop {
    /// A loop with its poller.
    ///
    /// # Errors
    /// When the system refuses the descriptors of the poller (`EMFILE`, `ENFILE`).
    pub fn new() -> Result<Loop> {
        let inner = Inner {
            started: Instant::now(),
            now: Cell::new(0),
            stopped: Cell::new(false),
            liveness: liveness::Liveness::default(),
            metrics: metrics::Counters::default(),
            timers: timers::Timers::default(),
            pending: pending::Queue::default(),
            idle: watcher::Watchers::default(),
            prepare: watcher::Watchers::default(),
            poller: poll::Poller::new()?,
            check: watcher::Watchers::default(),
            closing: pending::Queue::default(),
            parked: parked::Parked::default(),
        };
        Ok(Loop { inner: Rc::new(inner) })
    }

    /// Runs turns of the loop; tells whether something still keeps it alive.
    pub fn run(&self, mode: RunMode) -> bool {
        let mut alive = self.is_alive();
        self.update_time();
        if mode == RunMode::Default && alive && !self.inner.stopped.get() {
            self.run_timers();
        }
        while alive && !self.inner.stopped.get() {
            let timeout = self.run_until_poll(mode);
            self.run_poll(timeout);
            self.run_check();
            self.run_closing();
            self.update_time();
            self.run_timers();
            alive = self.is_alive();
            if mode != RunMode::Default {
                break;
            }
        }
        self.inner.stopped.set(false);
        alive
    }

    /// The phases before poll, and how long poll may then block. A single turn that ran pending or idle callbacks
    /// has done its work, so it does not block.
    fn run_until_poll(&self, mode: RunMode) -> Option<Duration> {
        let may_block = self.inner.pending.is_empty() && self.inner.idle.is_empty();
        self.run_pending();
        self.run_idle();
        self.run_prepare();
        match mode {
            RunMode::NoWait => Some(Duration::ZERO),
            RunMode::Once if !may_block => Some(Duration::ZERO),
            RunMode::Once | RunMode::Default => self.poll_timeout(),
        }
    }

    /// How long poll may block: not at all while other phases have work, else until the next timer, `None` without
    /// one.
    fn poll_timeout(&self) -> Option<Duration> {
        let inner = &self.inner;
        let busy = inner.stopped.get()
            || !inner.liveness.any()
            || !inner.idle.is_empty()
            || !inner.pending.is_empty()
            || !inner.closing.is_empty();
        if busy {
            return Some(Duration::ZERO);
        }
        let due = inner.timers.next_due()?;
        Some(Duration::from_millis(due.saturating_sub(inner.now.get())))
    }

    /// Ends [`Loop::run`] after the current turn.
    pub fn stop(&self) {
        self.inner.stopped.set(true);
    }

    /// Whether an active and referenced handle, a request, or a queued callback keeps the loop running.
    pub fn is_alive(&self) -> bool {
        self.inner.liveness.any() || !self.inner.pending.is_empty() || !self.inner.closing.is_empty()
    }

    /// Milliseconds since the loop was made, as of the start of this turn or the last [`Loop::update_time`].
    pub fn now(&self) -> u64 {
        self.inner.now.get()
    }

    /// Reads the clock into [`Loop::now`].
    pub fn update_time(&self) {
        let millis = self.inner.started.elapsed().as_millis();
        self.inner.now.set(u64::try_from(millis).unwrap_or(u64::MAX));
    }

    /// When the loop was made: the zero of [`Loop::now`].
    pub fn started(&self) -> Instant {
        self.inner.started
    }

    /// What the loop has done so far.
    pub fn metrics(&self) -> Metrics {
        self.inner.metrics.read()
    }

    /// How long the loop has waited, for other threads.
    pub fn idle_time(&self) -> std::sync::Arc<IdleTime> {
        self.inner.metrics.idle_time()
    }

    /// Keeps the loop alive while the returned guard lives; listed under `kind` in [`Loop::active_requests`].
    pub fn reference(&self, kind: &'static str) -> KeepAlive {
        KeepAlive::new(self, kind)
    }

    /// The kinds of the handles that keep the loop alive, one entry a handle.
    pub fn active_handles(&self) -> Vec<&'static str> {
        self.inner.liveness.handles()
    }

    /// The kinds of the requests in flight, one entry a request.
    pub fn active_requests(&self) -> Vec<&'static str> {
        self.inner.liveness.requests()
    }
}
