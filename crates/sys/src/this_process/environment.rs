//! Environment variables. The standard library's lock orders our own reads and writes; C code that reads the environment on a pool
//! thread while JavaScript changes it is the risk every runtime takes here.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

/// All variables, name and value, as bytes.
pub fn all() -> Vec<(Vec<u8>, Vec<u8>)> {
    std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
}

/// The value of one variable.
pub fn get(name: &str) -> Option<Vec<u8>> {
    std::env::var_os(name).map(OsString::into_vec)
}

/// A variable that decides about the process itself. A process that was given rights its starter does not have does not listen to the
/// starter's environment; the right to take ports below 1024 alone is not counted.
pub fn trusted(name: &str) -> Option<String> {
    if was_raised() { None } else { std::env::var(name).ok() }
}

/// Whether the process has rights that its starter does not have.
pub fn was_raised() -> bool {
    // SAFETY: reads what the kernel told the process at its start.
    let raised = unsafe { libc::getauxval(libc::AT_SECURE) } != 0;
    raised && !(has_own_identity() && capabilities() == Some(1 << CAP_NET_BIND_SERVICE))
}

/// capability(7).
const CAP_NET_BIND_SERVICE: u32 = 10;

fn has_own_identity() -> bool {
    use super::identity;
    identity::user() == identity::effective_user() && identity::group() == identity::effective_group()
}

/// The effective capabilities of this process, a bit for each (proc_pid_status(5)).
fn capabilities() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let set = status.lines().find_map(|line| line.strip_prefix("CapEff:"))?;
    u64::from_str_radix(set.trim(), 16).ok()
}

/// Sets a variable. A name or value that no environment can hold is ignored, as setenv(3)'s failure is by every caller.
pub fn set(name: &str, value: &str) {
    if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
        return;
    }
    // SAFETY: only the thread that runs the main isolate changes the environment; see the module's comment on C code.
    unsafe { std::env::set_var(OsString::from(name), OsString::from(value)) };
    followed_by_libc(name);
}

/// Removes a variable.
pub fn unset(name: &str) {
    if name.is_empty() || name.contains(['=', '\0']) {
        return;
    }
    // SAFETY: as in `set`.
    unsafe { std::env::remove_var(name) };
    followed_by_libc(name);
}

/// The C library reads the time zone once; a change of the variable must reach it.
fn followed_by_libc(name: &str) {
    if name == "TZ" {
        unsafe extern "C" {
            fn tzset();
        }
        // SAFETY: tzset has no preconditions.
        unsafe { tzset() };
    }
}
