//! What is written when a program ends, however it ends: profiles, coverage, traces.
//!
//! Unlike the hooks of `cleanup`, which give back what the isolate holds, these also run where the process is about to vanish: in `process.exit()`,
//! after an uncaught exception, before a signal to itself, and in a worker that was terminated.

use std::cell::RefCell;
use std::rc::Rc;

use engine::v8;

use crate::state::Runtime;

/// Runs once, on the isolate's thread, perhaps while the program's JavaScript is on the stack.
pub type LastWords = Box<dyn FnOnce(&mut v8::PinScope<'_, '_>)>;

/// What waits for the end of the program.
#[derive(Default)]
pub(crate) struct Waiting(RefCell<Vec<LastWords>>);

impl Runtime {
    /// Calls `words` when the program ends.
    pub fn at_exit(&self, words: LastWords) {
        self.last_words.0.borrow_mut().push(words);
    }

    /// The program ends, or is likely to: runs what waits for that, the last added first. Costs nothing when nothing does.
    pub fn say_last_words(self: &Rc<Self>) {
        if self.last_words.0.borrow().is_empty() {
            return;
        }
        // V8 refuses to work while it terminates JavaScript; whoever terminated it wants the end, which is here.
        self.isolate.cancel_terminate_execution();
        while let Some(words) = { self.last_words.0.borrow_mut().pop() } {
            self.isolate.with_scope(&self.context, words);
        }
    }
}
