//! The way to an isolate's inspector from other threads.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use engine::inspector::Interrupter;
use sys::event_loop::Remote;

use super::Agent;
use super::workers::Worker;
use crate::state;

/// Takes what the isolate sends to a front end, on the isolate's thread.
pub(super) type Deliver = Box<dyn Fn(String) + Send>;

/// What other threads have to say.
pub(super) enum Note {
    /// A front end has come.
    Connected(u32, Origin, Deliver),
    /// A front end's message.
    Message(u32, String),
    /// A front end has gone.
    Gone(u32),
    /// For the main thread: a worker has started.
    WorkerStarted(Arc<Worker>),
    /// For the main thread: the worker of this number has ended.
    WorkerEnded(u32),
    /// For the main thread: a worker has sent a message in the session of a front end.
    FromWorker { front_end: u32, session: u32, text: String },
    /// For a worker: the main thread has sent a message to a listener here.
    FromMain { listener: u32, text: String },
    /// For a worker that waits for a front end: none will come.
    Run,
    /// The isolate is to end; who waits looks up.
    Stop,
}

/// Where a front end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Behind a socket.
    Network,
    /// In another thread of the program.
    Thread,
}

/// The messages that wait for an isolate's thread.
pub struct Inbox {
    notes: Mutex<VecDeque<Note>>,
    arrived: Condvar,
    remote: Remote,
    interrupter: Interrupter,
    next_front_end: AtomicU32,
}

impl Inbox {
    pub(super) fn new(remote: Remote, interrupter: Interrupter) -> Inbox {
        Inbox {
            notes: Mutex::default(),
            arrived: Condvar::new(),
            remote,
            interrupter,
            next_front_end: AtomicU32::new(1),
        }
    }

    /// Connects a front end whose messages `send` takes.
    pub fn connect(self: &Arc<Self>, origin: Origin, send: Deliver) -> RemoteSession {
        let id = self.next_id();
        self.post(Note::Connected(id, origin, send));
        RemoteSession { inbox: self.clone(), id }
    }

    /// A number for a front end, of this thread or another.
    pub(super) fn next_id(&self) -> u32 {
        self.next_front_end.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn post(&self, note: Note) {
        self.lock().push_back(note);
        self.arrived.notify_all();
        self.remote.post(Box::new(|_| {
            if let Some(runtime) = state::current() {
                runtime.call_into_js(|_scope| Agent::of(&runtime).take_notes());
            }
        }));
        self.interrupter.request(|| {
            if let Some(agent) = state::current().and_then(|runtime| Agent::existing(&runtime)) {
                agent.take_notes();
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Note>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn take(&self) -> Option<Note> {
        self.lock().pop_front()
    }

    /// Sleeps until a note is there.
    pub(super) fn wait(&self) {
        let notes = self.arrived.wait_while(self.lock(), |notes| notes.is_empty());
        drop(notes.unwrap_or_else(PoisonError::into_inner));
    }
}

/// A front end on another thread. Dropping it disconnects.
pub struct RemoteSession {
    inbox: Arc<Inbox>,
    id: u32,
}

impl RemoteSession {
    /// Sends a message of the protocol to the isolate.
    pub fn message(&self, text: String) {
        self.inbox.post(Note::Message(self.id, text));
    }
}

impl Drop for RemoteSession {
    fn drop(&mut self) {
        self.inbox.post(Note::Gone(self.id));
    }
}
