//! Work on the pool, told to JavaScript that traces it.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use engine::{convert::string, v8};
use sys::this_process::{self, clock};

use crate::enter::Callback;
use crate::state::{Runtime, state};

/// Whether anybody in the process has ever listened: asking each runtime costs more than most processes should pay.
static HAS_LISTENERS: AtomicBool = AtomicBool::new(false);

/// Who is told of the work of an isolate, if anybody is: `listener(name, thread, submitted, began, ended)`, times in microseconds.
#[derive(Default)]
pub struct WorkListener(RefCell<Option<Callback>>);

impl WorkListener {
    /// Takes the place of the one before.
    pub fn set(&self, listener: Option<Callback>) {
        HAS_LISTENERS.store(true, Ordering::Relaxed);
        self.0.replace(listener);
    }
}

/// What the pool's thread notes of the work.
#[derive(Clone, Copy, Default)]
struct Turn {
    thread: i32,
    began: u64,
    ended: u64,
}

/// One piece of work, from its submission to its end. Nothing is kept while nobody listens.
pub struct TracedWork(Option<Noted>);

struct Noted {
    name: &'static str,
    submitted: u64,
    turn: Arc<Mutex<Turn>>,
}

impl TracedWork {
    /// Work that is about to be submitted, under the name that traces have for it; some has none.
    pub fn begin(runtime: &Runtime, name: impl FnOnce() -> Option<&'static str>) -> Self {
        let is_traced = HAS_LISTENERS.load(Ordering::Relaxed) && runtime.slot::<WorkListener>().0.borrow().is_some();
        let name = if is_traced { name() } else { None };
        Self(name.map(|name| Noted { name, submitted: microseconds(), turn: Arc::default() }))
    }

    /// The work, which notes when it runs and where.
    pub fn around<T>(&self, job: impl FnOnce() -> T + Send + 'static) -> impl FnOnce() -> T + Send + 'static {
        let turn = self.0.as_ref().map(|noted| Arc::clone(&noted.turn));
        move || {
            let began = turn.as_ref().map(|_| microseconds());
            let value = job();
            if let (Some(turn), Some(began)) = (turn, began) {
                let noted = Turn { thread: this_process::thread_id(), began, ended: microseconds() };
                *turn.lock().unwrap_or_else(PoisonError::into_inner) = noted;
            }
            value
        }
    }

    /// It has ended, and its callback comes next.
    pub fn end(self, scope: &mut v8::PinScope<'_, '_>) {
        let Some(noted) = self.0 else { return };
        let Turn { thread, began, ended } = *noted.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = state(scope).slot::<WorkListener>();
        let Some(listener) = &*slot.0.borrow() else { return };
        let name = string(scope, noted.name).into();
        let thread = v8::Integer::new(scope, thread).into();
        let [submitted, began, ended] =
            [noted.submitted, began, ended].map(|time| v8::Number::new(scope, time as f64).into());
        listener.call_in(scope, &[name, thread, submitted, began, ended]);
    }
}

fn microseconds() -> u64 {
    clock::monotonic_nanoseconds() / 1000
}
