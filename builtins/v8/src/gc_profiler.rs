//! `v8.GCProfiler`: the heap's figures before and after each collection.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use runtime::engine::gc::{self, GcEvent};
use runtime::sys::this_process::clock;
use runtime::{class, v8};

/// Listener ids of profilers begin here; those below belong to other listeners.
const FIRST_LISTENER: u32 = 1 << 16;
static LAST_LISTENER: AtomicU32 = AtomicU32::new(FIRST_LISTENER);

/// Name, size, used, available and physical size of a space.
type Space = (String, f64, f64, f64, f64);
/// The heap as [`figures`] orders it, and its spaces.
type Figures = (Vec<f64>, Vec<Space>);
/// The kind of a collection, its cost in microseconds, the heap before and after.
type Run = (u32, f64, Figures, Figures);

#[derive(Default)]
struct Runs {
    /// The collections that run, as they nest: when they began, by the clock of the process, and the heap then.
    begun: RefCell<Vec<(f64, Figures)>>,
    ended: RefCell<Vec<Run>>,
}

/// `new GcProfiler()`: starts at once.
pub(crate) struct GcProfiler {
    listener: u32,
    started: f64,
    runs: Rc<Runs>,
    stopped: Cell<bool>,
}

#[class]
impl GcProfiler {
    #[constructor]
    fn new(scope: &mut v8::PinScope<'_, '_>) -> GcProfiler {
        let listener = LAST_LISTENER.fetch_add(1, Ordering::Relaxed);
        let runs = Rc::<Runs>::default();
        let noted = runs.clone();
        gc::listen(scope, listener, Rc::new(move |isolate, event| noted.note(isolate, event)));
        GcProfiler { listener, started: milliseconds(), runs, stopped: Cell::new(false) }
    }

    /// `[startTime, endTime, runs]`, the times in milliseconds since 1970.
    #[method]
    fn stop(&self, scope: &mut v8::PinScope<'_, '_>) -> (f64, f64, Vec<Run>) {
        if !self.stopped.replace(true) {
            gc::unlisten(scope, self.listener);
        }
        (self.started, milliseconds(), self.runs.ended.take())
    }
}

impl Drop for GcProfiler {
    /// A profiler that nobody stopped.
    fn drop(&mut self) {
        if !self.stopped.get() {
            gc::forget(self.listener);
        }
    }
}

impl Runs {
    fn note(&self, isolate: &mut v8::Isolate, event: GcEvent) {
        match event {
            GcEvent::Begin { .. } => {
                self.begun.borrow_mut().push((clock::milliseconds_since_start(), figures(isolate)))
            }
            GcEvent::End { kind, .. } => {
                // The profiler may have been started inside a collection.
                let Some((began, before)) = self.begun.borrow_mut().pop() else { return };
                let cost = (clock::milliseconds_since_start() - began) * 1e3;
                self.ended.borrow_mut().push((kind, cost, before, figures(isolate)));
            }
        }
    }
}

fn figures(isolate: &mut v8::Isolate) -> Figures {
    let heap = isolate.get_heap_statistics();
    let numbers = [
        heap.total_heap_size(),
        heap.total_heap_size_executable(),
        heap.total_physical_size(),
        heap.total_available_size(),
        heap.total_global_handles_size(),
        heap.used_global_handles_size(),
        heap.used_heap_size(),
        heap.heap_size_limit(),
        heap.malloced_memory(),
        heap.external_memory(),
        heap.peak_malloced_memory(),
    ];
    (numbers.map(|figure| figure as f64).to_vec(), crate::heap::spaces(isolate))
}

fn milliseconds() -> f64 {
    clock::unix_milliseconds().floor()
}
