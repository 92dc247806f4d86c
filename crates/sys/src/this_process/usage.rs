//! Processor time and the other counts of getrusage(2).

use crate::{Result, error};

/// Whose use to measure.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The whole process.
    Process,
    /// The calling thread.
    Thread,
}

/// User and system time in microseconds.
///
/// # Errors
/// As getrusage(2), which never fails on Linux for these.
pub fn processor(who: Who) -> Result<(f64, f64)> {
    let usage = rusage(who)?;
    Ok((microseconds(usage.ru_utime), microseconds(usage.ru_stime)))
}

/// How often reading and writing of files went to the disk.
///
/// # Errors
/// As getrusage(2).
pub fn disk(who: Who) -> Result<(f64, f64)> {
    let usage = rusage(who)?;
    Ok((usage.ru_inblock as f64, usage.ru_oublock as f64))
}

/// All counts in the order of `process.resourceUsage()`: times in microseconds, sizes in kilobytes.
///
/// # Errors
/// As getrusage(2).
pub fn counts() -> Result<Vec<f64>> {
    let usage = rusage(Who::Process)?;
    let integers = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    let times = [microseconds(usage.ru_utime), microseconds(usage.ru_stime)];
    Ok(times.into_iter().chain(integers.into_iter().map(|count| count as f64)).collect())
}

fn rusage(who: Who) -> Result<libc::rusage> {
    let who = match who {
        Who::Process => libc::RUSAGE_SELF,
        Who::Thread => libc::RUSAGE_THREAD,
    };
    // SAFETY: getrusage fills the structure.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        error::check(libc::getrusage(who, &raw mut usage), "uv_getrusage")?;
        Ok(usage)
    }
}

fn microseconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 * 1e6 + time.tv_usec as f64
}
