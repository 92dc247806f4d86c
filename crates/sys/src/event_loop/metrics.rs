//! What the loop has done, for `performance.eventLoopUtilization()` and `performance.nodeTiming`.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// A reading of the loop's counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Turns begun.
    pub turns: u64,
    /// I/O events dispatched.
    pub events: u64,
    /// I/O events that were already there when the loop came to poll.
    pub events_waiting: u64,
    /// Time spent blocked in the poll phase.
    pub idle_time: Duration,
}

#[derive(Default)]
pub(super) struct Counters {
    sums: Cell<Metrics>,
    blocked_since: Cell<Option<Instant>>,
}

impl Counters {
    pub(super) fn read(&self) -> Metrics {
        self.sums.get()
    }

    /// Notes that a turn comes to its poll, which may block.
    pub(super) fn begin_poll(&self, blocking: bool) {
        self.update(|sums| sums.turns += 1);
        self.blocked_since.set(blocking.then(Instant::now));
    }

    /// Notes that poll returned with `events`.
    pub(super) fn end_poll(&self, events: u64) {
        let idle = self.blocked_since.take().map(|since| since.elapsed());
        self.update(|sums| {
            sums.events += events;
            match idle {
                Some(idle) => sums.idle_time += idle,
                None => sums.events_waiting += events,
            }
        });
    }

    fn update(&self, change: impl FnOnce(&mut Metrics)) {
        let mut sums = self.sums.get();
        change(&mut sums);
        self.sums.set(sums);
    }
}
