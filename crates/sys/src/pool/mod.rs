//! Blocking work on threads, its results on the loop.
//!
//! One pool serves every loop of the process. A thread starts when work finds none idle, up to the size of
//! [`configure`]. A result enters its loop in the poll phase.

mod queue;
mod worker;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::Result as Outcome;
use std::time::Duration;

use crate::event_loop::{Loop, ParkedId};
use worker::Pool;

pub use queue::Lane;

/// The number of threads without [`configure`].
pub const DEFAULT_SIZE: usize = 4;
/// The largest number of threads.
pub const MAX_SIZE: usize = 1024;

static SIZE: OnceLock<usize> = OnceLock::new();
static POOL: OnceLock<Arc<Pool>> = OnceLock::new();

/// Sets the number of threads, held to 1 to [`MAX_SIZE`]. Only the first call counts, and only before the first
/// work.
pub fn configure(size: usize) {
    // A second call has no effect by contract.
    let _ = SIZE.set(size.clamp(1, MAX_SIZE));
}

fn pool() -> &'static Arc<Pool> {
    POOL.get_or_init(|| Pool::new(*SIZE.get_or_init(|| DEFAULT_SIZE)))
}

/// Runs `job` on a pool thread, then `done` with its result on the loop's thread. The loop stays alive until then.
///
/// A panic in `job` continues on the loop's thread, in place of `done`.
pub fn spawn<T: Send + 'static>(
    event_loop: &Loop,
    job: impl FnOnce() -> T + Send + 'static,
    done: impl FnOnce(T) + 'static,
) -> Request {
    spawn_as(event_loop, "Work", Lane::Fast, job, done)
}

/// The same, listed under `kind` in [`Loop::active_requests`] and in the given lane.
pub fn spawn_as<T: Send + 'static>(
    event_loop: &Loop,
    kind: &'static str,
    lane: Lane,
    job: impl FnOnce() -> T + Send + 'static,
    done: impl FnOnce(T) + 'static,
) -> Request {
    let result: Arc<Mutex<Option<Outcome<T>>>> = Arc::default();
    let stored = Arc::clone(&result);
    let alive = event_loop.reference(kind);
    let parked = event_loop.park(Box::new(move || {
        drop(alive);
        let outcome = stored.lock().unwrap_or_else(PoisonError::into_inner).take();
        match outcome {
            Some(Ok(value)) => done(value),
            Some(Err(panic)) => resume_unwind(panic),
            None => unreachable!("a completion is posted after its result is stored"),
        }
    }));
    let remote = event_loop.remote();
    let work = move || {
        let outcome = catch_unwind(AssertUnwindSafe(job));
        *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        remote.post(Box::new(move |event_loop| finish(event_loop, parked)));
    };
    let id = pool().submit(lane, Box::new(work));
    Request { id, event_loop: event_loop.clone(), parked }
}

/// How many of the pool's threads wait for what may never come.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// As long as it lives, the work of this thread of the pool does nothing but wait for input, of which nobody knows when it comes. On other
/// threads there is none.
#[derive(Debug)]
pub struct WaitsForInput(());

impl WaitsForInput {
    /// Begins to wait.
    pub fn begin() -> Option<Self> {
        worker::is_here().then(|| {
            WAITING.fetch_add(1, Ordering::SeqCst);
            Self(())
        })
    }
}

impl Drop for WaitsForInput {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Waits until the work that the pool has now is done, so that the end of the process loses no write. What waits for input or for a name
/// server is left, as it may wait for ever; so is work that comes meanwhile.
pub(crate) fn finish_work() {
    let Some(pool) = POOL.get() else { return };
    let newest = pool.newest();
    while pool.is_at_work(newest, WAITING.load(Ordering::SeqCst)) {
        // Nothing else is left to do in this process; a signal for each piece of work would cost those that go on.
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn finish(event_loop: &Loop, parked: ParkedId) {
    if let Some(completion) = event_loop.unpark(parked) {
        completion();
    }
}

/// Work that was given to the pool. Dropping this does not stop the work.
pub struct Request {
    id: u64,
    event_loop: Loop,
    parked: ParkedId,
}

impl Request {
    /// Takes the work back if no thread has begun it: neither the job nor `done` will run. Tells whether it did.
    pub fn cancel(&self) -> bool {
        let taken = pool().take_back(self.id);
        if taken {
            drop(self.event_loop.unpark(self.parked));
        }
        taken
    }
}
