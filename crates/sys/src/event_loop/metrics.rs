//! What the loop has done, for `performance.eventLoopUtilization()` and `performance.nodeTiming`.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
    idle: Arc<IdleTime>,
}

/// How long a loop has waited in the poll phase, readable from any thread. All in nanoseconds since the loop was made.
#[derive(Debug)]
pub struct IdleTime {
    made: Instant,
    sum: AtomicU64,
    /// When the wait under way began; 0 for none.
    since: AtomicU64,
}

impl Default for IdleTime {
    fn default() -> Self {
        Self { made: Instant::now(), sum: AtomicU64::new(0), since: AtomicU64::new(0) }
    }
}

impl IdleTime {
    /// The time waited so far, a wait under way included.
    pub fn read(&self) -> Duration {
        let since = self.since.load(Ordering::Acquire);
        let under_way = if since == 0 { 0 } else { self.now().saturating_sub(since) };
        Duration::from_nanos(self.sum.load(Ordering::Acquire) + under_way)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.made.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    fn begin(&self) {
        self.since.store(self.now().max(1), Ordering::Release);
    }

    fn end(&self, waited: Duration) {
        self.sum.fetch_add(u64::try_from(waited.as_nanos()).unwrap_or(0), Ordering::AcqRel);
        self.since.store(0, Ordering::Release);
    }
}

impl Counters {
    pub(super) fn read(&self) -> Metrics {
        self.sums.get()
    }

    pub(super) fn idle_time(&self) -> Arc<IdleTime> {
        self.idle.clone()
    }

    /// Notes that a turn comes to its poll, which may block.
    pub(super) fn begin_poll(&self, blocking: bool) {
        self.update(|sums| sums.turns += 1);
        self.blocked_since.set(blocking.then(Instant::now));
        if blocking {
            self.idle.begin();
        }
    }

    /// Notes that poll returned with `events`.
    pub(super) fn end_poll(&self, events: u64) {
        let idle = self.blocked_since.take().map(|since| since.elapsed());
        if let Some(idle) = idle {
            self.idle.end(idle);
        }
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
