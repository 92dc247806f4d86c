//! The life of a session: what comes is told, what is said leaves.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use runtime::Runtime;
use runtime::engine::v8;
use runtime::sys::event_loop::Prepare;

use crate::callbacks::{Callbacks, Tell};
use crate::carrier::Carrier;

/// Output made at a time; with this much on its way nothing more is made.
pub(crate) const BACKLOG: usize = 64 * 1024;

/// The state of a session, shared by its JavaScript object and the loop.
pub(crate) struct Core {
    pub(crate) runtime: Rc<Runtime>,
    /// The JavaScript object that callbacks get first, held until the session is closed.
    owner: RefCell<Option<v8::Global<v8::Value>>>,
    /// Absent once closed. Never borrowed while JavaScript runs.
    pub(crate) session: RefCell<Option<http2::Session>>,
    pub(crate) carrier: Carrier,
    /// Bytes of bodies given to streams that have enough, until they read on.
    held: RefCell<HashMap<i32, usize>>,
    /// Bytes of the peer that JavaScript gave. They are read from the loop, so that ticks and microtasks run after every event.
    inbox: RefCell<Vec<u8>>,
    /// A flush is under way or will come.
    flush_follows: Cell<bool>,
    finished: Cell<bool>,
}

/// Sessions with output that no running callback will flush: those written to from timers, promises and other connections.
#[derive(Default)]
struct Dirty {
    sessions: RefCell<Vec<Weak<Core>>>,
    /// Runs before the loop waits, while there are any.
    prepare: RefCell<Option<Prepare>>,
}

impl Core {
    pub(crate) fn new(runtime: Rc<Runtime>, owner: v8::Global<v8::Value>, session: http2::Session) -> Rc<Core> {
        Rc::new(Core {
            runtime,
            owner: RefCell::new(Some(owner)),
            session: RefCell::new(Some(session)),
            carrier: Carrier::default(),
            held: RefCell::default(),
            inbox: RefCell::default(),
            flush_follows: Cell::new(false),
            finished: Cell::new(false),
        })
    }

    /// Calls `call` with the session; `None` once it is closed.
    pub(crate) fn with<R>(&self, call: impl FnOnce(&mut http2::Session) -> R) -> Option<R> {
        self.session.borrow_mut().as_mut().map(call)
    }

    /// Enters JavaScript and calls one of the functions, while there is someone to tell.
    pub(crate) fn tell<const N: usize>(
        &self,
        which: Tell,
        arguments: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> [v8::Local<'s, v8::Value>; N],
    ) -> bool {
        let Some(owner) = self.owner.borrow().clone() else { return false };
        self.runtime.call_into_js(|scope| {
            let mut all = Vec::with_capacity(N + 1);
            all.push(v8::Local::new(scope, &owner));
            all.extend(arguments(scope));
            let answer = Callbacks::tell(&self.runtime, scope, which, &all);
            answer.is_some_and(|answer| answer.is_true())
        })
    }

    // --- In ---

    /// Reads bytes of the peer, tells what they mean and sends what that gave.
    pub(crate) fn receive(self: &Rc<Self>, bytes: &[u8]) {
        let outer = self.flush_follows.replace(true);
        let received = self.with(|session| session.receive(bytes));
        self.dispatch();
        if let Some(Err(error)) = received {
            self.failed(error);
        }
        self.flush_follows.set(outer);
        if !outer {
            self.flush();
        }
    }

    pub(crate) fn receive_soon(self: &Rc<Self>, bytes: &[u8]) {
        self.inbox.borrow_mut().extend_from_slice(bytes);
        self.mark_dirty();
    }

    pub(crate) fn read_inbox(self: &Rc<Self>) {
        let bytes = self.inbox.take();
        if !bytes.is_empty() {
            self.receive(&bytes);
        }
    }

    pub(crate) fn failed(&self, error: http2::Error) {
        let many = self.with(|session| session.had_too_many_invalid_frames()).unwrap_or(false);
        self.tell(Tell::Failed, |scope| {
            [v8::Integer::new(scope, error.0).into(), v8::Boolean::new(scope, many).into()]
        });
    }

    /// A stream took bytes of its body, or will take them when it reads on.
    pub(crate) fn account(&self, stream: i32, count: usize, wants_more: bool) {
        if wants_more {
            self.with(|session| session.consume(stream, count));
        } else {
            *self.held.borrow_mut().entry(stream).or_default() += count;
        }
    }

    /// A stream reads on.
    pub(crate) fn read_on(self: &Rc<Self>, stream: i32) {
        let held = self.held.borrow_mut().remove(&stream);
        if let Some(count) = held {
            self.with(|session| session.consume(stream, count));
            self.flush_soon();
        }
    }

    pub(crate) fn forget(&self, stream: i32) {
        self.held.borrow_mut().remove(&stream);
    }

    // --- Out ---

    /// Makes sure that what was said leaves: when the running callback returns, or before the loop waits.
    pub(crate) fn flush_soon(self: &Rc<Self>) {
        if !self.flush_follows.replace(true) {
            self.mark_dirty();
        }
    }

    fn mark_dirty(self: &Rc<Self>) {
        let dirty = self.runtime.slot::<Dirty>();
        dirty.sessions.borrow_mut().push(Rc::downgrade(self));
        let mut prepare = dirty.prepare.borrow_mut();
        let prepare = prepare.get_or_insert_with(|| {
            let weak = Rc::downgrade(&dirty);
            Prepare::new(self.runtime.event_loop(), Box::new(move || flush_dirty(&weak)))
        });
        prepare.start();
    }

    /// Makes frames and hands them to the transport, until there are none or it has enough.
    pub(crate) fn flush(self: &Rc<Self>) {
        let outer = self.flush_follows.replace(true);
        while self.make_output() {
            self.carrier.send(self);
        }
        self.flush_follows.set(outer);
        self.tell_if_finished();
    }

    /// Whether there is output to send and room for it. What is told meanwhile may have given cause for more.
    fn make_output(self: &Rc<Self>) -> bool {
        if self.carrier.is_busy() {
            return self.dispatch();
        }
        let made = self.with(|session| session.pump(BACKLOG).map(|()| session.output_len() > 0));
        let told = self.dispatch();
        match made {
            Some(Ok(any)) => any || told,
            Some(Err(error)) => {
                self.failed(error);
                false
            }
            None => false,
        }
    }

    fn tell_if_finished(&self) {
        let is_over = |session: &mut http2::Session| !session.wants_read() && !session.wants_write();
        if !self.with(is_over).unwrap_or(false) || self.carrier.is_busy() || self.finished.replace(true) {
            return;
        }
        let broken = self.with(|session| session.broken()).flatten();
        self.tell(Tell::Finished, |scope| [v8::Integer::new(scope, broken.map_or(0, |error| error.0)).into()]);
    }

    /// Ends the session. What is in output still goes; true when it has.
    pub(crate) fn close(self: &Rc<Self>) -> bool {
        self.with(|session| session.pump(BACKLOG));
        self.carrier.send(self);
        let session = self.session.take();
        drop(session);
        self.held.borrow_mut().clear();
        let drained = !self.carrier.is_busy();
        if drained {
            self.owner.take();
        }
        drained
    }

    /// The transport has room again.
    pub(crate) fn drained(self: &Rc<Self>) {
        if self.session.borrow().is_some() {
            self.flush();
            return;
        }
        self.tell(Tell::Drained, |_| []);
        self.owner.take();
    }

    /// Lets go of everything; nothing is told any more.
    pub(crate) fn free(&self) {
        let session = self.session.take();
        drop(session);
        self.owner.take();
    }
}

fn flush_dirty(dirty: &Weak<Dirty>) {
    let Some(dirty) = dirty.upgrade() else { return };
    if let Some(prepare) = &*dirty.prepare.borrow() {
        prepare.stop();
    }
    let sessions = dirty.sessions.take();
    for session in sessions.iter().filter_map(Weak::upgrade) {
        session.flush_follows.set(false);
        session.read_inbox();
        session.flush();
    }
}
