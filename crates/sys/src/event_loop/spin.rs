//! A short busy wait before the loop sleeps, for answers of other threads that are almost there.
//!
//! To put a thread to sleep and wake it again on its processor takes 20 µs and more of processor time; a thread that answers a message needs less. So a
//! loop looks for jobs for about as long as the sleep would cost before it goes to sleep, but only while that is what its waits have been
//! like lately: the loop of a server, of timers or of an idle program never does. A message to a worker and back takes a fifth of the time so.
//!
//! Where more threads want to run than there are processors, the answer comes only once this one sleeps, however short its waits are. Each look in
//! vain doubles the number of short waits before the next.

use std::cell::Cell;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::remote::Remote;

/// How long a loop looks; also the longest wait that counts as short.
const SPAN: Duration = Duration::from_micros(20);
/// Looks at the queue between two looks at the clock.
const LOOKS: u32 = 32;
/// The least and the most short waits after which the loop looks.
const LEAST: u16 = 4;
const MOST: u16 = 4096;

/// With one processor no look finds anything.
static HAS_COMPANY: LazyLock<bool> =
    LazyLock::new(|| std::thread::available_parallelism().is_ok_and(|processors| processors.get() > 1));

/// What the last waits were like.
pub(super) struct Spin {
    /// The waits that a job ended soon, less those that took longer or ended otherwise.
    short: Cell<u16>,
    /// As many let the loop look.
    needed: Cell<u16>,
}

impl Default for Spin {
    fn default() -> Self {
        Spin { short: Cell::new(0), needed: Cell::new(LEAST) }
    }
}

impl Spin {
    /// Looks for jobs, if the wait may take as long as that; tells whether one came.
    pub(super) fn finds_job(&self, remote: &Remote, timeout: Option<Duration>) -> bool {
        if self.short.get() < self.needed.get() || timeout.is_some_and(|timeout| timeout < SPAN) {
            return false;
        }
        let found = look(remote);
        self.learn_from_look(found);
        found
    }

    fn learn_from_look(&self, found: bool) {
        let needed = self.needed.get();
        if found {
            self.needed.set((needed / 2).max(LEAST));
        } else {
            self.needed.set((needed * 2).min(MOST));
            self.short.set(0);
        }
    }

    /// Notes how long the loop has slept until a job woke it; `None` when something else did.
    pub(super) fn learn_from_sleep(&self, slept: Option<Duration>) {
        let short = self.short.get();
        let was_short = slept.is_some_and(|slept| slept < SPAN) && *HAS_COMPANY;
        self.short.set(if was_short { (short + 1).min(MOST) } else { short.saturating_sub(2) });
    }
}

/// Whether a job comes within the span.
fn look(remote: &Remote) -> bool {
    let until = Instant::now() + SPAN;
    loop {
        for _ in 0..LOOKS {
            if remote.has_job_now() {
                return true;
            }
            std::hint::spin_loop();
        }
        if Instant::now() >= until {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Option<Duration> = Some(Duration::from_micros(1));
    const LATE: Option<Duration> = Some(Duration::from_millis(1));

    fn looks_after(spin: &Spin) -> u16 {
        (0..MOST * 2).take_while(|_| spin.short.get() < spin.needed.get()).map(|_| spin.learn_from_sleep(SOON)).count()
            as u16
    }

    #[test]
    fn a_loop_looks_after_short_waits_only() {
        if !*HAS_COMPANY {
            return;
        }
        let spin = Spin::default();
        for wait in [SOON, SOON, SOON, LATE, SOON, None, SOON, SOON] {
            spin.learn_from_sleep(wait);
        }
        assert!(spin.short.get() < LEAST);
        assert!(looks_after(&spin) > 0);
    }

    #[test]
    fn looks_in_vain_become_rare_and_successes_bring_them_back() {
        if !*HAS_COMPANY {
            return;
        }
        let spin = Spin::default();
        for times in [4, 8, 16, 32] {
            assert_eq!(looks_after(&spin), times);
            spin.learn_from_look(false);
        }
        assert_eq!(looks_after(&spin), 64);
        for _ in 0..4 {
            spin.learn_from_look(true);
        }
        assert_eq!(spin.needed.get(), LEAST);
        (0..20).for_each(|_| spin.learn_from_look(false));
        assert_eq!(spin.needed.get(), MOST);
    }
}
