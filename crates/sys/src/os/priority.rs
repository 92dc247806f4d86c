//! Scheduling priorities, from 19 (low) to -20 (high).

use crate::error::{check, last_errno};
use crate::{Error, Result};

/// The priority of process `pid`; 0 means this one.
///
/// # Errors
/// `ESRCH` when there is no such process.
pub fn priority(pid: i32) -> Result<i32> {
    // -1 is a valid priority, so only `errno` tells a failure.
    // SAFETY: the location of the calling thread's errno is always writable.
    unsafe { *libc::__errno_location() = 0 };
    // SAFETY: the call has no memory preconditions.
    let priority = unsafe { libc::getpriority(libc::PRIO_PROCESS, pid as libc::id_t) };
    match last_errno() {
        errno if priority == -1 && errno != 0 => Err(Error::new(errno, "uv_os_getpriority")),
        _ => Ok(priority),
    }
}

/// Sets the priority of process `pid`; 0 means this one.
///
/// # Errors
/// `ESRCH` when there is no such process, `EACCES` or `EPERM` without the right.
pub fn set_priority(pid: i32, priority: i32) -> Result<()> {
    // SAFETY: the call has no memory preconditions.
    let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, pid as libc::id_t, priority) };
    check(result, "uv_os_setpriority").map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_priority_round_trips() {
        let own = priority(0).unwrap();
        set_priority(0, own).unwrap();
        assert_eq!(priority(0).unwrap(), own);
        assert_eq!(priority(i32::MAX).map_err(|error| error.errno), Err(libc::ESRCH));
    }
}
