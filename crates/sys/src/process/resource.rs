//! What the process has used.

use std::mem::zeroed;

use crate::error::check;
use crate::{Error, Result};

/// Processor time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CpuUsage {
    /// In the program.
    pub user: u64,
    /// In the kernel for the program.
    pub system: u64,
}

/// What `getrusage` tells; sizes in kibibytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResourceUsage {
    /// Processor time.
    pub cpu: CpuUsage,
    /// The largest resident size so far.
    pub max_resident: u64,
    /// Page faults served without a device.
    pub minor_faults: u64,
    /// Page faults served from a device.
    pub major_faults: u64,
    /// Reads from a file system's device.
    pub reads: u64,
    /// Writes to a file system's device.
    pub writes: u64,
    /// Times the process gave up its processor to wait.
    pub voluntary_switches: u64,
    /// Times it lost its processor.
    pub involuntary_switches: u64,
}

/// The processor time used by all threads.
///
/// # Errors
/// None that is documented.
pub fn cpu_usage() -> Result<CpuUsage> {
    Ok(resource_usage()?.cpu)
}

/// What all threads have used.
///
/// # Errors
/// None that is documented.
pub fn resource_usage() -> Result<ResourceUsage> {
    // SAFETY: all-zero bytes are a valid `rusage`, which the call fills.
    let usage = unsafe {
        let mut usage: libc::rusage = zeroed();
        check(libc::getrusage(libc::RUSAGE_SELF, &raw mut usage), "uv_getrusage")?;
        usage
    };
    Ok(ResourceUsage {
        cpu: CpuUsage { user: micros(usage.ru_utime), system: micros(usage.ru_stime) },
        max_resident: usage.ru_maxrss as u64,
        minor_faults: usage.ru_minflt as u64,
        major_faults: usage.ru_majflt as u64,
        reads: usage.ru_inblock as u64,
        writes: usage.ru_oublock as u64,
        voluntary_switches: usage.ru_nvcsw as u64,
        involuntary_switches: usage.ru_nivcsw as u64,
    })
}

fn micros(time: libc::timeval) -> u64 {
    time.tv_sec as u64 * 1_000_000 + time.tv_usec as u64
}

/// The memory of the process that is in RAM, in bytes.
///
/// # Errors
/// When `/proc` is not mounted.
pub fn resident_memory() -> Result<u64> {
    const SYSCALL: &str = "uv_resident_set_memory";
    let text = std::fs::read_to_string("/proc/self/statm").map_err(|error| Error::from_io(&error, SYSCALL))?;
    let pages: Option<u64> = text.split(' ').nth(1).and_then(|field| field.parse().ok());
    // SAFETY: the call has no memory preconditions.
    let page_size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    pages.map(|pages| pages * page_size as u64).ok_or(Error::new(libc::EINVAL, SYSCALL))
}

/// Seconds since the process was started.
///
/// # Errors
/// When `/proc` is not mounted.
pub fn uptime() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").map_err(|error| Error::from_io(&error, "uv_uptime"))?;
    // SAFETY: the call has no memory preconditions.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
    let started = start_ticks(&text).ok_or(Error::new(libc::EINVAL, "uv_uptime"))? / ticks;
    Ok(crate::os::uptime()? - started)
}

/// The 22nd field, counted after the name, which may hold spaces and parentheses itself.
fn start_ticks(stat: &str) -> Option<f64> {
    let (_, after_name) = stat.rsplit_once(") ")?;
    after_name.split(' ').nth(22 - 3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_process_uses_something() {
        assert!(resource_usage().unwrap().max_resident > 0);
        assert!(resident_memory().unwrap() > 4096);
        assert!(uptime().unwrap() >= 0.0);
    }

    #[test]
    fn names_with_parentheses_do_not_shift_fields() {
        let stat = format!("1 (a) b) S {} 777 1", vec!["0"; 18].join(" "));
        assert_eq!(start_ticks(&stat), Some(777.0));
    }
}
