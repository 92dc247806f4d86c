//! Running an isolate to its end.

use std::rc::Rc;

use engine::v8;
use sys::event_loop::RunMode;
use sys::this_process::clock::{self, Milestone};

use crate::hooks::Hook;
use crate::state::Runtime;

impl Runtime {
    /// Runs the loop until nothing keeps it alive and `beforeExit` schedules nothing more; emits `exit` and gives the exit code.
    pub fn run_to_end(self: &Rc<Self>) -> i32 {
        self.run_while_alive();
        let code = self.call_hook(Hook::Exit, |scope, code| code.int32_value(scope)).flatten().unwrap_or(0);
        self.say_last_words();
        code
    }

    /// The same without the end: emits `beforeExit` only.
    pub fn run_while_alive(self: &Rc<Self>) {
        self.reach(Milestone::LoopStart);
        self.slot::<crate::stack_text::SynchronousCalls>().tell();
        while !self.is_stopping() {
            self.event_loop.run(RunMode::Default);
            self.finish_background_work();
            // What that work began comes before the end.
            if self.event_loop.is_alive() && !self.is_stopping() {
                continue;
            }
            self.call_hook(Hook::BeforeExit, |_, _| ());
            if !self.event_loop.is_alive() {
                break;
            }
        }
        self.reach(Milestone::LoopExit);
    }

    /// Notes a moment of the process's life. Of their own threads have the start of their loops alone.
    pub fn reach(&self, milestone: Milestone) {
        match self.control() {
            None => clock::reach(milestone),
            Some(control) if milestone == Milestone::LoopStart => control.loop_begins(),
            Some(_) => {}
        }
    }

    /// When the loop of this thread began, in milliseconds after the start of the process.
    pub fn loop_start(&self) -> Option<f64> {
        match self.control() {
            None => clock::reached(Milestone::LoopStart),
            Some(control) => control.loop_times().map(|(started, _)| started),
        }
    }

    /// V8's own work does not keep the loop alive: what runs in the background (compiling WebAssembly) ends in a task for the loop, and the
    /// inspector answers from tasks (a heap snapshot). So the loop turns until all of it is done.
    pub(crate) fn finish_background_work(self: &Rc<Self>) {
        let posted = self.event_loop.remote();
        while !self.is_stopping() && (self.isolate.has_pending_background_tasks() || posted.has_jobs()) {
            let _alive = self.event_loop.reference("V8");
            self.event_loop.run(RunMode::Once);
        }
    }

    fn call_hook<R>(
        self: &Rc<Self>,
        hook: Hook,
        take: impl FnOnce(&mut v8::PinScope<'_, '_>, v8::Local<'_, v8::Value>) -> R,
    ) -> Option<R> {
        self.call_into_js(|scope| {
            let function = self.hooks.function(scope, hook)?;
            let receiver = v8::undefined(scope);
            let value = self.call_reporting(scope, function, receiver.into(), &[])?;
            Some(take(scope, value))
        })
    }
}
