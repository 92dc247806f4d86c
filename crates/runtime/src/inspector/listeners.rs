//! Listeners of this thread, which are JavaScript of the program, for what comes from other threads.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use engine::v8;

use super::inbox::{Note, Origin, RemoteSession};
use super::{Agent, workers};
use crate::state::{self, Runtime};

type Job = Box<dyn FnOnce()>;

/// A listener with its session in the main thread.
struct Listener {
    hear: Rc<dyn Fn(String)>,
    session: RemoteSession,
}

/// The sessions of this thread with the main thread, and what is told when no other JavaScript runs.
#[derive(Default)]
pub(super) struct Listeners {
    sessions: RefCell<BTreeMap<u32, Listener>>,
    last: Cell<u32>,
    waiting: RefCell<VecDeque<Job>>,
}

impl Listeners {
    /// The main thread has sent a message to a listener.
    pub(super) fn deliver(&self, id: u32, text: String) {
        let hear = self.sessions.borrow().get(&id).map(|listener| listener.hear.clone());
        if let Some(hear) = hear {
            self.later(Box::new(move || hear(text)));
        }
    }

    /// Runs a job in a microtask: notes of other threads are also taken in the middle of JavaScript, where no listener may be called.
    pub(super) fn later(&self, job: Job) {
        let is_first = self.waiting.borrow().is_empty();
        self.waiting.borrow_mut().push_back(job);
        if let Some(runtime) = state::current().filter(|_| is_first) {
            enqueue(&runtime);
        }
    }

    fn run(&self) {
        loop {
            let Some(job) = self.waiting.borrow_mut().pop_front() else { return };
            job();
        }
    }
}

fn enqueue(runtime: &Rc<Runtime>) {
    runtime.isolate.with_scope(&runtime.context, |scope| {
        if let Some(task) = v8::Function::new(scope, run_waiting) {
            scope.enqueue_microtask(task);
        }
    });
}

fn run_waiting(
    scope: &mut v8::PinScope<'_, '_>,
    _arguments: v8::FunctionCallbackArguments<'_>,
    _result: v8::ReturnValue<'_, v8::Value>,
) {
    if let Some(agent) = Agent::existing(&state::state(scope)) {
        agent.listeners.run();
    }
}

impl Agent {
    /// Connects a listener of this thread, a worker's, with the inspector of the main thread; `None` when there is none. The number is for
    /// [`Agent::ask_main`].
    pub fn connect_to_main(&self, hear: Rc<dyn Fn(String)>) -> Option<u32> {
        let main = workers::main()?;
        let id = self.listeners.last.get() + 1;
        self.listeners.last.set(id);
        let inbox = self.inbox.clone();
        let send = Box::new(move |text| inbox.post(Note::FromMain { listener: id, text }));
        let session = main.connect(Origin::Thread, send);
        self.listeners.sessions.borrow_mut().insert(id, Listener { hear, session });
        Some(id)
    }

    /// Sends a message to the inspector of the main thread.
    pub fn ask_main(&self, listener: u32, text: String) {
        if let Some(listener) = self.listeners.sessions.borrow().get(&listener) {
            listener.session.message(text);
        }
    }

    /// Ends a session with the main thread.
    pub fn leave_main(&self, listener: u32) {
        let left = self.listeners.sessions.borrow_mut().remove(&listener);
        drop(left);
    }
}
