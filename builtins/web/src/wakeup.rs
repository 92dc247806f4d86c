//! A port's place in the event loop: waking it to deliver messages, and keeping it alive while someone listens.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::sys::event_loop::{KeepAlive, Loop};
use runtime::{Callback, class, state, v8};

/// Calls its callback in the poll phase after `signal()`.
pub(crate) struct Wakeup {
    event_loop: Loop,
    callback: Rc<Callback>,
    kept: RefCell<Option<KeepAlive>>,
}

#[class]
impl Wakeup {
    #[constructor]
    fn new<'s>(scope: &mut v8::PinScope<'s, '_>, callback: v8::Local<'s, v8::Function>) -> Wakeup {
        let event_loop = state(scope).event_loop().clone();
        Wakeup { event_loop, callback: Rc::new(Callback::new(scope, callback)), kept: RefCell::default() }
    }

    /// Schedules one call; a scheduled call keeps the loop alive by itself.
    #[method]
    fn signal(&self) {
        let callback = self.callback.clone();
        self.event_loop.next_pending(move || callback.call(|_| []));
    }

    #[method]
    fn reference(&self) {
        let mut kept = self.kept.borrow_mut();
        if kept.is_none() {
            *kept = Some(self.event_loop.reference("MessagePort"));
        }
    }

    #[method]
    fn unreference(&self) {
        self.kept.borrow_mut().take();
    }

    #[method]
    fn has_reference(&self) -> bool {
        self.kept.borrow().is_some()
    }
}
