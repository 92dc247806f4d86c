//! The poll phase: waits for I/O and runs what came.
//!
//! mio waits and wakes. Descriptors are registered level-triggered, straight at mio's epoll instance, because mio
//! itself offers edges only: with levels a callback may read as little as it likes and is called again, and no
//! wake-up can be lost.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::os::fd::{AsRawFd, RawFd};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use super::io::{Interest, Readiness, Source};
use super::remote::Remote;
use super::spin::Spin;
use super::{HandleStatus, Loop};
use crate::error::check;
use crate::{Error, Result};

/// More events than this stay in the kernel until the next turn.
const EVENTS: usize = 1024;
/// The token of wake-ups from other threads; sources count up from 1.
const WAKE: usize = 0;

pub(super) struct Poller {
    poll: RefCell<mio::Poll>,
    epoll: RawFd,
    events: Cell<Option<mio::Events>>,
    remote: Remote,
    spin: Spin,
    sources: RefCell<HashMap<usize, Weak<Source>>>,
    last_token: Cell<usize>,
}

impl Poller {
    pub(super) fn new() -> Result<Self> {
        let poll = mio::Poll::new().map_err(|error| Error::from_io(&error, "epoll_create1"))?;
        let waker = mio::Waker::new(poll.registry(), mio::Token(WAKE));
        let waker = waker.map_err(|error| Error::from_io(&error, "eventfd"))?;
        Ok(Poller {
            epoll: poll.as_raw_fd(),
            poll: RefCell::new(poll),
            events: Cell::new(None),
            remote: Remote::new(waker),
            spin: Spin::default(),
            sources: RefCell::default(),
            last_token: Cell::new(WAKE),
        })
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    /// A token for `source`. Tokens are never used twice, so an event of a source closed earlier in the same batch
    /// cannot reach the one that follows it.
    pub(super) fn add(&self, source: &Rc<Source>) -> usize {
        let token = self.last_token.get() + 1;
        self.last_token.set(token);
        self.sources.borrow_mut().insert(token, Rc::downgrade(source));
        token
    }

    pub(super) fn remove(&self, token: usize) {
        self.sources.borrow_mut().remove(&token);
    }

    /// Begins to wait for `interest` on `fd`.
    pub(super) fn register(&self, fd: RawFd, token: usize, interest: Interest) -> Result<()> {
        self.control(libc::EPOLL_CTL_ADD, fd, token, interest)
    }

    /// Waits for `interest` instead of what `fd` was registered with.
    pub(super) fn modify(&self, fd: RawFd, token: usize, interest: Interest) -> Result<()> {
        self.control(libc::EPOLL_CTL_MOD, fd, token, interest)
    }

    /// Waits for nothing more on `fd`. Fails when the descriptor is already closed, which has the same effect.
    pub(super) fn deregister(&self, fd: RawFd) -> Result<()> {
        self.control(libc::EPOLL_CTL_DEL, fd, WAKE, Interest::NONE)
    }

    fn control(&self, operation: i32, fd: RawFd, token: usize, interest: Interest) -> Result<()> {
        let mut event = libc::epoll_event { events: interest.epoll_bits(), u64: token as u64 };
        // SAFETY: `self.epoll` is open while `self.poll` lives, and `event` outlives the call.
        check(unsafe { libc::epoll_ctl(self.epoll, operation, fd, &raw mut event) }, "epoll_ctl").map(drop)
    }

    /// Waits for events or jobs, at most until `timeout`; returns how many jobs are there.
    fn wait_with_jobs(&self, events: &mut mio::Events, timeout: Option<Duration>) -> usize {
        let may_block = timeout != Some(Duration::ZERO) && !self.spin.finds_job(&self.remote, timeout);
        let sleeps = may_block && self.remote.begin_wait();
        self.wait(events, if sleeps { timeout } else { Some(Duration::ZERO) });
        let arrival = self.remote.end_wait();
        if sleeps {
            self.spin.learn_from_sleep(arrival.after);
        }
        arrival.jobs
    }

    /// Waits for events, at most until `timeout`; interruptions by signals do not end the wait.
    fn wait(&self, events: &mut mio::Events, timeout: Option<Duration>) {
        let until = timeout.map(|timeout| Instant::now() + timeout);
        let mut left = timeout;
        loop {
            match self.poll.borrow_mut().poll(events, left) {
                Ok(()) => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // The epoll descriptor is ours and open, and the buffer is valid: no other error is documented.
                Err(error) => unreachable!("epoll_wait failed: {error}"),
            }
            left = until.map(|until| until.saturating_duration_since(Instant::now()));
        }
    }

    fn source(&self, token: usize) -> Option<Rc<Source>> {
        self.sources.borrow().get(&token)?.upgrade()
    }

    /// In the order in which the sources were made.
    pub(super) fn census(&self) -> Vec<HandleStatus> {
        let mut sources: Vec<_> =
            self.sources.borrow().iter().map(|(token, source)| (*token, source.clone())).collect();
        sources.sort_unstable_by_key(|(token, _)| *token);
        sources.iter().filter_map(|(_, source)| Some(source.upgrade()?.status())).collect()
    }

    /// Takes every source off the loop and drops its callback.
    pub(super) fn dismantle(&self) {
        for source in self.sources.take().values().filter_map(Weak::upgrade) {
            source.close();
        }
    }

    fn take_events(&self) -> mio::Events {
        self.events.take().unwrap_or_else(|| mio::Events::with_capacity(EVENTS))
    }
}

impl Loop {
    pub(super) fn run_poll(&self, timeout: Option<Duration>) {
        let poller = &self.inner.poller;
        let mut events = poller.take_events();
        let may_block = timeout != Some(Duration::ZERO) && !poller.remote.has_job_now();
        self.inner.metrics.begin_poll(may_block);
        let jobs = poller.wait_with_jobs(&mut events, if may_block { timeout } else { Some(Duration::ZERO) });
        // The jobs are one event, whether or not they had to wake the loop.
        let descriptors = events.iter().filter(|event| event.token().0 != WAKE).count();
        self.inner.metrics.end_poll((descriptors + jobs.min(1)) as u64);
        self.update_time();
        poller.remote.run(self, jobs);
        let mut last = Vec::new();
        for event in &events {
            self.dispatch(event, &mut last);
        }
        for (token, readiness) in last {
            self.tell(token, readiness);
        }
        poller.events.set(Some(events));
        self.run_pending_after_poll();
    }

    /// Runs the callback of an event's source, or adds it to those that run `last`.
    fn dispatch(&self, event: &mio::event::Event, last: &mut Vec<(usize, Readiness)>) {
        let token = event.token().0;
        // A wake-up is no source.
        let Some(source) = self.inner.poller.source(token) else { return };
        let readiness = Readiness::from_event(event);
        if source.runs_last() { last.push((token, readiness)) } else { source.ready(readiness) }
    }

    /// Unless its source was closed by one that ran before.
    fn tell(&self, token: usize, readiness: Readiness) {
        if let Some(source) = self.inner.poller.source(token) {
            source.ready(readiness);
        }
    }
}
