//! Users and the priorities of processes.

use runtime::{OpError, op, sys};

/// Number, group, and as bytes: name, home directory, shell.
type User = (u32, u32, Vec<u8>, Vec<u8>, Vec<u8>);

/// The user whom the process acts for.
#[op]
pub(crate) fn user_info() -> Result<User, OpError> {
    let user = sys::os::user_by_id(sys::this_process::identity::effective_user())?;
    Ok((user.uid, user.gid, user.name, user.home, user.shell))
}

#[op]
pub(crate) fn priority(pid: i32) -> Result<i32, OpError> {
    Ok(sys::os::priority(pid)?)
}

#[op]
pub(crate) fn set_priority(pid: i32, priority: i32) -> Result<(), OpError> {
    Ok(sys::os::set_priority(pid, priority)?)
}
