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

struct Entry {
    id: u64,
    lane: Lane,
    work: Work,
}

/// Work nobody has begun.
#[derive(Default)]
pub(super) struct Queue {
    entries: VecDeque<Entry>,
    last_id: u64,
    slow_running: usize,
    slow_limit: usize,
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
    pub(super) fn pop(&mut self) -> Option<(Lane, Work)> {
        let slow_full = self.slow_running >= self.slow_limit;
        let index = self.entries.iter().position(|entry| entry.lane == Lane::Fast || !slow_full)?;
        let entry = self.entries.remove(index)?;
        if entry.lane == Lane::Slow {
            self.slow_running += 1;
        }
        Some((entry.lane, entry.work))
    }

    pub(super) fn finished(&mut self, lane: Lane) {
        if lane == Lane::Slow {
            self.slow_running -= 1;
        }
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
        let lanes: Vec<Option<Lane>> = (0..4).map(|_| queue.pop().map(|entry| entry.0)).collect();
        assert_eq!(lanes, [Some(Lane::Slow), Some(Lane::Slow), Some(Lane::Fast), None]);
        queue.finished(Lane::Slow);
        assert_eq!(queue.pop().map(|entry| entry.0), Some(Lane::Slow));
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
