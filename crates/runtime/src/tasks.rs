//! V8's foreground tasks on the event loop.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use engine::platform::ForegroundTasks;
use engine::v8;
use sys::event_loop::{Loop, Remote, Timer};

use crate::state::current;

/// Posts tasks to the loop of an isolate. They do not keep it alive.
pub(crate) struct LoopTasks(Remote);

impl LoopTasks {
    pub(crate) fn shared(event_loop: &Loop) -> Arc<dyn ForegroundTasks> {
        Arc::new(Self(event_loop.remote()))
    }
}

impl ForegroundTasks for LoopTasks {
    fn post(&self, task: v8::Task, delay: Duration) {
        self.0.post(Box::new(move |event_loop| {
            if delay.is_zero() {
                run(task);
            } else {
                run_later(event_loop, task, delay);
            }
        }));
    }
}

fn run(task: v8::Task) {
    // The isolate is gone when its thread has no runtime any more; dropping the task destroys it.
    if let Some(runtime) = current() {
        runtime.call_into_js(|_scope| task.run());
    }
}

fn run_later(event_loop: &Loop, task: v8::Task, delay: Duration) {
    // The timer holds itself until it has fired: the loop only holds handles weakly.
    let itself = Rc::new(RefCell::new(None));
    let (kept, mut task) = (itself.clone(), Some(task));
    let fire = move |_: &Timer| {
        let fired = kept.borrow_mut().take();
        if let Some(task) = task.take() {
            run(task);
        }
        drop(fired);
    };
    let timer = Timer::new(event_loop, Box::new(fire));
    timer.unreference();
    timer.start(u64::try_from(delay.as_millis()).unwrap_or(u64::MAX), 0);
    *itself.borrow_mut() = Some(timer);
}
