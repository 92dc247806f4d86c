//! The check phase: runs JavaScript's queue of immediates when it is not empty.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use runtime::sys::event_loop::{Check, Idle};
use runtime::{Runtime, Shared, op, state, v8};

/// Index in `binding.immediateInfo`: whether the queue holds anything.
const QUEUED: usize = 0;

/// The handles of an isolate.
#[derive(Default)]
pub(crate) struct Immediates {
    handles: RefCell<Option<Handles>>,
    process_immediate: RefCell<Option<v8::Global<v8::Function>>>,
}

/// `check` runs the queue every turn and never keeps the loop alive; `idle` is started while a referenced immediate waits, which
/// keeps the loop alive and poll from waiting.
struct Handles {
    _check: Check,
    idle: Idle,
}

impl Immediates {
    pub(crate) fn set_callback(&self, callback: v8::Global<v8::Function>) {
        *self.process_immediate.borrow_mut() = Some(callback);
    }

    fn with_handles(&self, runtime: &Rc<Runtime>, act: impl FnOnce(&Handles)) {
        let mut handles = self.handles.borrow_mut();
        act(handles.get_or_insert_with(|| started(runtime)));
    }
}

fn started(runtime: &Rc<Runtime>) -> Handles {
    let weak = Rc::downgrade(runtime);
    let check = Check::new(runtime.event_loop(), Box::new(move || run(&weak)));
    check.unreference();
    check.start();
    let idle = Idle::new(runtime.event_loop(), Box::new(|| ()));
    Handles { _check: check, idle }
}

/// Runs the queue, again after every callback that threw.
fn run(runtime: &Weak<Runtime>) {
    let Some(runtime) = runtime.upgrade() else { return };
    if runtime.hooks().shared(Shared::ImmediateInfo, QUEUED) == 0 {
        return;
    }
    let slot = runtime.slot::<Immediates>();
    runtime.call_into_js(|scope| {
        let Some(callback) = slot.process_immediate.borrow().as_ref().map(|callback| v8::Local::new(scope, callback))
        else {
            return;
        };
        let receiver = v8::undefined(scope);
        while runtime.call_reporting(scope, callback, receiver.into(), &[]).is_none() {
            if runtime.is_ending(scope) {
                return;
            }
        }
    });
}

/// A referenced immediate waits (`true`), or the last one is gone. The check handle is made by the first call.
#[op]
pub(crate) fn toggle_immediate_ref(scope: &mut v8::PinScope<'_, '_>, reference: bool) {
    let runtime = state(scope);
    runtime
        .slot::<Immediates>()
        .with_handles(&runtime, |handles| if reference { handles.idle.start() } else { handles.idle.stop() });
}
