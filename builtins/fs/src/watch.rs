//! `FsEvent`: one watched file or directory, the native side of `fs.watch`.

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::OsStr;
use std::rc::Rc;

use runtime::sys::event_loop::{KeepAlive, Loop};
use runtime::sys::fs::watch::Change;
use runtime::sys::fs::watch_loop::{LoopWatcher, Subscription};
use runtime::{Callback, OpError, ToV8, class, state, sys, v8};

use crate::arguments::{NameForm, PathArg};
use crate::values::Name;

/// The watches of a runtime, opened by the first.
#[derive(Default)]
struct Watches(OnceCell<LoopWatcher>);

impl Watches {
    fn of(&self, event_loop: &Loop) -> sys::Result<&LoopWatcher> {
        if let Some(watcher) = self.0.get() {
            return Ok(watcher);
        }
        let watcher = LoopWatcher::new(event_loop).map_err(|error| sys::Error { syscall: "watch", ..error })?;
        Ok(self.0.get_or_init(|| watcher))
    }
}

/// A watched path. While it watches, its callback holds the JavaScript objects it reaches.
#[derive(Default)]
pub(crate) struct FsEvent {
    subscription: RefCell<Option<Subscription>>,
    keep_alive: RefCell<Option<KeepAlive>>,
    unreferenced: Cell<bool>,
}

#[class(name = "FSEvent")]
impl FsEvent {
    #[constructor]
    fn new() -> Self {
        Self::default()
    }

    /// Begins to call `callback(isNameChange, name)`; `name` is undefined where the watched path itself changed.
    #[method]
    fn start(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        path: PathArg,
        form: NameForm,
        callback: v8::Local<'_, v8::Function>,
    ) -> Result<(), OpError> {
        path.may_read(scope)?;
        let callback = Rc::new(Callback::new(scope, callback));
        let runtime = state(scope);
        let watches = runtime.slot::<Watches>();
        let watcher = watches.of(runtime.event_loop())?;
        let report = move |change: Change, name: Option<&OsStr>| report(&callback, change, name, form);
        *self.subscription.borrow_mut() = Some(watcher.subscribe(&path, report)?);
        self.update_keep_alive(runtime.event_loop());
        Ok(())
    }

    #[method]
    fn close(&self) {
        self.subscription.take();
        self.keep_alive.take();
    }

    #[method]
    fn r#ref(&self, scope: &mut v8::PinScope<'_, '_>) {
        self.unreferenced.set(false);
        self.update_keep_alive(state(scope).event_loop());
    }

    #[method]
    fn unref(&self) {
        self.unreferenced.set(true);
        self.keep_alive.take();
    }

    /// Whether the watch keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.keep_alive.borrow().is_some()
    }

    fn update_keep_alive(&self, event_loop: &Loop) {
        let counts = self.subscription.borrow().is_some() && !self.unreferenced.get();
        *self.keep_alive.borrow_mut() = counts.then(|| event_loop.reference("FSEventWrap"));
    }
}

fn report(callback: &Callback, change: Change, name: Option<&OsStr>, form: NameForm) {
    let name = name.map(|name| Name::new(name, form));
    callback.call(|scope| {
        let is_name_change = v8::Boolean::new(scope, change == Change::Name).into();
        // A name is shorter than any string may be.
        let name = name.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into());
        [is_name_change, name]
    });
}
