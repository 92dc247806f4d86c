//! Holding the isolate's thread until a front end lets it go.

use std::sync::Arc;

use engine::v8;

use super::workers::{self, Start};
use super::{Agent, FrontEnd, state};

/// What holds the isolate's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// JavaScript is paused.
    Pause,
    /// The program waits for a front end to say that it may run.
    FrontEnd,
    /// The program has ended and waits for a front end to go.
    Disconnect,
}

/// Whether a wait for a front end has been announced: what a front end says before the thread waits must not be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Expectation {
    /// No wait is announced.
    #[default]
    Nothing,
    /// The thread will wait.
    FrontEnd,
    /// It need not: a front end has said that the program may run.
    Met,
}

impl Agent {
    /// Announces [`Self::wait_for_frontend`]. From now on a front end that lets the program run is not lost.
    pub fn expect_frontend(&self) {
        self.expectation.set(Expectation::FrontEnd);
        self.remote.borrow().values().for_each(|front_end| front_end.forget_waiting());
    }

    /// Waits until a front end says that the program may run.
    pub fn wait_for_frontend(&self) {
        if self.expectation.get() == Expectation::Nothing {
            self.expect_frontend();
        }
        if self.expectation.replace(Expectation::Nothing) == Expectation::FrontEnd {
            self.hold(Hold::FrontEnd);
        }
    }

    /// Tells front ends that the program has ended, and waits for them to go: first for those that want to evaluate until then, then, in the main
    /// thread, for all.
    pub fn wait_for_disconnect(&self, scope: &mut v8::PinScope<'_, '_>) {
        self.wait_for_last_words();
        let context = scope.get_current_context();
        self.inspector.context_destroyed(context);
        if self.thread.is_some() || self.remote_sessions() == 0 {
            return;
        }
        sys::exit::write_stderr(b"Waiting for the debugger to disconnect...\n");
        while self.remote_sessions() > 0 {
            self.hold(Hold::Disconnect);
        }
    }

    fn wait_for_last_words(&self) {
        for front_end in self.remote.borrow().values().filter(|front_end| front_end.wants_last_word()) {
            front_end.send(r#"{"method":"NodeRuntime.waitingForDisconnect"}"#);
        }
        let waits = || self.remote.borrow().values().any(|front_end| front_end.wants_last_word());
        while waits() && !is_stopping() {
            self.hold(Hold::Disconnect);
        }
    }

    /// Lists a worker that is about to run its program, whose title and URL front ends of the main thread are shown. `asked` is what its options ask
    /// for; comes back how it begins, by what front ends want.
    pub fn worker_starts(&self, title: String, url: String, asked: Start) -> Start {
        let Some(id) = self.thread else { return Start::Runs };
        let start = workers::wanted_start().max(asked);
        let waits = start > Start::Runs;
        if waits {
            self.expect_frontend();
        }
        workers::started(workers::Worker { id, title, url, inbox: Arc::clone(&self.inbox), waits });
        start
    }

    /// JavaScript is paused. Only front ends of other threads can let it go on: those of this thread have nothing that runs, so that the pause
    /// ends at once.
    pub(super) fn hold_in_pause(&self) {
        if self.remote_sessions() > 0 {
            self.hold(Hold::Pause);
        }
    }

    /// Does nothing but take notes until the hold is released, or the isolate is to end.
    fn hold(&self, hold: Hold) {
        let depth = self.holds.borrow().len();
        self.holds.borrow_mut().push(hold);
        self.remote.borrow().values().for_each(|front_end| self.tell_of_waiting(front_end));
        self.take_notes();
        while self.holds.borrow().len() > depth && !is_stopping() {
            self.inbox.wait();
            self.take_notes();
        }
        self.holds.borrow_mut().truncate(depth);
    }

    /// Ends the innermost hold of this kind, and those inside it.
    pub(super) fn release(&self, hold: Hold) {
        if hold == Hold::FrontEnd && self.expectation.get() == Expectation::FrontEnd {
            self.expectation.set(Expectation::Met);
        }
        let mut holds = self.holds.borrow_mut();
        if let Some(index) = holds.iter().rposition(|other| *other == hold) {
            holds.truncate(index);
        }
    }

    /// Ends all holds.
    pub(super) fn release_all(&self) {
        self.holds.borrow_mut().clear();
    }

    /// A front end that follows the runtime learns, once, that the program waits for it.
    pub(super) fn tell_of_waiting(&self, front_end: &FrontEnd) {
        let waits = self.expectation.get() == Expectation::FrontEnd || self.holds.borrow().contains(&Hold::FrontEnd);
        if waits && front_end.follows_runtime() && !front_end.was_told_of_waiting() {
            front_end.send(r#"{"method":"NodeRuntime.waitingForDebugger","params":{}}"#);
        }
    }
}

/// A worker that is being ended waits for nobody; its thread looks up when that happens.
fn is_stopping() -> bool {
    state::current().is_some_and(|runtime| runtime.is_stopping())
}
