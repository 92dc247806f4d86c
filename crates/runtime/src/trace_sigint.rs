//! `--trace-sigint`: a program that `SIGINT` ends tells where it was.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use engine::inspector::Interrupter;
use engine::v8;
use sys::signal::{INTERRUPT, OwnThread, When};

use crate::stack_text;
use crate::state::{self, Runtime};

/// Frames that are told.
const FRAMES: usize = 10;

/// The watch, while there is one.
#[derive(Default)]
struct Tracing(RefCell<Option<OwnThread>>);

impl Runtime {
    /// From now on `SIGINT`, unless the program listens to it, prints the stack before it ends the process.
    ///
    /// # Errors
    /// When the system refuses to watch the signal.
    pub fn trace_sigint(self: &Rc<Self>) -> sys::Result<()> {
        let tracing = self.slot::<Tracing>();
        if tracing.0.borrow().is_none() {
            let watch = OwnThread::new(INTERRUPT, When::NobodyElseWaits, teller(self))?;
            tracing.0.replace(Some(watch));
        }
        Ok(())
    }

    /// `SIGINT` ends the process without a word again.
    pub fn stop_tracing_sigint(&self) {
        drop(self.slot::<Tracing>().0.take());
    }
}

fn teller(runtime: &Rc<Runtime>) -> Box<dyn Fn() + Send> {
    let interrupter = Arc::new(Interrupter::of(runtime.isolate.thread_safe_handle()));
    let remote = runtime.event_loop.remote();
    Box::new(move || {
        interrupter.request(tell_and_end);
        remote.post(Box::new(|_| tell_and_end()));
    })
}

fn tell_and_end() {
    let Some(runtime) = state::current() else { return };
    let stack = runtime.isolate.with_scope(&runtime.context, |scope| {
        let trace = v8::StackTrace::current_stack_trace(scope, FRAMES);
        trace.map(|trace| stack_text::frames(scope, trace)).unwrap_or_default()
    });
    let gap = if stack.is_empty() { "" } else { "\n" };
    let text = format!("KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`\n{stack}{gap}");
    sys::exit::write_stderr(text.as_bytes());
    sys::signal::end_process(INTERRUPT);
}
