//! Starting a child.

use std::ffi::CString;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::exit::{open_pidfd, reap};
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
    let mut plan = Plan::new(command)?;
    let (report, reporter) = pipe()?;
    let pid = fork(&mut plan, reporter.as_raw_fd())?;
    drop(reporter);
    if let Some(errno) = read_report(&report) {
        // The child could not become the program and has left at once.
        let _ = reap(pid);
        return Err(Error::new(errno, "spawn"));
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

/// Forks with all signals blocked, so that none of our handlers runs in the child.
fn fork(plan: &mut Plan, reporter: RawFd) -> Result<i32> {
    // SAFETY: the sets are local; between `fork` and `exec` the child only runs `launch`, which is written for that.
    unsafe {
        let (mut all, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
        let pid = libc::fork();
        if pid == 0 {
            launch(plan, reporter);
        }
        let forked = check(pid, "spawn");
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const before, std::ptr::null_mut());
        forked
    }
}

/// What the child reports: an `errno`, or nothing when its end of the pipe closed because the program runs.
fn read_report(report: &OwnedFd) -> Option<i32> {
    let mut errno = [0; size_of::<i32>()];
    let read = crate::error::retry("read", || {
        // SAFETY: the buffer has the given length.
        unsafe { libc::read(report.as_raw_fd(), errno.as_mut_ptr().cast(), errno.len()) }
    });
    (read == Ok(errno.len() as isize)).then(|| i32::from_ne_bytes(errno))
}

fn pipe() -> Result<(OwnedFd, OwnedFd)> {
    let mut fds = [0; 2];
    // SAFETY: `fds` has room for the two descriptors, which are nobody else's.
    unsafe {
        check(libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC), "spawn")?;
        Ok((OwnedFd::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1])))
    }
}

/// Bytes as a C string.
///
/// # Errors
/// `EINVAL` when they hold a NUL.
pub(super) fn c_string(bytes: &[u8]) -> Result<CString> {
    CString::new(bytes).map_err(|_| Error::new(libc::EINVAL, "spawn"))
}
