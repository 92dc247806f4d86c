//! The names, the load and the age of the system.

use std::ffi::CStr;

use crate::error::check;
use crate::{Error, Result};

/// What `uname` tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemName {
    /// The kernel, `Linux`.
    pub sysname: String,
    /// Its release, `6.8.0`.
    pub release: String,
    /// Its build.
    pub version: String,
    /// The hardware, `x86_64`.
    pub machine: String,
}

/// The names of the kernel and the hardware.
///
/// # Errors
/// None that is documented.
pub fn system_name() -> Result<SystemName> {
    // SAFETY: all-zero bytes are a valid `utsname`, which the call fills.
    let name = unsafe {
        let mut name: libc::utsname = std::mem::zeroed();
        check(libc::uname(&raw mut name), "uv_os_uname")?;
        name
    };
    Ok(SystemName {
        sysname: text(&name.sysname),
        release: text(&name.release),
        version: text(&name.version),
        machine: text(&name.machine),
    })
}

/// The name of this host in its network.
///
/// # Errors
/// None that is documented.
pub fn hostname() -> Result<String> {
    // One more than the limit of the system, so that the name always ends in a NUL.
    let mut name = [0; 65 + 1];
    // SAFETY: the length leaves the last byte of the array untouched.
    check(unsafe { libc::gethostname(name.as_mut_ptr(), name.len() - 1) }, "uv_os_gethostname")?;
    Ok(text(&name))
}

fn text(chars: &[libc::c_char]) -> String {
    let bytes: Vec<u8> = chars.iter().map(|&byte| byte as u8).collect();
    CStr::from_bytes_until_nul(&bytes).map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The load over one, five and fifteen minutes; zeros when the system tells none.
pub fn load_average() -> [f64; 3] {
    let mut averages = [0.0; 3];
    // SAFETY: the array has room for the three samples asked for.
    if unsafe { libc::getloadavg(averages.as_mut_ptr(), 3) } == 3 { averages } else { [0.0; 3] }
}

/// Seconds since the start of the system, time asleep included.
///
/// # Errors
/// When the system has no such clock.
pub fn uptime() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/uptime").map_err(|error| Error::from_io(&error, "uv_uptime"))?;
    let seconds = text.split(' ').next().and_then(|field| field.parse().ok());
    seconds.ok_or(Error::new(libc::EIO, "uv_uptime"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_has_names() {
        assert_eq!(system_name().unwrap().sysname, "Linux");
        assert!(!hostname().unwrap().is_empty());
        assert!(uptime().unwrap() > 0.0);
    }
}
