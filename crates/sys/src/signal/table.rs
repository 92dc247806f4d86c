//! Who wants which signal, in a form a signal handler can walk.
//!
//! The subscriptions are a linked list that only grows: nodes are never freed but reused, and keep their event
//! descriptor open for good. So the handler, on any thread and at any instruction, follows valid pointers and
//! writes to descriptors that are what they were.

use std::os::fd::RawFd;
use std::ptr;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result, check, last_errno, retry};

/// A node's signal while nobody uses the node.
const FREE: i32 = 0;

/// What an end adds to the count of a descriptor: more than all deliveries.
const END: u64 = 1 << 32;

struct Node {
    fd: RawFd,
    signum: AtomicI32,
    /// Deliveries go to the nodes of the highest rank only.
    rank: AtomicU64,
    next: *const Node,
}

// SAFETY: `fd` and `next` never change after the node is published; `signum` and `rank` are atomic.
unsafe impl Sync for Node {}

static HEAD: AtomicPtr<Node> = AtomicPtr::new(ptr::null_mut());
/// Held while subscriptions change; the handler does not take it.
static CHANGE: Mutex<()> = Mutex::new(());
/// The rank of the last exclusive claim.
static LAST_RANK: AtomicU64 = AtomicU64::new(SHARED);

const FALLBACK: u64 = 0;
const SHARED: u64 = 1;

/// Which deliveries a subscriber hears of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Those for which there is no other claim.
    Fallback,
    /// Those without an exclusive claim.
    Shared,
    /// All, until the subscription ends or another one of this kind begins.
    Exclusive,
}

/// One subscriber of one signal, until it is dropped.
pub(super) struct Subscription {
    node: &'static Node,
}

impl Subscription {
    pub(super) fn new(signum: i32, claim: Claim) -> Result<Self> {
        let _change = CHANGE.lock().unwrap_or_else(PoisonError::into_inner);
        if signum <= FREE {
            return Err(Error::new(libc::EINVAL, "uv_signal_start"));
        }
        let first = !subscribed(signum);
        let node = free_node()?;
        take_count(node.fd);
        if first {
            install(signum)?;
        }
        node.rank.store(rank_for(claim), Ordering::Release);
        node.signum.store(signum, Ordering::Release);
        Ok(Subscription { node })
    }

    /// Sleeps until the signal comes or the subscription is to end.
    pub(super) fn wait(&self) -> Woken {
        let mut poll = libc::pollfd { fd: self.node.fd, events: libc::POLLIN, revents: 0 };
        // SAFETY: one valid entry.
        let ready = retry("poll", || unsafe { libc::poll(&raw mut poll, 1, -1) as isize });
        let count = take_count(self.node.fd);
        let deliveries = count % END;
        Woken { by_signal: deliveries > 0, ended: count >= END || ready.is_err() }
    }

    /// Wakes the thread that waits, for the last time.
    pub(super) fn end(&self) {
        add(self.node.fd, END);
    }

    /// The event descriptor that counts the deliveries.
    pub(super) fn fd(&self) -> RawFd {
        self.node.fd
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let _change = CHANGE.lock().unwrap_or_else(PoisonError::into_inner);
        let signum = self.node.signum.swap(FREE, Ordering::AcqRel);
        if !subscribed(signum) {
            // The signal was caught until now, so its action can change.
            let _ = super::set_action(signum, libc::SIG_DFL);
        }
    }
}

/// Why a sleeping thread was woken.
pub(super) struct Woken {
    pub(super) by_signal: bool,
    pub(super) ended: bool,
}

fn rank_for(claim: Claim) -> u64 {
    match claim {
        Claim::Fallback => FALLBACK,
        Claim::Shared => SHARED,
        Claim::Exclusive => LAST_RANK.fetch_add(1, Ordering::Relaxed) + 1,
    }
}

/// The deliveries counted by `fd` since the last time.
pub(super) fn take_count(fd: RawFd) -> u64 {
    let mut count = 0u64;
    // SAFETY: `count` is eight writable bytes, what an event descriptor wants.
    let read = retry("read", || unsafe { libc::read(fd, (&raw mut count).cast(), size_of::<u64>()) });
    if read.is_ok() { count } else { 0 }
}

fn nodes() -> impl Iterator<Item = &'static Node> {
    let mut next = HEAD.load(Ordering::Acquire).cast_const();
    std::iter::from_fn(move || {
        // SAFETY: nodes are leaked boxes, valid for good once published.
        let node = unsafe { next.as_ref() }?;
        next = node.next;
        Some(node)
    })
}

fn subscribed(signum: i32) -> bool {
    subscribers(signum).next().is_some()
}

fn subscribers(signum: i32) -> impl Iterator<Item = &'static Node> {
    nodes().filter(move |node| node.signum.load(Ordering::Acquire) == signum)
}

fn free_node() -> Result<&'static Node> {
    if let Some(node) = nodes().find(|node| node.signum.load(Ordering::Acquire) == FREE) {
        return Ok(node);
    }
    // SAFETY: the call has no memory preconditions.
    let fd = check(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) }, "eventfd")?;
    let node = Box::leak(Box::new(Node {
        fd,
        signum: AtomicI32::new(FREE),
        rank: AtomicU64::new(0),
        next: HEAD.load(Ordering::Acquire),
    }));
    HEAD.store(node, Ordering::Release);
    Ok(node)
}

fn install(signum: i32) -> Result<()> {
    // SAFETY: the structure is fully initialised; `on_signal` only does what a signal handler may.
    let result = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_signal as extern "C" fn(i32) as usize;
        action.sa_flags = libc::SA_RESTART;
        libc::sigfillset(&raw mut action.sa_mask);
        libc::sigaction(signum, &raw const action, ptr::null_mut())
    };
    check(result, "uv_signal_start").map(drop)
}

extern "C" fn on_signal(signum: i32) {
    let errno = last_errno();
    let rank = |node: &Node| node.rank.load(Ordering::Acquire);
    let highest = subscribers(signum).map(rank).max();
    subscribers(signum).filter(|node| Some(rank(node)) == highest).for_each(|node| add(node.fd, 1));
    // SAFETY: the location of the calling thread's errno is always writable.
    unsafe { *libc::__errno_location() = errno };
}

fn add(fd: RawFd, count: u64) {
    // SAFETY: `count` is eight readable bytes. A full counter is left as it is.
    unsafe { libc::write(fd, (&raw const count).cast(), size_of::<u64>()) };
}
