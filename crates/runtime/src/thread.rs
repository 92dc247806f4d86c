//! Isolates on threads of their own.
//!
//! A thread makes its loop and its isolate, runs it to its end and gives both up again: when [`Thread::join`] returns, nothing of it is left.
//! What another thread may do to it goes through its [`Control`].

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use engine::interrupt::{Offer, Work};
use engine::limits::{self, HeapLimits};
use engine::v8;
use sys::event_loop::{IdleTime, Loop, Remote};
use sys::this_process::clock::milliseconds_since_start;

use crate::boot::{Boot, Realm, Seed};
use crate::options::Options;
use crate::state::{Runtime, current};

/// Native stack a thread has beyond what its JavaScript may use: making an isolate and parsing options take some.
const STACK_MARGIN: usize = 1 << 20;
/// How long [`Control::ask`] waits, and how often it looks whether the thread is still there.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Why a thread ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The exit code.
    pub code: i32,
    /// What went wrong with the thread itself, as opposed to its program.
    pub failure: Option<Failure>,
}

impl End {
    pub(crate) fn out_of_memory() -> End {
        End { code: 1, failure: Some(Failure::OutOfMemory) }
    }
}

/// What can go wrong with a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The heap reached its limit.
    OutOfMemory,
    /// The system refused what a thread needs; the text says what.
    CannotStart(String),
}

/// The other threads' hold on an isolate.
#[derive(Default)]
pub struct Control {
    /// See [`Setup::number`].
    number: u32,
    /// See [`Setup::name`].
    name: String,
    stopping: AtomicBool,
    end: Mutex<Option<End>>,
    /// How to reach the isolate while it lives.
    reach: Mutex<Option<Reach>>,
    /// Wakes what the isolate's thread may be waiting in.
    at_stop: Mutex<Vec<Wake>>,
}

/// Called from the thread that stops the isolate.
type Wake = Box<dyn Fn() + Send>;

#[derive(Clone)]
struct Reach {
    isolate: v8::IsolateHandle,
    remote: Remote,
    idle: Arc<IdleTime>,
    /// When the loop began, by the clock of [`milliseconds_since_start`]; `None` while the thread prepares.
    started: Option<f64>,
}

impl Control {
    /// Whether the isolate is to end: no JavaScript is entered any more.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Ends the isolate: JavaScript that runs is terminated and the loop stops. The first end counts. May be called from any thread at any time.
    pub fn stop(&self, end: End) {
        lock(&self.end).get_or_insert(end);
        self.stopping.store(true, Ordering::Release);
        if let Some(reach) = lock(&self.reach).as_ref() {
            reach.isolate.terminate_execution();
            reach.remote.post(Box::new(Loop::stop));
        }
        lock(&self.at_stop).iter().for_each(|wake| wake());
    }

    /// Calls `wake` at a stop, after the flag of [`Self::is_stopping`] is set.
    pub(crate) fn at_stop(&self, wake: Wake) {
        lock(&self.at_stop).push(wake);
    }

    /// Runs `job` on the isolate's loop; tells whether there is one.
    pub fn post(&self, job: Box<dyn FnOnce(&Loop) + Send>) -> bool {
        let reach = lock(&self.reach).clone();
        match reach {
            Some(reach) => {
                reach.remote.post(job);
                true
            }
            None => false,
        }
    }

    /// Runs `work` on the isolate's thread, also while its JavaScript is busy; tells whether there is an isolate. The work must not enter JavaScript.
    pub fn interrupt(&self, work: Work) -> bool {
        let Some(reach) = lock(&self.reach).clone() else { return false };
        let offer = Offer::new(work);
        offer.interrupt(&reach.isolate);
        // JavaScript that does not run is not interrupted.
        reach.remote.post(Box::new(move |_| {
            if let Some(runtime) = current() {
                runtime.without_draining(|scope| offer.take_up(scope));
            }
        }));
        true
    }

    /// Does `work` as [`Self::interrupt`] and waits for what it gives. `None` when the isolate ends before, or does not answer for as long as
    /// [`PATIENCE`] because its thread waits in the system.
    pub fn ask<T: Send + 'static>(&self, work: impl FnOnce(&mut v8::Isolate) -> T + Send + 'static) -> Option<T> {
        let (sender, receiver) = mpsc::channel();
        let until = Instant::now() + PATIENCE;
        // Who asked may have given up.
        self.interrupt(Box::new(move |isolate| drop(sender.send(work(isolate)))));
        while self.has_isolate() && Instant::now() < until {
            match receiver.recv_timeout(LOOK_AGAIN) {
                Ok(answer) => return Some(answer),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }

    /// See [`Setup::number`].
    pub fn number(&self) -> u32 {
        self.number
    }

    /// See [`Setup::name`].
    pub fn name(&self) -> &str {
        &self.name
    }

    fn has_isolate(&self) -> bool {
        lock(&self.reach).is_some()
    }

    /// When the loop of the isolate began to run, in milliseconds since the start of the process, and how long it has waited since.
    pub fn loop_times(&self) -> Option<(f64, f64)> {
        let reach = lock(&self.reach);
        let reach = reach.as_ref()?;
        Some((reach.started?, reach.idle.read().as_secs_f64() * 1e3))
    }

    /// Notes that the loop begins.
    pub(crate) fn loop_begins(&self) {
        if let Some(reach) = lock(&self.reach).as_mut() {
            reach.started = Some(milliseconds_since_start());
        }
    }

    /// Opens the way to the isolate. A stop that came before takes effect by the flag.
    fn open(&self, isolate: v8::IsolateHandle, event_loop: &Loop) {
        *lock(&self.reach) =
            Some(Reach { isolate, remote: event_loop.remote(), idle: event_loop.idle_time(), started: None });
    }

    fn close(&self) {
        lock(&self.reach).take();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The threads that a thread has started.
#[derive(Default)]
struct Started(RefCell<Vec<Weak<Control>>>);

impl Started {
    fn note(&self, control: &Arc<Control>) {
        let mut threads = self.0.borrow_mut();
        threads.retain(|thread| thread.strong_count() > 0);
        threads.push(Arc::downgrade(control));
    }
}

/// What a thread is made of.
pub struct Setup {
    /// The binary's part, as in the isolate that starts the thread.
    pub seed: Seed,
    /// The options of its program.
    pub options: Options,
    /// What JavaScript calls it, `threadId`.
    pub number: u32,
    /// Name of the thread for the system.
    pub name: String,
    /// Heap limits.
    pub heap: HeapLimits,
    /// Stack its JavaScript may use, in bytes.
    pub stack: usize,
}

/// A running thread. Dropping it stops the thread and waits for its end.
pub struct Thread {
    control: Arc<Control>,
    handle: Option<JoinHandle<()>>,
}

impl Thread {
    /// Starts a thread. `main` begins the program in the fresh isolate; `ended` is called at the end of the thread, on it, when everything of the
    /// isolate is gone.
    pub fn start(
        setup: Setup,
        main: impl FnOnce(&Realm) + Send + 'static,
        ended: impl FnOnce(End) + Send + 'static,
    ) -> std::io::Result<Thread> {
        let control = Arc::new(Control { number: setup.number, name: setup.name.clone(), ..Control::default() });
        let shared = control.clone();
        let handle = std::thread::Builder::new()
            .name(setup.name.replace('\0', ""))
            .stack_size(setup.stack + STACK_MARGIN)
            .spawn(move || {
                sys::signal::block_all();
                let end = run(setup, &shared, main);
                ended(end);
            })?;
        if let Some(runtime) = current() {
            runtime.slot::<Started>().note(&control);
        }
        Ok(Thread { control, handle: Some(handle) })
    }

    /// The hold on its isolate.
    pub fn control(&self) -> &Arc<Control> {
        &self.control
    }

    /// Whether nothing of it runs any more.
    pub fn has_finished(&self) -> bool {
        self.handle.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for the end of the thread.
    pub fn join(&mut self) {
        if let Some(handle) = self.handle.take() {
            // A panic of the thread was reported on it.
            let _ = handle.join();
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        if self.handle.is_some() {
            self.control.stop(End { code: 1, failure: None });
            self.join();
        }
    }
}

fn run(setup: Setup, control: &Arc<Control>, main: impl FnOnce(&Realm)) -> End {
    let event_loop = match Loop::new() {
        Ok(event_loop) => event_loop,
        Err(error) => return End { code: 1, failure: Some(Failure::CannotStart(error.code().into_owned())) },
    };
    let (heap, stack) = (setup.heap, setup.stack);
    let boot = Boot {
        builtins: setup.seed.builtins,
        origin: setup.seed.origin,
        code_cache: setup.seed.code_cache,
        options: setup.options,
        event_loop,
        control: Some(control.clone()),
    };
    let mut realm = Realm::made_by(boot, |params| limits::isolate_with_stack(heap.roomy().apply(params), stack));
    control.open(realm.isolate_handle(), realm.runtime().event_loop());
    if !realm.enforce(heap) {
        control.stop(End::out_of_memory());
    }
    main(&realm);
    let code = realm.runtime().run_to_end();
    drop(realm);
    lock(&control.end).take().unwrap_or(End { code, failure: None })
}

impl Runtime {
    /// Whether the isolate is to end before its work is done. No JavaScript is entered any more then.
    pub fn is_stopping(&self) -> bool {
        self.control.as_ref().is_some_and(|control| control.is_stopping())
    }

    /// Whether JavaScript that was entered gives nothing because it is being ended, so that calling it again is in vain.
    pub fn is_ending(&self, scope: &v8::Isolate) -> bool {
        self.is_stopping() || scope.is_execution_terminating()
    }

    /// The number of a thread that another one has started, `None` for the main thread.
    pub fn thread_number(&self) -> Option<u32> {
        self.control.as_ref().map(|control| control.number)
    }

    /// The threads that this one has started and that have an isolate.
    pub fn threads(&self) -> Vec<Arc<Control>> {
        let started = self.slot::<Started>();
        let threads = started.0.borrow();
        threads.iter().filter_map(Weak::upgrade).filter(|control| control.has_isolate()).collect()
    }

    /// The hold of other threads on this isolate; `None` for the main thread's.
    pub fn control(&self) -> Option<&Arc<Control>> {
        self.control.as_ref()
    }

    /// Ends the program with `code`: the process on the main thread, else the thread, whose JavaScript then ends at the next chance.
    pub fn exit(self: &Rc<Self>, code: i32) {
        match &self.control {
            Some(control) => control.stop(End { code, failure: None }),
            None => {
                self.say_last_words();
                sys::exit::now(code)
            }
        }
    }

    /// Closes the way to the isolate, before it goes.
    pub(crate) fn close_control(&self) {
        if let Some(control) = &self.control {
            control.close();
        }
    }
}
