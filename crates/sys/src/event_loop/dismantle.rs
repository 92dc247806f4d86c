//! The end of a loop whose thread goes on to end: a worker that has run out of work or was told to stop.

use super::Loop;

impl Loop {
    /// Drops every callback that the loop can reach, with all that they captured. Handles stay valid and do nothing any more; what other
    /// threads post from now on is dropped.
    ///
    /// Callbacks often own the handle they belong to, or the isolate's state that owns the loop; dropping them is what ends these circles.
    pub fn dismantle(&self) {
        let inner = &self.inner;
        inner.poller.remote().close();
        // Callbacks may queue others while they are dropped, so the queues go last.
        inner.poller.dismantle();
        inner.timers.dismantle();
        for watchers in [&inner.idle, &inner.prepare, &inner.check] {
            watchers.dismantle();
        }
        drop(inner.parked.take());
        while !(inner.pending.is_empty() && inner.closing.is_empty()) {
            drop((inner.pending.take(), inner.closing.take()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use crate::event_loop::{Check, Loop, Timer};

    /// A callback that owns its own handle.
    fn circle<H: 'static>(make: impl FnOnce(Box<dyn FnMut()>) -> H) -> std::rc::Weak<RefCell<Option<H>>> {
        let own: Rc<RefCell<Option<H>>> = Rc::default();
        let captured = own.clone();
        let handle = make(Box::new(move || {
            let _ = captured.borrow().is_some();
        }));
        *own.borrow_mut() = Some(handle);
        Rc::downgrade(&own)
    }

    #[test]
    fn circles_of_handles_and_callbacks_end() {
        let event_loop = Loop::new().unwrap();
        let timer = circle(|mut callback| {
            let timer = Timer::new(&event_loop, Box::new(move |_| callback()));
            timer.start(1000, 0);
            timer
        });
        let check = circle(|callback| {
            let check = Check::new(&event_loop, callback);
            check.start();
            check
        });
        let pending = Rc::new(());
        let (queued, parked, posted) = (pending.clone(), pending.clone(), event_loop.remote());
        event_loop.next_pending(move || drop(queued));
        event_loop.park(Box::new(move || drop(parked)));
        event_loop.dismantle();
        posted.post(Box::new(|_| unreachable!("the loop is closed")));
        assert!(timer.upgrade().is_none() && check.upgrade().is_none());
        assert_eq!(Rc::strong_count(&pending), 1);
        assert!(!event_loop.is_alive());
    }
}
