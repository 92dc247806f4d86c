//! Starting a child.

use std::ffi::CString;
use std::os::fd::{OwnedFd, RawFd};

use super::exit::{open_pidfd, reap, reap_orphans};
use super::launch::{Plan, launch};
use crate::error::check;
use crate::this_process::kill;
use crate::{Error, Result};

/// A descriptor of a child, by its place in [`Command::stdio`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stdio {
    /// `/dev/null` for the first three, nothing for the others.
    Ignore,
    /// This descriptor of ours, which stays ours.
    Fd(RawFd),
}

/// What to start and how.
#[derive(Clone, Debug, Default)]
pub struct Command {
    /// The program: a path, or a name to look for in the child's `PATH`.
    pub file: Vec<u8>,
    /// Its arguments, the zeroth included.
    pub arguments: Vec<Vec<u8>>,
    /// Its environment as `NAME=value`; `None` is ours.
    pub environment: Option<Vec<Vec<u8>>>,
    /// Its directory; `None` is ours.
    pub directory: Option<Vec<u8>>,
    /// Its descriptors, beginning with 0.
    pub stdio: Vec<Stdio>,
    /// Its user.
    pub user: Option<u32>,
    /// Its group.
    pub group: Option<u32>,
    /// Whether it leads a session of its own and so outlives our terminal.
    pub detached: bool,
}

/// A child that was started. Give it to [`super::ExitWatch`] to learn of its end.
#[derive(Debug)]
pub struct Child {
    /// Its number.
    pub pid: i32,
    /// Readable when it has ended.
    pub pidfd: OwnedFd,
}

/// Starts `command`.
///
/// # Errors
/// What kept the program from starting: `ENOENT`, `EACCES`, `EPERM`, `E2BIG`, `EAGAIN`, `ENOEXEC`, … `ENOENT` is
/// also the error of a directory that does not exist.
pub fn spawn(command: &Command) -> Result<Child> {
    reap_orphans();
    let mut plan = Plan::new(command)?;
    let pid = start(&mut plan)?;
    if plan.failure != 0 {
        // The child could not become the program and has left at once.
        let _ = reap(pid);
        return Err(Error::new(plan.failure, "spawn"));
    }
    match open_pidfd(pid) {
        Ok(pidfd) => Ok(Child { pid, pidfd }),
        Err(error) => {
            // Nobody could wait for this child, so it must not stay.
            let _ = kill(pid, libc::SIGKILL).and_then(|()| reap(pid));
            Err(Error { syscall: "spawn", ..error })
        }
    }
}

/// Bytes of the stack on which a child runs until it is its program. It makes a few system calls from shallow functions.
const STACK: usize = 64 * 1024;
const STACK_ALIGNMENT: usize = 16;

/// Makes a process that runs [`launch`] on our memory while this thread stands still: nothing of the address space is copied, however big it
/// is. All signals are blocked, so that none of our handlers runs in the child.
fn start(plan: &mut Plan) -> Result<i32> {
    let mut stack = Vec::<u8>::with_capacity(STACK);
    let top = stack.as_mut_ptr().wrapping_add(STACK);
    let top = top.wrapping_sub(top.addr() % STACK_ALIGNMENT);
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
    // SAFETY: the sets are local. The stack and the plan outlive the child's use of them: `CLONE_VFORK` suspends this thread until the child has
    // executed its program or left. `launch` is written for such a child.
    unsafe {
        let (mut all, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
        let pid = libc::clone(launch, top.cast(), flags, std::ptr::from_mut(plan).cast());
        let started = check(pid, "spawn");
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const before, std::ptr::null_mut());
        started
    }
}

/// Bytes as a C string.
///
/// # Errors
/// `EINVAL` when they hold a NUL.
pub(super) fn c_string(bytes: &[u8]) -> Result<CString> {
    CString::new(bytes).map_err(|_| Error::new(libc::EINVAL, "spawn"))
}
