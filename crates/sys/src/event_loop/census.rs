//! The handles of the loop as they are, for who wants to know what a program waits for.

use std::os::fd::RawFd;

use super::Loop;

/// A handle that the loop knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandleStatus {
    /// The name `process.getActiveResourcesInfo()` shows.
    pub kind: &'static str,
    /// Where the handle lies in memory, which tells it from others.
    pub address: usize,
    /// Whether it waits for something.
    pub is_active: bool,
    /// Whether it keeps the loop alive while it does.
    pub is_referenced: bool,
    /// The descriptor it watches.
    pub fd: Option<RawFd>,
    /// What it waits for, where the descriptor does not say.
    pub subject: Subject,
    /// When it is due, for a timer.
    pub timer: Option<TimerStatus>,
}

/// What a descriptor stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// Itself.
    #[default]
    Itself,
    /// The end of the process of this number.
    Process(i32),
    /// This signal.
    Signal(i32),
}

/// When a timer is due, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerStatus {
    /// The time between repeated runs; 0 for none.
    pub repeat: u64,
    /// From now on; negative for one that is late.
    pub due_in: i64,
}

impl Loop {
    /// Every descriptor that is watched, every timer, idle, prepare and check handle that is started.
    pub fn handles(&self) -> Vec<HandleStatus> {
        let inner = &self.inner;
        let mut handles = inner.poller.census();
        handles.extend(inner.timers.census(inner.now.get()));
        for watchers in [&inner.idle, &inner.prepare, &inner.check] {
            handles.extend(watchers.census());
        }
        handles
    }
}
