//! Acting on what other threads have said.

use std::rc::Rc;

use super::inbox::{Deliver, Note, Origin};
use super::waiting::Hold;
use super::{Agent, CONSOLE, FrontEnd};
use crate::state;

impl Agent {
    pub(super) fn take_notes(&self) {
        while let Some(note) = self.inbox.take() {
            self.act_on(note);
        }
    }

    fn act_on(&self, note: Note) {
        match note {
            Note::Connected(id, origin, send) => self.attach(id, origin, send),
            Note::Message(id, text) => self.dispatch(id, &text),
            Note::Gone(id) => self.detach(id),
            Note::WorkerStarted(worker) => {
                self.tell(|_| true, Rc::new(move |front_end: &FrontEnd| front_end.worker_started(&worker)));
            }
            Note::WorkerEnded(id) => {
                self.tell(|_| true, Rc::new(move |front_end: &FrontEnd| front_end.worker_ended(id)));
            }
            Note::FromWorker { front_end, session, text } => self.tell(
                |other| other.id() == front_end,
                Rc::new(move |front_end: &FrontEnd| front_end.received(session, text.clone())),
            ),
            Note::FromMain { listener, text } => self.listeners.deliver(listener, text),
            Note::Run => self.release(Hold::FrontEnd),
            Note::Stop => self.release_all(),
        }
    }

    /// Tells front ends of something: those of other threads at once, those of this thread, which are JavaScript of the program, when no other
    /// JavaScript runs.
    fn tell(&self, which: impl Fn(&FrontEnd) -> bool, what: Rc<dyn Fn(&FrontEnd)>) {
        for front_end in self.front_ends().into_iter().filter(|front_end| which(front_end)) {
            if self.remote.borrow().contains_key(&front_end.id()) {
                what(&front_end);
            } else {
                let what = what.clone();
                self.listeners.later(Box::new(move || what(&front_end)));
            }
        }
    }

    fn attach(&self, id: u32, origin: Origin, send: Deliver) {
        let front_end = self.front_end(id, Rc::new(send));
        self.remote.borrow_mut().insert(id, front_end.clone());
        if let Some(runtime) = state::current() {
            runtime.call_builtin(CONSOLE, "joinConsole");
        }
        if origin == Origin::Network {
            sys::exit::write_stderr(b"Debugger attached.\n");
            if self.shows_targets && self.thread.is_none() {
                front_end.show_targets();
            }
        }
    }

    fn dispatch(&self, id: u32, text: &str) {
        let front_end = self.remote.borrow().get(&id).cloned();
        if let (Some(front_end), Some(runtime)) = (front_end, state::current()) {
            runtime.isolate.with_scope(&runtime.context, |_scope| front_end.dispatch(text));
            self.tell_of_waiting(&front_end);
        }
    }

    fn detach(&self, id: u32) {
        let front_end = self.remote.borrow_mut().remove(&id);
        if let Some(front_end) = front_end {
            front_end.disconnect();
        }
        self.release(Hold::Disconnect);
        if self.remote_sessions() == 0 {
            // Nobody is left who could resume.
            self.release(Hold::Pause);
        }
    }
}
