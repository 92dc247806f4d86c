//! Garbage collections, for `gc` entries of observers and for `v8.GCProfiler`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use runtime::engine::gc::{self, GcEvent};
use runtime::sys::this_process::clock;
use runtime::{Callback, Runtime, op, state, v8};

/// The id of our listener.
const LISTENER: u32 = 1;

/// Kind, flags, start and duration in milliseconds.
type Run = (u32, u32, f64, f64);

#[derive(Default)]
struct Collector {
    began: Cell<f64>,
    runs: RefCell<Vec<Run>>,
    callback: RefCell<Option<Rc<Callback>>>,
}

/// Calls `callback(kind, flags, startTime, duration)` after each collection, in a later turn of the loop; without a callback it stops.
#[op]
pub(crate) fn observe_gc<'s>(scope: &mut v8::PinScope<'s, '_>, callback: Option<v8::Local<'s, v8::Function>>) {
    let runtime = state(scope);
    let collector = runtime.slot::<Collector>();
    gc::unlisten(scope, LISTENER);
    let Some(callback) = callback else {
        collector.callback.borrow_mut().take();
        return;
    };
    *collector.callback.borrow_mut() = Some(Rc::new(Callback::new(scope, callback)));
    gc::listen(scope, LISTENER, Rc::new(move |_isolate, event| note(&runtime, &collector, event)));
}

fn note(runtime: &Rc<Runtime>, collector: &Rc<Collector>, event: GcEvent) {
    let now = clock::milliseconds_since_start();
    let GcEvent::End { kind, flags } = event else { return collector.began.set(now) };
    let began = collector.began.get();
    let mut runs = collector.runs.borrow_mut();
    runs.push((kind, flags, began, now - began));
    if runs.len() == 1 {
        let collector = collector.clone();
        runtime.event_loop().next_pending(move || deliver(&collector));
    }
}

fn deliver(collector: &Collector) {
    let runs = collector.runs.take();
    let Some(callback) = collector.callback.borrow().clone() else { return };
    for (kind, flags, start, duration) in runs {
        callback.call(|scope| {
            let numbers = [f64::from(kind), f64::from(flags), start, duration];
            numbers.map(|number| v8::Number::new(scope, number).into())
        });
    }
}
