//! Garbage collections, for who traces V8.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::gc::{self, GcEvent};
use runtime::sys::this_process::clock;
use runtime::{Callback, Runtime, op, state, v8};

/// The id of our listener; others are those of `perf_hooks` and `v8`.
const LISTENER: u32 = 2;

/// One side of a collection: its kind, whether it ends, the time in microseconds, and the bytes in use.
type Side = (u32, bool, f64, f64);

/// What waits for the loop: nothing can be told inside of the collector.
#[derive(Default)]
struct Noted {
    sides: RefCell<Vec<Side>>,
    callback: RefCell<Option<Rc<Callback>>>,
}

/// Calls `callback(kind, isEnd, time, usedBytes)` for both sides of each collection, in a later turn of the loop; without a callback it stops.
#[op]
pub(crate) fn listen_to_collections<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: Option<v8::Local<'s, v8::Function>>,
) {
    let runtime = state(scope);
    let noted = runtime.slot::<Noted>();
    gc::unlisten(scope, LISTENER);
    let Some(callback) = callback else {
        noted.callback.borrow_mut().take();
        return;
    };
    *noted.callback.borrow_mut() = Some(Rc::new(Callback::new(scope, callback)));
    gc::listen(scope, LISTENER, Rc::new(move |isolate, event| noted.take(&runtime, isolate, event)));
}

/// Tells what has not been told: the trace ends.
#[op]
pub(crate) fn tell_collections(scope: &mut v8::PinScope<'_, '_>) {
    state(scope).slot::<Noted>().deliver(scope);
}

impl Noted {
    fn take(self: &Rc<Self>, runtime: &Rc<Runtime>, isolate: &mut v8::Isolate, event: GcEvent) {
        let (kind, is_end) = match event {
            GcEvent::Begin { kind } => (kind, false),
            GcEvent::End { kind, .. } => (kind, true),
        };
        let time = (clock::monotonic_nanoseconds() / 1000) as f64;
        let used = isolate.get_heap_statistics().used_heap_size() as f64;
        let mut sides = self.sides.borrow_mut();
        sides.push((kind, is_end, time, used));
        if sides.len() == 1 {
            let (noted, runtime) = (Rc::clone(self), Rc::clone(runtime));
            let event_loop = runtime.event_loop().clone();
            event_loop.next_pending(move || runtime.call_into_js(|scope| noted.deliver(scope)));
        }
    }

    fn deliver(&self, scope: &mut v8::PinScope<'_, '_>) {
        let sides = self.sides.take();
        let Some(callback) = self.callback.borrow().clone() else { return };
        for (kind, is_end, time, used) in sides {
            let is_end = v8::Boolean::new(scope, is_end).into();
            let [kind, time, used] = [f64::from(kind), time, used].map(|number| v8::Number::new(scope, number).into());
            callback.call_in(scope, &[kind, is_end, time, used]);
        }
    }
}
