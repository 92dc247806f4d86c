//! The threads of the pool.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::queue::{Lane, Queue, Work};

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
        let mut state = self.lock();
        loop {
            if let Some((lane, work)) = state.queue.pop() {
                drop(state);
                work();
                state = self.lock();
                state.queue.finished(lane);
            } else {
                state.idle += 1;
                state = self.available.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.idle -= 1;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
