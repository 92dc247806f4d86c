//! Clocks: the monotonic one and how long the process runs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

static STARTED: OnceLock<Started> = OnceLock::new();

struct Started {
    instant: Instant,
    unix_ms: f64,
}

fn started() -> &'static Started {
    STARTED.get_or_init(|| {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Started { instant: Instant::now(), unix_ms: since_epoch.as_secs_f64() * 1e3 }
    })
}

/// Takes the start of the process; called first thing in `main`.
pub fn mark_start() {
    started();
}

/// Milliseconds since the start of the process.
pub fn milliseconds_since_start() -> f64 {
    started().instant.elapsed().as_secs_f64() * 1e3
}

/// When the process started, in milliseconds since 1970.
pub fn start_unix_milliseconds() -> f64 {
    started().unix_ms
}

/// Milliseconds since 1970, on a clock that does not jump while the process runs.
pub fn unix_milliseconds() -> f64 {
    start_unix_milliseconds() + milliseconds_since_start()
}

/// The monotonic clock in nanoseconds; its zero is arbitrary but the same in every process until the machine restarts.
pub fn monotonic_nanoseconds() -> u64 {
    // SAFETY: clock_gettime fills the structure; the monotonic clock always exists.
    let time = unsafe {
        let mut time: libc::timespec = std::mem::zeroed();
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time);
        time
    };
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_nsec.unsigned_abs()
}

/// A moment as calendars and clocks of the process's time zone show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    pub year: i32,
    /// From 1.
    pub month: i32,
    /// Of the month, from 1.
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
}

/// Now.
pub fn local_time() -> LocalTime {
    // SAFETY: time writes nowhere when it is given no place; localtime_r fills the structure, all of whose bytes may be zero.
    let time = unsafe {
        let now = libc::time(std::ptr::null_mut());
        let mut time: libc::tm = std::mem::zeroed();
        libc::localtime_r(&raw const now, &raw mut time);
        time
    };
    LocalTime {
        year: time.tm_year + 1900,
        month: time.tm_mon + 1,
        day: time.tm_mday,
        hour: time.tm_hour,
        minute: time.tm_min,
        second: time.tm_sec,
    }
}

/// Moments of the process's life that `performance.nodeTiming` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// V8 is initialised.
    EngineStart,
    /// The isolate and its context exist.
    Environment,
    /// The program is about to run.
    BootstrapComplete,
    /// The event loop begins.
    LoopStart,
    /// The event loop has ended.
    LoopExit,
}

/// Nanoseconds after the start, plus one, by milestone; 0 for what has not happened.
static REACHED: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

/// Notes that a milestone is reached; only the first time counts.
pub fn reach(milestone: Milestone) {
    let now = u64::try_from(started().instant.elapsed().as_nanos()).unwrap_or(u64::MAX - 1) + 1;
    // Relaxed: a milestone is a number on its own, nothing is published with it.
    let _ = REACHED[milestone as usize].compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
}

/// When a milestone was reached, in milliseconds after the start.
pub fn reached(milestone: Milestone) -> Option<f64> {
    let nanoseconds = REACHED[milestone as usize].load(Ordering::Relaxed);
    (nanoseconds != 0).then(|| (nanoseconds - 1) as f64 / 1e6)
}
