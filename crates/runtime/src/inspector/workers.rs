//! The workers of the process, which front ends of the main thread see, also those that workers have started.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::inbox::{Inbox, Note};

/// A running worker.
pub(super) struct Worker {
    /// `threadId`.
    pub(super) id: u32,
    /// What a person calls it.
    pub(super) title: String,
    /// URL of its program, empty where it has none.
    pub(super) url: String,
    pub(super) inbox: Arc<Inbox>,
    /// Whether it waits for a front end before its program runs.
    pub(super) waits: bool,
}

#[derive(Default)]
struct Registry {
    main: Option<Arc<Inbox>>,
    running: Vec<Arc<Worker>>,
    /// What the front ends want that wait for workers.
    wanted: Vec<Start>,
}

static REGISTRY: LazyLock<Mutex<Registry>> = LazyLock::new(Mutex::default);

fn registry() -> MutexGuard<'static, Registry> {
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on the main thread is told of workers.
pub(super) fn tell_main(inbox: Arc<Inbox>) {
    registry().main = Some(inbox);
}

/// The main thread's inspector goes.
pub(super) fn forget_main() {
    registry().main = None;
}

/// The way to the main thread's inspector.
pub(super) fn main() -> Option<Arc<Inbox>> {
    registry().main.clone()
}

/// Those that run now.
pub(super) fn running() -> Vec<Arc<Worker>> {
    registry().running.clone()
}

/// How the program of a worker begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// At once.
    Runs,
    /// When a front end lets it run.
    Waits,
    /// The same, and it pauses at its first statement.
    WaitsAndPauses,
}

/// How a worker begins that starts now.
pub(super) fn wanted_start() -> Start {
    registry().wanted.iter().copied().max().unwrap_or(Start::Runs)
}

/// A worker is about to run its program.
pub(super) fn started(worker: Worker) {
    let mut registry = registry();
    let worker = Arc::new(worker);
    registry.running.push(worker.clone());
    if let Some(main) = &registry.main {
        main.post(Note::WorkerStarted(worker));
    }
}

/// The inspector of a thread is gone; threads of the runtime's own were never listed.
pub(super) fn ended(id: u32) {
    let mut registry = registry();
    let Some(index) = registry.running.iter().position(|worker| worker.id == id) else { return };
    registry.running.remove(index);
    if let Some(main) = &registry.main {
        main.post(Note::WorkerEnded(id));
    }
}

/// As long as it lives, workers that start wait for a front end.
pub(super) struct Wanting(Start);

impl Wanting {
    pub(super) fn new(start: Start) -> Wanting {
        registry().wanted.push(start);
        Wanting(start)
    }
}

impl Drop for Wanting {
    /// Without the last of them nobody would let waiting workers run.
    fn drop(&mut self) {
        let mut registry = registry();
        if let Some(index) = registry.wanted.iter().position(|start| *start == self.0) {
            registry.wanted.swap_remove(index);
        }
        if registry.wanted.is_empty() {
            registry.running.iter().filter(|worker| worker.waits).for_each(|worker| worker.inbox.post(Note::Run));
        }
    }
}
