//! How children end.

use std::cell::Cell;
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::retry;
use crate::event_loop::{Interest, IoHandle, Loop, Subject};
use crate::{Error, Result};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// By returning this code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

impl ExitStatus {
    /// From what `waitpid` stores.
    fn from_raw(status: i32) -> Self {
        if libc::WIFSIGNALED(status) {
            ExitStatus::Signal(libc::WTERMSIG(status))
        } else {
            ExitStatus::Code(libc::WEXITSTATUS(status))
        }
    }
}

/// Takes the status of a child that has ended; it blocks for one that has not.
///
/// # Errors
/// `ECHILD` when `pid` is no child, or its status was taken.
pub(super) fn reap(pid: i32) -> Result<ExitStatus> {
    let mut status = 0;
    // SAFETY: `status` is writable.
    retry("waitpid", || unsafe { libc::waitpid(pid, &raw mut status, 0) })?;
    Ok(ExitStatus::from_raw(status))
}

/// Children that nobody watches any more, of all threads.
static ORPHANS: Mutex<Vec<i32>> = Mutex::new(Vec::new());

fn lock_orphans() -> MutexGuard<'static, Vec<i32>> {
    ORPHANS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the status of those orphans that have ended, so that they do not stay as zombies.
pub(super) fn reap_orphans() {
    // SAFETY: no status is asked for. A number stays the child's until its status is taken here.
    lock_orphans().retain(|&pid| unsafe { libc::waitpid(pid, std::ptr::null_mut(), libc::WNOHANG) } == 0);
}

/// A descriptor that becomes readable when the child `pid` ends.
pub(super) fn open_pidfd(pid: i32) -> Result<OwnedFd> {
    // SAFETY: the call has no memory preconditions, and the new descriptor is nobody else's.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    match i32::try_from(fd) {
        // SAFETY: as above.
        Ok(fd) if fd >= 0 => Ok(unsafe { std::os::fd::FromRawFd::from_raw_fd(fd) }),
        _ => Err(Error::last("pidfd_open")),
    }
}

/// Calls back once when a child ends. Dropping it before leaves the child running; its status
/// is taken by a later spawn.
pub struct ExitWatch {
    io: Rc<IoHandle>,
    pid: i32,
    /// Empty once the end was told.
    waiting: Rc<Cell<Option<Rc<IoHandle>>>>,
}

impl ExitWatch {
    /// Runs `ended` on the loop when the child ends; its status is taken then, so it leaves no zombie.
    ///
    /// # Errors
    /// Those of registering the descriptor.
    pub fn new(event_loop: &Loop, child: super::Child, ended: impl FnOnce(ExitStatus) + 'static) -> Result<ExitWatch> {
        let (pid, pidfd) = (child.pid, child.pidfd);
        let fd = pidfd.as_raw_fd();
        let once = Cell::new(Some((ended, pidfd)));
        let own: Rc<Cell<Option<Rc<IoHandle>>>> = Rc::default();
        let (registered, waiting) = (Rc::clone(&own), Rc::clone(&own));
        let ready = move |_| {
            let Some((ended, pidfd)) = once.take() else { return };
            if let Some(io) = registered.take() {
                io.deregister();
            }
            drop(pidfd);
            // The descriptor says that the child has ended, so this does not block.
            if let Ok(status) = reap(pid) {
                ended(status);
            }
        };
        let io = IoHandle::with_kind(event_loop, "ProcessWrap", fd, Interest::READABLE, Box::new(ready))?;
        // What a child said before its end is heard before it.
        io.run_last();
        io.stand_for(Subject::Process(pid));
        let io = Rc::new(io);
        own.set(Some(Rc::clone(&io)));
        Ok(ExitWatch { io, pid, waiting })
    }

    /// Lets the child keep the loop alive.
    pub fn reference(&self) {
        self.io.reference();
    }

    /// Lets the loop end although the child runs.
    pub fn unreference(&self) {
        self.io.unreference();
    }

    /// Whether the child keeps the loop alive.
    pub fn is_referenced(&self) -> bool {
        self.io.is_referenced()
    }
}

impl Drop for ExitWatch {
    fn drop(&mut self) {
        self.io.deregister();
        if self.waiting.take().is_some() {
            lock_orphans().push(self.pid);
        }
    }
}
