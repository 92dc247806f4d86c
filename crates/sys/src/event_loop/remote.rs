//! The way into the loop from other threads.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Loop;

type Job = Box<dyn FnOnce(&Loop) + Send>;

/// Sends closures to the loop's thread. It does not keep the loop alive: whoever waits for an answer holds a
/// [`super::KeepAlive`].
#[derive(Clone)]
pub struct Remote {
    shared: Arc<Shared>,
}

struct Shared {
    /// `None` once the loop is dismantled.
    jobs: Mutex<Option<VecDeque<Job>>>,
    waker: mio::Waker,
}

impl Remote {
    pub(super) fn new(waker: mio::Waker) -> Self {
        Remote { shared: Arc::new(Shared { jobs: Mutex::new(Some(VecDeque::new())), waker }) }
    }

    /// Runs `job` on the loop's thread in its poll phase, after the jobs posted before it. Jobs posted to a loop
    /// that no longer exists are dropped.
    pub fn post(&self, job: Box<dyn FnOnce(&Loop) + Send>) {
        let first = match self.jobs().as_mut() {
            Some(jobs) => {
                jobs.push_back(job);
                jobs.len() == 1
            }
            None => return,
        };
        if first {
            self.wake();
        }
    }

    /// Whether jobs wait for the loop.
    pub fn has_jobs(&self) -> bool {
        self.jobs().as_ref().is_some_and(|jobs| !jobs.is_empty())
    }

    /// Makes the loop's poll return.
    pub fn wake(&self) {
        // The write to the poller's event descriptor fails only when its counter is full, so the loop wakes anyway.
        let _ = self.shared.waker.wake();
    }

    /// Runs the jobs that are there now. Only the first job of a queue wakes the poller, so whatever is left, by
    /// later posts or by a panic, wakes it again.
    pub(super) fn run(&self, event_loop: &Loop) {
        let _rest = WakeForRest(self);
        let count = self.jobs().as_ref().map_or(0, VecDeque::len);
        for _ in 0..count {
            let Some(job) = self.jobs().as_mut().and_then(VecDeque::pop_front) else { return };
            job(event_loop);
        }
    }

    /// Drops the jobs that are there and all that come.
    pub(super) fn close(&self) {
        let jobs = self.jobs().take();
        drop(jobs);
    }

    fn jobs(&self) -> MutexGuard<'_, Option<VecDeque<Job>>> {
        self.shared.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct WakeForRest<'a>(&'a Remote);

impl Drop for WakeForRest<'_> {
    fn drop(&mut self) {
        if self.0.has_jobs() {
            self.0.wake();
        }
    }
}

impl Loop {
    /// The way into this loop for other threads.
    pub fn remote(&self) -> Remote {
        self.inner.poller.remote().clone()
    }
}
