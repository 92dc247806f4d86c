//! Environment, working directory, title and the rest of what a process can change about itself.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use runtime::environment::Environment;
use runtime::permission::{self, Permission};
use runtime::sys::fs::{self, Links, Use};
use runtime::sys::{self, this_process};
use runtime::{OpError, op, state, v8};

/// All variables, names and values alternating.
#[op]
pub(crate) fn environ(scope: &mut v8::PinScope<'_, '_>) -> Vec<String> {
    state(scope).environment().all().into_iter().flat_map(|(name, value)| [name, value]).collect()
}

/// A number that differs from the one before when any environment of this process has changed.
#[op]
pub(crate) fn environment_changes() -> f64 {
    Environment::changes() as f64
}

/// Whether the environment is that of somebody with fewer rights.
#[op]
pub(crate) fn was_raised() -> bool {
    this_process::environment::was_raised()
}

/// Sets a variable.
#[op]
pub(crate) fn set_env(scope: &mut v8::PinScope<'_, '_>, name: String, value: String) {
    let environment = state(scope).environment();
    environment.set(&name, &value);
    follow_time_zone(scope, &environment, &name);
}

/// Removes a variable.
#[op]
pub(crate) fn unset_env(scope: &mut v8::PinScope<'_, '_>, name: String) {
    let environment = state(scope).environment();
    environment.unset(&name);
    follow_time_zone(scope, &environment, &name);
}

/// V8 keeps the time zone; a program that sets `TZ` expects the next `Date` to follow.
fn follow_time_zone(scope: &mut v8::PinScope<'_, '_>, environment: &Environment, name: &str) {
    if name == "TZ" && environment.is_of_process() {
        scope.date_time_configuration_change_notification(v8::TimeZoneDetection::Redetect);
    }
}

/// The working directory.
#[op]
pub(crate) fn cwd() -> Result<String, OpError> {
    Ok(String::from_utf8_lossy(&this_process::current_directory()?).into_owned())
}

/// Changes the working directory: to the one that was permitted, where that is limited.
#[op]
pub(crate) fn chdir(scope: &mut v8::PinScope<'_, '_>, directory: String) -> Result<(), OpError> {
    let path = Path::new(&directory);
    permission::read(scope, path)?;
    match permission::hold(scope, &[Permission::FileSystemRead], path, Use::Target)? {
        Some(held) => enter(held.path()).map_err(|error| change_failed(error, &directory))?,
        None => this_process::change_directory(directory.as_bytes())?,
    }
    Ok(())
}

/// One that leads nowhere says why when it is looked at.
fn enter(held: &Path) -> sys::Result<()> {
    fs::stat(held, Links::Follow)?;
    this_process::change_directory(held.as_os_str().as_bytes())
}

fn change_failed(error: sys::Error, directory: &str) -> sys::Error {
    let from = this_process::current_directory().unwrap_or_default();
    sys::Error::new(error.errno, "chdir").with_path(from).with_dest(directory)
}

/// Sets the file mode mask unless it is undefined; gives the one before.
#[op]
pub(crate) fn umask(mask: Option<u32>) -> u32 {
    this_process::umask(mask)
}

/// The process's title.
#[op]
pub(crate) fn title() -> String {
    this_process::title::get()
}

/// Sets the title.
#[op]
pub(crate) fn set_title(text: String) {
    this_process::title::set(&text);
}

/// The parent's id.
#[op]
pub(crate) fn parent_pid() -> u32 {
    this_process::parent_pid()
}

/// Sends a signal; 0 or the negative error number.
#[op]
pub(crate) fn kill(pid: i32, signum: i32) -> i32 {
    this_process::kill(pid, signum).map_or_else(|error| error.uv_errno(), |()| 0)
}

/// The C library's version where it is glibc: of the one that runs, and of the one this was built with.
#[op]
pub(crate) fn glibc_versions() -> (Option<String>, Option<String>) {
    (this_process::glibc_version(), option_env!("GLIBC_OF_BUILD").map(str::to_owned))
}
