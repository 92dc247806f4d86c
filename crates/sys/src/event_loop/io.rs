//! Descriptors on the loop.

use std::cell::Cell;
use std::ops::BitOr;
use std::os::fd::RawFd;
use std::rc::Rc;

use super::handle::Handle;
use super::slot::Slot;
use super::{HandleStatus, Loop, Subject};
use crate::Result;

/// What to wait for on a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest(u8);

impl Interest {
    /// Nothing: the descriptor stays known to the loop but is not watched.
    pub const NONE: Interest = Interest(0);
    /// Data, a connection or the end can be read without blocking.
    pub const READABLE: Interest = Interest(1);
    /// Data can be written, or a connection attempt has ended.
    pub const WRITABLE: Interest = Interest(2);

    /// Whether all of `other` is waited for.
    pub const fn contains(self, other: Interest) -> bool {
        self.0 & other.0 == other.0
    }

    /// This without `other`.
    #[must_use]
    pub const fn without(self, other: Interest) -> Interest {
        Interest(self.0 & !other.0)
    }

    pub(super) fn epoll_bits(self) -> u32 {
        let readable = if self.contains(Interest::READABLE) { libc::EPOLLIN } else { 0 };
        let writable = if self.contains(Interest::WRITABLE) { libc::EPOLLOUT } else { 0 };
        (readable | writable) as u32
    }
}

impl BitOr for Interest {
    type Output = Interest;

    fn bitor(self, other: Interest) -> Interest {
        Interest(self.0 | other.0)
    }
}

/// What a descriptor is ready for. An error or a hang-up makes it ready for everything that is waited for, since
/// the next read or write returns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// A read will not block.
    pub readable: bool,
    /// A write will not block.
    pub writable: bool,
    /// The descriptor reports an error or that both directions are closed.
    pub error: bool,
}

impl Readiness {
    pub(super) fn from_event(event: &mio::event::Event) -> Self {
        // On epoll `is_error` is EPOLLERR; a hang-up (EPOLLHUP) sets both halves' closed flags.
        let error = event.is_error() || (event.is_read_closed() && event.is_write_closed());
        Readiness { readable: event.is_readable() || error, writable: event.is_writable() || error, error }
    }

    fn limited_to(self, interest: Interest) -> Self {
        Readiness {
            readable: self.readable && interest.contains(Interest::READABLE),
            writable: self.writable && interest.contains(Interest::WRITABLE),
            error: self.error,
        }
    }

    fn any(self) -> bool {
        self.readable || self.writable
    }
}

/// A descriptor on the loop. It is level-triggered: the callback runs every turn while the descriptor is ready for
/// what is waited for. Dropping the handle takes the descriptor off the loop; closing the descriptor is up to its
/// owner, afterwards.
pub struct IoHandle {
    source: Rc<Source>,
}

pub(super) struct Source {
    handle: Handle,
    fd: RawFd,
    token: Cell<usize>,
    interest: Cell<Interest>,
    callback: Slot<dyn FnMut(Readiness)>,
    subject: Cell<Subject>,
    /// Whether it is told after all others of a poll.
    last: Cell<bool>,
}

impl IoHandle {
    /// Watches `fd` for `interest`.
    ///
    /// # Errors
    /// `EPERM` when the descriptor cannot be waited for (a regular file), `EBADF`, `EEXIST` when it is watched by
    /// another handle already.
    pub fn new(
        event_loop: &Loop,
        fd: RawFd,
        interest: Interest,
        callback: Box<dyn FnMut(Readiness)>,
    ) -> Result<IoHandle> {
        Self::with_kind(event_loop, "Poll", fd, interest, callback)
    }

    /// The same, listed under `kind` in [`Loop::active_handles`].
    ///
    /// # Errors
    /// As [`IoHandle::new`].
    pub fn with_kind(
        event_loop: &Loop,
        kind: &'static str,
        fd: RawFd,
        interest: Interest,
        callback: Box<dyn FnMut(Readiness)>,
    ) -> Result<IoHandle> {
        let source = Rc::new(Source {
            handle: Handle::new(event_loop, kind),
            fd,
            token: Cell::new(0),
            interest: Cell::new(Interest::NONE),
            callback: Slot::new(callback),
            subject: Cell::default(),
            last: Cell::new(false),
        });
        source.token.set(event_loop.inner.poller.add(&source));
        let handle = IoHandle { source };
        handle.reregister(interest)?;
        Ok(handle)
    }

    /// Waits for `interest` from now on. With [`Interest::NONE`] the handle is not active.
    ///
    /// # Errors
    /// As [`IoHandle::new`].
    pub fn reregister(&self, interest: Interest) -> Result<()> {
        self.source.reregister(interest)
    }

    /// What the handle waits for.
    pub fn interest(&self) -> Interest {
        self.source.interest.get()
    }

    /// Adds `interest` to what the handle waits for.
    ///
    /// # Errors
    /// As [`IoHandle::new`].
    pub fn add_interest(&self, interest: Interest) -> Result<()> {
        self.reregister(self.interest() | interest)
    }

    /// Takes `interest` away from what the handle waits for.
    ///
    /// # Errors
    /// As [`IoHandle::new`].
    pub fn remove_interest(&self, interest: Interest) -> Result<()> {
        self.reregister(self.interest().without(interest))
    }

    /// Has the callback run after those of all other descriptors that are ready in the same poll.
    pub fn run_last(&self) {
        self.source.last.set(true);
    }

    /// Says what the descriptor stands for.
    pub fn stand_for(&self, subject: Subject) {
        self.source.subject.set(subject);
    }

    /// Takes the descriptor off the loop for good and drops the callback with all that it captured.
    pub fn deregister(&self) {
        self.source.close();
    }

    /// The watched descriptor.
    pub fn fd(&self) -> RawFd {
        self.source.fd
    }

    /// Lets the handle keep the loop alive.
    pub fn reference(&self) {
        self.source.handle.reference();
    }

    /// Lets the loop end although the handle is active.
    pub fn unreference(&self) {
        self.source.handle.unreference();
    }

    /// Whether the handle keeps the loop alive while it is active.
    pub fn is_referenced(&self) -> bool {
        self.source.handle.is_referenced()
    }

    /// The state shared with the other kinds of handles.
    pub fn handle(&self) -> &Handle {
        &self.source.handle
    }
}

impl Drop for IoHandle {
    fn drop(&mut self) {
        self.deregister();
    }
}

impl Source {
    pub(super) fn status(&self) -> HandleStatus {
        HandleStatus { fd: Some(self.fd), subject: self.subject.get(), ..self.handle.status(self) }
    }

    pub(super) fn runs_last(&self) -> bool {
        self.last.get()
    }

    pub(super) fn ready(&self, readiness: Readiness) {
        let readiness = readiness.limited_to(self.interest.get());
        if readiness.any() {
            self.callback.with(|callback| callback(readiness));
        }
    }

    fn reregister(&self, interest: Interest) -> Result<()> {
        let before = self.interest.get();
        if interest == before {
            return Ok(());
        }
        let poller = &self.handle.event_loop().inner.poller;
        let token = self.token.get();
        if before == Interest::NONE {
            poller.register(self.fd, token, interest)?;
        } else if interest == Interest::NONE {
            poller.deregister(self.fd)?;
        } else {
            poller.modify(self.fd, token, interest)?;
        }
        self.interest.set(interest);
        self.handle.set_active(interest != Interest::NONE);
        Ok(())
    }

    pub(super) fn close(&self) {
        // A descriptor that was closed first has left the poller by itself.
        let _ = self.reregister(Interest::NONE);
        self.handle.set_active(false);
        self.handle.event_loop().inner.poller.remove(self.token.get());
        self.callback.clear();
    }
}
