//! Changes to files as callbacks of a loop: all watches of a loop share one kernel descriptor.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::rc::{Rc, Weak};

use super::watch::{Change, Event, Watch, Watcher};
use crate::error::Result;
use crate::event_loop::{Interest, IoHandle, Loop};

/// Called for each change; the name is inside the watched directory, and none if the watched file itself changed.
type Callback = Rc<dyn Fn(Change, Option<&OsStr>)>;

/// The watches of one loop.
pub struct LoopWatcher {
    inner: Rc<Inner>,
    /// Keeps the descriptor on the loop; the loop does not live for it.
    _io: IoHandle,
}

struct Inner {
    watcher: Watcher,
    subscribers: RefCell<HashMap<Watch, Vec<Subscriber>>>,
    next_id: Cell<u64>,
}

#[derive(Clone)]
struct Subscriber {
    id: u64,
    callback: Callback,
}

/// A watched path; dropping it ends the watch.
pub struct Subscription {
    inner: Weak<Inner>,
    watch: Watch,
    id: u64,
}

impl LoopWatcher {
    /// Watches nothing yet.
    pub fn new(event_loop: &Loop) -> Result<Self> {
        let inner = Rc::new(Inner { watcher: Watcher::new()?, subscribers: RefCell::default(), next_id: Cell::new(0) });
        let weak = Rc::downgrade(&inner);
        let dispatch = Box::new(move |_| {
            if let Some(inner) = weak.upgrade() {
                inner.dispatch();
            }
        });
        let io =
            IoHandle::with_kind(event_loop, "FSEventWrap", inner.watcher.as_raw_fd(), Interest::READABLE, dispatch)?;
        io.unreference();
        Ok(LoopWatcher { inner, _io: io })
    }

    /// Calls `callback` for each change of the file or directory at `path`.
    pub fn subscribe(&self, path: &Path, callback: impl Fn(Change, Option<&OsStr>) + 'static) -> Result<Subscription> {
        let inner = &self.inner;
        let watch = inner.watcher.add(path)?;
        let id = inner.next_id.replace(inner.next_id.get() + 1);
        let subscriber = Subscriber { id, callback: Rc::new(callback) };
        inner.subscribers.borrow_mut().entry(watch).or_default().push(subscriber);
        Ok(Subscription { inner: Rc::downgrade(inner), watch, id })
    }
}

impl Inner {
    /// An error of the descriptor is no change of a file; what it hid comes again with the next read.
    fn dispatch(&self) {
        for event in self.watcher.read().unwrap_or_default() {
            self.deliver(&event);
        }
    }

    fn deliver(&self, event: &Event) {
        let receivers = self.subscribers.borrow().get(&event.watch).cloned().unwrap_or_default();
        for receiver in receivers {
            // A callback before this one may have ended the subscription.
            if self.has(event.watch, receiver.id) {
                (receiver.callback)(event.change, event.name.as_deref());
            }
        }
    }

    fn has(&self, watch: Watch, id: u64) -> bool {
        self.subscribers.borrow().get(&watch).is_some_and(|list| list.iter().any(|known| known.id == id))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let Some(inner) = self.inner.upgrade() else { return };
        let mut subscribers = inner.subscribers.borrow_mut();
        let Some(list) = subscribers.get_mut(&self.watch) else { return };
        list.retain(|known| known.id != self.id);
        if list.is_empty() {
            subscribers.remove(&self.watch);
            inner.watcher.remove(self.watch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_loop::RunMode;
    use crate::fs::test_dir::TestDir;

    #[test]
    fn subscribers_of_one_file_share_a_watch() {
        let dir = TestDir::new();
        let event_loop = Loop::new().unwrap();
        let watcher = LoopWatcher::new(&event_loop).unwrap();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let log = |tag: &'static str| {
            let seen = seen.clone();
            move |change: Change, name: Option<&OsStr>| seen.borrow_mut().push((tag, change, name.map(OsStr::to_owned)))
        };
        let one = watcher.subscribe(dir.path(), log("one")).unwrap();
        let two = watcher.subscribe(&dir.join("."), log("two")).unwrap();
        let keep = event_loop.reference("test");
        std::fs::create_dir(dir.join("d")).unwrap();
        event_loop.run(RunMode::Once);
        drop(one);
        std::fs::remove_dir(dir.join("d")).unwrap();
        event_loop.run(RunMode::Once);
        drop((two, keep));
        let name = Some("d".into());
        assert_eq!(
            *seen.borrow(),
            [("one", Change::Name, name.clone()), ("two", Change::Name, name.clone()), ("two", Change::Name, name)]
        );
        assert!(!event_loop.is_alive());
    }
}
