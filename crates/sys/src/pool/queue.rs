//! The queue of the pool: first come, first served, with one reservation.

use std::collections::VecDeque;

pub(super) type Work = Box<dyn FnOnce() + Send>;

/// How long work may block its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Files and computation.
    Fast,
    /// Name resolution, which may block for seconds: at most half the threads take it, so files never wait for a
    /// dead name server.
    Slow,
}

/// Work nobody has begun, or what a thread needs to know of the work it has.
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) lane: Lane,
    pub(super) work: Work,
}

/// Work nobody has begun.
#[derive(Default)]
pub(super) struct Queue {
    entries: VecDeque<Entry>,
    last_id: u64,
    slow_running: usize,
    slow_limit: usize,
    /// What threads are at that is not slow.
    fast_running: Vec<u64>,
}

impl Queue {
    /// A queue for `threads` threads.
    pub(super) fn new(threads: usize) -> Self {
        Queue { slow_limit: threads.div_ceil(2), ..Queue::default() }
    }

    pub(super) fn push(&mut self, lane: Lane, work: Work) -> u64 {
        self.last_id += 1;
        self.entries.push_back(Entry { id: self.last_id, lane, work });
        self.last_id
    }

    /// The oldest work a thread may begin. [`Queue::finished`] must follow when it is done.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let slow_full = self.slow_running >= self.slow_limit;
        let index = self.entries.iter().position(|entry| entry.lane == Lane::Fast || !slow_full)?;
        let entry = self.entries.remove(index)?;
        match entry.lane {
            Lane::Slow => self.slow_running += 1,
            Lane::Fast => self.fast_running.push(entry.id),
        }
        Some(entry)
    }

    pub(super) fn finished(&mut self, id: u64, lane: Lane) {
        match lane {
            Lane::Slow => self.slow_running -= 1,
            Lane::Fast => self.fast_running.retain(|&running| running != id),
        }
    }

    /// The number of the newest work.
    pub(super) fn newest(&self) -> u64 {
        self.last_id
    }

    /// How much work up to `newest` is not done and not slow: in the queue, and running.
    pub(super) fn unfinished(&self, newest: u64) -> (usize, usize) {
        let queued = self.entries.iter().filter(|entry| entry.lane == Lane::Fast && entry.id <= newest).count();
        (queued, self.fast_running.iter().filter(|&&id| id <= newest).count())
    }

    /// Takes out work nobody has begun.
    pub(super) fn remove(&mut self, id: u64) -> Option<Work> {
        let index = self.entries.iter().position(|entry| entry.id == id)?;
        self.entries.remove(index).map(|entry| entry.work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(queue: &mut Queue, lane: Lane) -> u64 {
        queue.push(lane, Box::new(|| {}))
    }

    #[test]
    fn slow_work_leaves_half_the_threads_to_the_rest() {
        let mut queue = Queue::new(4);
        for _ in 0..3 {
            push(&mut queue, Lane::Slow);
        }
        push(&mut queue, Lane::Fast);
        let lanes: Vec<Option<Lane>> = (0..4).map(|_| queue.pop().map(|entry| entry.lane)).collect();
        assert_eq!(lanes, [Some(Lane::Slow), Some(Lane::Slow), Some(Lane::Fast), None]);
        queue.finished(1, Lane::Slow);
        assert_eq!(queue.pop().map(|entry| entry.lane), Some(Lane::Slow));
    }

    #[test]
    fn what_is_unfinished_is_counted() {
        let mut queue = Queue::new(4);
        let ids = [push(&mut queue, Lane::Fast), push(&mut queue, Lane::Slow), push(&mut queue, Lane::Fast)];
        assert_eq!(queue.unfinished(ids[0]), (1, 0));
        assert_eq!(queue.unfinished(queue.newest()), (2, 0));
        let first = queue.pop().unwrap();
        assert_eq!(queue.unfinished(queue.newest()), (1, 1));
        queue.finished(first.id, first.lane);
        assert_eq!(queue.unfinished(queue.newest()), (1, 0));
    }

    #[test]
    fn removed_work_is_gone() {
        let mut queue = Queue::new(1);
        let id = push(&mut queue, Lane::Fast);
        assert!(queue.remove(id).is_some());
        assert!(queue.remove(id).is_none());
        assert!(queue.pop().is_none());
    }
}
