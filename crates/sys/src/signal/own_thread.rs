//! Signals that are acted on while the program is busy: on a thread of their own.

use std::sync::Arc;
use std::thread::JoinHandle;

use super::block_all;
use super::table::{Claim, Subscription};
use crate::{Error, Result};

/// Stack of the thread that waits for signals and hands them on.
const THREAD_STACK: usize = 64 * 1024;

/// Which deliveries are acted on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Those that nobody else waits for.
    NobodyElseWaits,
    /// All, and nobody else hears of them: neither handles of the loop nor an earlier watch of this kind.
    Always,
}

/// A signal that is watched on a thread of its own. Dropping it ends that.
pub struct OwnThread {
    subscription: Arc<Subscription>,
    thread: Option<JoinHandle<()>>,
}

impl OwnThread {
    /// Calls `callback` on a thread of its own for every `signum`.
    ///
    /// # Errors
    /// As [`super::SignalHandle::new`], and when there are no more threads.
    pub fn new(signum: i32, when: When, callback: Box<dyn Fn() + Send>) -> Result<OwnThread> {
        let claim = match when {
            When::NobodyElseWaits => Claim::Fallback,
            When::Always => Claim::Exclusive,
        };
        let subscription = Arc::new(Subscription::new(signum, claim)?);
        let watched = Arc::clone(&subscription);
        let waiting = move || wait(&watched, &callback);
        let thread = std::thread::Builder::new().name("signal".to_owned()).stack_size(THREAD_STACK);
        let thread = thread.spawn(waiting).map_err(|error| Error::from_io(&error, "spawn"))?;
        Ok(OwnThread { subscription, thread: Some(thread) })
    }
}

impl Drop for OwnThread {
    /// What has been delivered before is acted on before this returns.
    fn drop(&mut self) {
        self.subscription.end();
        if let Some(thread) = self.thread.take() {
            // There is nothing to learn from its end.
            let _ = thread.join();
        }
    }
}

fn wait(subscription: &Subscription, callback: &dyn Fn()) {
    block_all();
    loop {
        let woken = subscription.wait();
        if woken.by_signal {
            callback();
        }
        if woken.ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::sync::mpsc;

    use super::*;
    use crate::event_loop::{Loop, RunMode};
    use crate::signal::SignalHandle;

    fn raise(signum: i32) {
        // SAFETY: raising a signal has no memory preconditions.
        assert_eq!(unsafe { libc::raise(signum) }, 0);
    }

    #[test]
    fn the_latest_watch_hears_alone() {
        let event_loop = Loop::new().unwrap();
        let heard = Rc::new(Cell::new(0));
        let count = Rc::clone(&heard);
        let _handle =
            SignalHandle::new(&event_loop, libc::SIGURG, Box::new(move || count.set(count.get() + 1))).unwrap();
        let (sender, receiver) = mpsc::channel();
        let watch = |name: &'static str| {
            let sender = sender.clone();
            let callback = move || sender.send(name).unwrap();
            OwnThread::new(libc::SIGURG, When::Always, Box::new(callback)).unwrap()
        };
        let outer = watch("outer");
        let inner = watch("inner");
        raise(libc::SIGURG);
        drop(inner);
        raise(libc::SIGURG);
        drop(outer);
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), ["inner", "outer"]);
        raise(libc::SIGURG);
        event_loop.run(RunMode::Once);
        assert_eq!(heard.get(), 1);
    }
}
