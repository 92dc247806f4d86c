//! Handles that run once every turn; the idle, prepare and check phases are three lists of them.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::handle::Handle;
use super::slot::Slot;
use super::{HandleStatus, Inner as LoopInner, Loop};

/// Started watchers, oldest start first.
#[derive(Default)]
pub(super) struct Watchers(RefCell<Vec<Weak<Inner>>>);

impl Watchers {
    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn census(&self) -> Vec<HandleStatus> {
        let watchers = self.0.borrow();
        watchers
            .iter()
            .filter_map(|inner| inner.upgrade().map(|inner| inner.handle.status(Rc::as_ptr(&inner))))
            .collect()
    }

    /// Runs every watcher that is started now and still is when its turn comes.
    pub(super) fn run(&self) {
        if self.is_empty() {
            return;
        }
        let started: Vec<Weak<Inner>> = self.0.borrow().clone();
        for inner in started.iter().filter_map(Weak::upgrade) {
            if inner.started.get() {
                inner.callback.with(|callback| callback());
            }
        }
    }

    /// Stops every watcher and drops its callback.
    pub(super) fn dismantle(&self) {
        for inner in self.0.take().iter().filter_map(Weak::upgrade) {
            inner.stop();
            inner.callback.clear();
        }
    }

    fn add(&self, watcher: &Rc<Inner>) {
        self.0.borrow_mut().push(Rc::downgrade(watcher));
    }

    fn remove(&self, watcher: *const Inner) {
        self.0.borrow_mut().retain(|other| !std::ptr::eq(other.as_ptr(), watcher));
    }
}

/// A handle of one of the phases; the phase files give it its name. Dropping the last clone stops it.
#[derive(Clone)]
pub(super) struct Watcher {
    inner: Rc<Inner>,
}

pub(super) struct Inner {
    handle: Handle,
    list: fn(&LoopInner) -> &Watchers,
    callback: Slot<dyn FnMut()>,
    started: Cell<bool>,
}

impl Watcher {
    pub(super) fn new(
        event_loop: &Loop,
        kind: &'static str,
        list: fn(&LoopInner) -> &Watchers,
        callback: Box<dyn FnMut()>,
    ) -> Self {
        let handle = Handle::new(event_loop, kind);
        let inner = Inner { handle, list, callback: Slot::new(callback), started: Cell::new(false) };
        Watcher { inner: Rc::new(inner) }
    }

    pub(super) fn start(&self) {
        if !self.inner.started.replace(true) {
            self.inner.watchers().add(&self.inner);
            self.inner.handle.set_active(true);
        }
    }

    pub(super) fn stop(&self) {
        self.inner.stop();
    }

    pub(super) fn close(&self) {
        self.stop();
        self.inner.callback.clear();
    }

    pub(super) fn handle(&self) -> &Handle {
        &self.inner.handle
    }
}

impl Inner {
    fn watchers(&self) -> &Watchers {
        (self.list)(&self.handle.event_loop().inner)
    }

    fn stop(&self) {
        if self.started.replace(false) {
            self.watchers().remove(self);
            self.handle.set_active(false);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Declares the public handle type of a phase.
macro_rules! watcher_handle {
    ($(#[$doc:meta])* $name:ident, $field:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name($crate::event_loop::watcher::Watcher);

        impl $name {
            /// A stopped handle that will run `callback`.
            pub fn new(event_loop: &$crate::event_loop::Loop, callback: Box<dyn FnMut()>) -> Self {
                fn list(inner: &$crate::event_loop::Inner) -> &$crate::event_loop::watcher::Watchers {
                    &inner.$field
                }
                Self($crate::event_loop::watcher::Watcher::new(event_loop, stringify!($name), list, callback))
            }

            /// Runs the callback every turn from now on; a handle already started keeps its place.
            pub fn start(&self) {
                self.0.start();
            }

            /// Stops the handle; it can be started again.
            pub fn stop(&self) {
                self.0.stop();
            }

            /// Stops the handle for good and drops its callback with all that it captured.
            pub fn close(&self) {
                self.0.close();
            }

            /// Lets the handle keep the loop alive.
            pub fn reference(&self) {
                self.0.handle().reference();
            }

            /// Lets the loop end although the handle is started.
            pub fn unreference(&self) {
                self.0.handle().unreference();
            }

            /// Whether the handle keeps the loop alive while it is started.
            pub fn is_referenced(&self) -> bool {
                self.0.handle().is_referenced()
            }

            /// Whether the handle is started.
            pub fn is_active(&self) -> bool {
                self.0.handle().is_active()
            }
        }
    };
}

pub(super) use watcher_handle;
