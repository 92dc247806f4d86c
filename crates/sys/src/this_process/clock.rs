//! Clocks: the monotonic one and how long the process runs.

use std::sync::OnceLock;
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
