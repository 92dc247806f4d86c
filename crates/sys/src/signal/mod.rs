//! Signals as handles of the loop.
//!
//! The handler of the process only adds to an event descriptor, which is one of the few things a signal handler
//! may do; the loop reads it in its poll phase. When the last handle of a signal stops, the signal gets its
//! default action back, as libuv does it. (A registry crate would chain to the earlier handler forever, and
//! Ctrl-C would no longer end a program that removed its listener.)

mod own_thread;
mod table;

use crate::event_loop::{Interest, IoHandle, Loop, Subject};
use crate::{Result, error};
pub use own_thread::{OwnThread, When};
use table::{Claim, Subscription};

/// `SIGINT`.
pub const INTERRUPT: i32 = libc::SIGINT;
/// `SIGUSR1`.
pub const USER_1: i32 = libc::SIGUSR1;

/// Calls back for every delivery of a signal. Dropping it ends that.
pub struct SignalHandle {
    io: IoHandle,
    _subscription: Subscription,
}

impl SignalHandle {
    /// Runs `callback` on the loop for every `signum` the process gets from now on.
    ///
    /// # Errors
    /// `EINVAL` for a signal that does not exist or cannot be caught (`SIGKILL`, `SIGSTOP`), `EMFILE`.
    pub fn new(event_loop: &Loop, signum: i32, callback: Box<dyn FnMut()>) -> Result<SignalHandle> {
        let subscription = Subscription::new(signum, Claim::Shared)?;
        let fd = subscription.fd();
        let mut callback = callback;
        let ready = move |_| (0..table::take_count(fd)).for_each(|_| callback());
        let io = IoHandle::with_kind(event_loop, "SignalWrap", fd, Interest::READABLE, Box::new(ready))?;
        io.stand_for(Subject::Signal(signum));
        Ok(SignalHandle { io, _subscription: subscription })
    }

    /// Lets the handle keep the loop alive.
    pub fn reference(&self) {
        self.io.reference();
    }

    /// Lets the loop end although signals are waited for.
    pub fn unreference(&self) {
        self.io.unreference();
    }

    /// Whether the handle keeps the loop alive.
    pub fn is_referenced(&self) -> bool {
        self.io.is_referenced()
    }
}

/// Sends signals of this process to other threads than the calling one. Only `SIGPROF` stays: by it V8's profiler looks at a thread.
pub fn block_all() {
    // SAFETY: the set is local and initialised by `sigfillset` before use.
    unsafe {
        let mut all = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::sigdelset(&raw mut all, libc::SIGPROF);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, std::ptr::null_mut());
    }
}

/// Lets a write to a pipe nobody reads (`SIGPIPE`) and one beyond the limit of a file's size (`SIGXFSZ`) fail with an
/// error, where the system would end the process.
pub fn prefer_errors() {
    for signum in [libc::SIGPIPE, libc::SIGXFSZ] {
        // Both are signals that may be ignored, so the call cannot fail.
        let _ = set_action(signum, libc::SIG_IGN);
    }
}

/// Ends the process as `signum` does where nobody watches it.
pub fn end_process(signum: i32) -> ! {
    // Where the action cannot change, it is the default one already.
    let _ = set_action(signum, libc::SIG_DFL);
    unblock(signum);
    // SAFETY: raising a signal has no memory preconditions.
    unsafe { libc::raise(signum) };
    crate::exit::now(128 + signum)
}

fn unblock(signum: i32) {
    // SAFETY: the set is local and initialised by `sigemptyset` before use.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, signum);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &raw const set, std::ptr::null_mut());
    }
}

/// Sets the action of `signum` to the default (`SIG_DFL`) or to nothing (`SIG_IGN`).
///
/// # Errors
/// `EINVAL` for a signal that does not exist or whose action cannot change.
pub fn set_action(signum: i32, action: libc::sighandler_t) -> Result<()> {
    // SAFETY: the structure is fully initialised, and both actions are valid without a handler function.
    let result = unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = action;
        libc::sigaction(signum, &raw const new, std::ptr::null_mut())
    };
    error::check(result, "sigaction").map(drop)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;
    use crate::event_loop::RunMode;

    fn raise(signum: i32) {
        // SAFETY: raising a signal has no memory preconditions.
        assert_eq!(unsafe { libc::raise(signum) }, 0);
    }

    #[test]
    fn every_delivery_reaches_every_handle() {
        let event_loop = Loop::new().unwrap();
        let counts: Vec<Rc<Cell<u32>>> = (0..2).map(|_| Rc::default()).collect();
        let handles: Vec<SignalHandle> = counts
            .iter()
            .map(|count| {
                let count = Rc::clone(count);
                let callback = move || count.set(count.get() + 1);
                SignalHandle::new(&event_loop, libc::SIGUSR2, Box::new(callback)).unwrap()
            })
            .collect();
        raise(libc::SIGUSR2);
        raise(libc::SIGUSR2);
        event_loop.run(RunMode::Once);
        assert_eq!(counts.iter().map(|count| count.get()).collect::<Vec<_>>(), [2, 2]);
        assert!(event_loop.is_alive());
        drop(handles);
        assert!(!event_loop.is_alive());
    }

    #[test]
    fn the_default_action_returns_with_the_last_handle() {
        let event_loop = Loop::new().unwrap();
        drop(SignalHandle::new(&event_loop, libc::SIGWINCH, Box::new(|| {})).unwrap());
        // SAFETY: with a null new action the call only reads the current one into local memory.
        let action = unsafe {
            let mut current: libc::sigaction = std::mem::zeroed();
            libc::sigaction(libc::SIGWINCH, std::ptr::null(), &raw mut current);
            current.sa_sigaction
        };
        assert_eq!(action, libc::SIG_DFL);
    }

    #[test]
    fn signals_that_cannot_be_caught_are_refused() {
        let event_loop = Loop::new().unwrap();
        for signum in [libc::SIGKILL, libc::SIGSTOP, 0, 9999] {
            let result = SignalHandle::new(&event_loop, signum, Box::new(|| {}));
            assert_eq!(result.err().map(|error| error.errno), Some(libc::EINVAL));
        }
    }
}
