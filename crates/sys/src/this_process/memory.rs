//! Memory of the process.

use std::fs;

use crate::{Error, Result};

/// Bytes of the process that are in memory.
///
/// # Errors
/// As open(2) of `/proc/self/stat`.
pub fn resident_set() -> Result<u64> {
    let statm =
        fs::read_to_string("/proc/self/statm").map_err(|error| Error::from_io(&error, "uv_resident_set_memory"))?;
    let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0);
    Ok(pages * page_size())
}

fn page_size() -> u64 {
    // SAFETY: sysconf takes any name.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    u64::try_from(size).unwrap_or(4096)
}
