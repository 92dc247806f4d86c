//! The way into the loop from other threads.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Loop;

type Job = Box<dyn FnOnce(&Loop) + Send>;

/// Sends closures to the loop's thread. It does not keep the loop alive: whoever waits for an answer holds a
/// [`super::KeepAlive`].
#[derive(Clone)]
pub struct Remote {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    /// Whether the queue holds jobs, for who only looks. Written under the lock.
    holds_jobs: AtomicBool,
    waker: mio::Waker,
}

struct Queue {
    /// `None` once the loop is dismantled.
    jobs: Option<VecDeque<Job>>,
    /// The loop waits, so that the next job has to wake it. A job that comes while it runs is found before it waits again: most of what a thread
    /// posts to itself or a busy thread is sent costs no system call.
    is_waiting: bool,
    /// The wait under way, or the last one.
    wait: Wait,
}

/// When a wait began, and when a job ended it.
#[derive(Clone, Copy, Default)]
struct Wait {
    began: Option<Instant>,
    ended: Option<Instant>,
}

/// What came of a wait.
pub(super) struct Arrival {
    /// How many jobs are there.
    pub(super) jobs: usize,
    /// How long after the wait began the first of them was posted; `None` when none ended it.
    pub(super) after: Option<Duration>,
}

impl Remote {
    pub(super) fn new(waker: mio::Waker) -> Self {
        let queue = Queue { jobs: Some(VecDeque::new()), is_waiting: false, wait: Wait::default() };
        Remote { shared: Arc::new(Shared { queue: Mutex::new(queue), holds_jobs: AtomicBool::new(false), waker }) }
    }

    /// Runs `job` on the loop's thread in its poll phase, after the jobs posted before it. Jobs posted to a loop
    /// that no longer exists are dropped.
    pub fn post(&self, job: Box<dyn FnOnce(&Loop) + Send>) {
        let mut queue = self.queue();
        let Some(jobs) = queue.jobs.as_mut() else { return };
        jobs.push_back(job);
        self.shared.holds_jobs.store(true, Ordering::Release);
        let must_wake = std::mem::take(&mut queue.is_waiting);
        if must_wake {
            queue.wait.ended = Some(Instant::now());
        }
        drop(queue);
        if must_wake {
            self.wake();
        }
    }

    /// Whether jobs wait for the loop.
    pub fn has_jobs(&self) -> bool {
        self.queue().jobs.as_ref().is_some_and(|jobs| !jobs.is_empty())
    }

    /// Makes the loop's poll return.
    pub fn wake(&self) {
        // The write to the poller's event descriptor fails only when its counter is full, so the loop wakes anyway.
        let _ = self.shared.waker.wake();
    }

    /// Begins a wait, which the next job ends; tells whether there is no job already.
    pub(super) fn begin_wait(&self) -> bool {
        let mut queue = self.queue();
        queue.is_waiting = queue.jobs.as_ref().is_none_or(VecDeque::is_empty);
        if queue.is_waiting {
            queue.wait = Wait { began: Some(Instant::now()), ended: None };
        }
        queue.is_waiting
    }

    /// Ends the wait.
    pub(super) fn end_wait(&self) -> Arrival {
        let mut queue = self.queue();
        queue.is_waiting = false;
        let Wait { began, ended } = std::mem::take(&mut queue.wait);
        let after = ended.zip(began).map(|(ended, began)| ended - began);
        Arrival { jobs: queue.jobs.as_ref().map_or(0, VecDeque::len), after }
    }

    /// The same as [`Self::has_jobs`] without the lock: it may miss one that is being posted.
    pub(super) fn has_job_now(&self) -> bool {
        self.shared.holds_jobs.load(Ordering::Acquire)
    }

    /// Runs `count` jobs. Whatever is left, because it was posted later or because one panicked, keeps the next turn from waiting.
    pub(super) fn run(&self, event_loop: &Loop, count: usize) {
        for _ in 0..count {
            let Some(job) = self.take() else { return };
            job(event_loop);
        }
    }

    fn take(&self) -> Option<Job> {
        let mut queue = self.queue();
        let jobs = queue.jobs.as_mut()?;
        let job = jobs.pop_front();
        self.shared.holds_jobs.store(!jobs.is_empty(), Ordering::Release);
        job
    }

    /// Drops the jobs that are there and all that come.
    pub(super) fn close(&self) {
        let jobs = self.queue().jobs.take();
        drop(jobs);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loop {
    /// The way into this loop for other threads.
    pub fn remote(&self) -> Remote {
        self.inner.poller.remote().clone()
    }
}
