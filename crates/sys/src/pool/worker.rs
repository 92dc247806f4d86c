//! The threads of the pool.

use std::cell::Cell;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::queue::{Entry, Lane, Queue, Work};

thread_local! {
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is a thread of the pool.
pub(super) fn is_here() -> bool {
    IS_HERE.get()
}

/// The threads and what they share. Threads are never joined: they end with the process.
pub(super) struct Pool {
    size: usize,
    state: Mutex<State>,
    available: Condvar,
}

struct State {
    queue: Queue,
    threads: usize,
    idle: usize,
}

impl Pool {
    pub(super) fn new(size: usize) -> Arc<Self> {
        let state = State { queue: Queue::new(size), threads: 0, idle: 0 };
        Arc::new(Pool { size, state: Mutex::new(state), available: Condvar::new() })
    }

    /// Queues `work`, and starts a thread for it when none is idle and the pool may still grow.
    pub(super) fn submit(self: &Arc<Self>, lane: Lane, work: Work) -> u64 {
        let mut state = self.lock();
        let id = state.queue.push(lane, work);
        if state.idle > 0 {
            self.available.notify_one();
        } else if state.threads < self.size {
            state.threads += 1;
            drop(state);
            self.start_thread();
        }
        id
    }

    /// Takes back work nobody has begun; tells whether that was so.
    pub(super) fn take_back(&self, id: u64) -> bool {
        let work = self.lock().queue.remove(id);
        work.is_some()
    }

    /// Starts a thread. When the system refuses one, the others serve its work; without any other nothing can.
    fn start_thread(self: &Arc<Self>) {
        let pool = Arc::clone(self);
        let started = thread::Builder::new().name("anode-pool".into()).spawn(move || pool.work());
        if let Err(error) = started {
            let mut state = self.lock();
            state.threads -= 1;
            assert!(state.threads > 0, "the system refuses even one pool thread: {error}");
        }
    }

    fn work(&self) {
        crate::signal::block_all();
        IS_HERE.set(true);
        let mut state = self.lock();
        loop {
            if let Some(Entry { id, lane, work }) = state.queue.pop() {
                drop(state);
                work();
                state = self.lock();
                state.queue.finished(id, lane);
            } else {
                state.idle += 1;
                state = self.available.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
            }
        }
    }

    /// Whether work up to `newest` goes on, or will begin, that waits for nobody outside: at most `waiting` threads do.
    pub(super) fn is_at_work(&self, newest: u64, waiting: usize) -> bool {
        let state = self.lock();
        let (queued, running) = state.queue.unfinished(newest);
        running > waiting || (queued > 0 && waiting < self.size)
    }

    /// The number of the newest work.
    pub(super) fn newest(&self) -> u64 {
        self.lock().queue.newest()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
