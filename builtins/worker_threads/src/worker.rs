//! A worker as the thread that starts it holds it.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use runtime::permission::{self, Permission};
use runtime::sys::event_loop::{KeepAlive, ParkedId};
use runtime::sys::this_process::clock::milliseconds_since_start;
use runtime::thread::{End, Failure, Setup, Thread};
use runtime::{Callback, JsError, Native, OpError, Options, Parcel, ToV8, class, engine, state, v8};

use crate::directory;
use crate::questions::{Answer, Question};
use crate::settings::{self, ResourceLimits};
use crate::this_thread::{self, Description, ThisThread};

/// The number of threads started so far; the main thread is 0.
static LAST_ID: AtomicU32 = AtomicU32::new(0);

/// A worker, first as its settings, then as its thread.
pub(crate) struct Worker {
    description: RefCell<Description>,
    options: RefCell<Options>,
    environment: runtime::environment::Environment,
    thread: RefCell<Option<Thread>>,
    /// Keeps the loop of the starting thread alive.
    kept: RefCell<Option<KeepAlive>>,
    is_referenced: Cell<bool>,
    has_ended: Cell<bool>,
    /// Questions without an answer.
    asked: Rc<RefCell<HashSet<ParkedId>>>,
}

#[class]
impl Worker {
    /// Checks the settings. `environment` is names and values alternating, or nothing to share the one of this thread; `port` is the worker's end of
    /// the controlling channel.
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        name: String,
        exec_argv: Option<Vec<String>>,
        node_options: Option<String>,
        environment: Option<Vec<String>>,
        limits: Vec<f64>,
        port: Native<'s, Parcel>,
    ) -> Result<Worker, OpError> {
        permission::require(scope, Permission::WorkerThreads, "")?;
        // Whether front ends may attach to it is asked when they do; here who subscribes hears of it.
        permission::query(scope, Permission::Inspector, None);
        let runtime = state(scope);
        let options = settings::options(&runtime, exec_argv, node_options.as_deref())?;
        let description = Description {
            id: LAST_ID.fetch_add(1, Ordering::Relaxed) + 1,
            name,
            limits: ResourceLimits::of(&limits).resolve(),
            port: port.contents(),
            shares_environment: environment.is_none(),
        };
        Ok(Worker {
            description: RefCell::new(description),
            options: RefCell::new(options),
            environment: settings::environment(&runtime, environment),
            thread: RefCell::default(),
            kept: RefCell::default(),
            is_referenced: Cell::new(true),
            has_ended: Cell::new(false),
            asked: Rc::default(),
        })
    }

    /// `threadId`.
    #[getter]
    fn id(&self) -> u32 {
        self.description.borrow().id
    }

    /// The limits in effect, in the order of the constructor's.
    #[method]
    fn limits(&self) -> Vec<f64> {
        self.description.borrow().limits.list()
    }

    /// Starts the thread. `ended(code, failure, detail)` is called when nothing of it is left.
    #[method]
    fn start<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        this: v8::Local<'s, v8::Object>,
        ended: v8::Local<'s, v8::Function>,
    ) -> Result<(), OpError> {
        let runtime = state(scope);
        let event_loop = runtime.event_loop().clone();
        let (callback, this) = (Callback::new(scope, ended), v8::Global::new(scope, this));
        let outcome: Arc<Mutex<Option<End>>> = Arc::default();
        let told = outcome.clone();
        let parked = event_loop.park(Box::new(move || {
            let end = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
            finish(&callback, &this, end.unwrap_or(End { code: 1, failure: None }));
        }));
        let remote = event_loop.remote();
        let description = self.description.borrow().clone();
        let setup = Setup {
            seed: runtime.seed(),
            options: self.options.take(),
            number: description.id,
            name: if description.name.is_empty() { "WorkerThread".into() } else { description.name.clone() },
            heap: description.limits.heap(),
            stack: description.limits.stack(),
        };
        let (environment, id) = (self.environment.clone(), description.id);
        // Its program can answer to the thread that starts it.
        directory::open(this_thread::id(scope), &event_loop);
        directory::announce(id);
        let main = move |realm: &runtime::Realm| {
            let runtime = realm.runtime();
            runtime.set_environment(environment);
            directory::open(id, runtime.event_loop());
            *runtime.slot::<ThisThread>().0.borrow_mut() = Some(description);
            realm.call_builtin("internal:worker_threads/main", "start");
        };
        let ended = move |end: End| {
            directory::close(id);
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
            remote.post(Box::new(move |event_loop| {
                if let Some(finish) = event_loop.unpark(parked) {
                    finish();
                }
            }));
        };
        let thread = Thread::start(setup, main, ended).map_err(|error| {
            directory::close(id);
            JsError::error(error.to_string()).with_code("ERR_WORKER_INIT_FAILED")
        })?;
        *self.thread.borrow_mut() = Some(thread);
        self.keep(&event_loop);
        Ok(())
    }

    /// Ends the thread as soon as its JavaScript can be stopped.
    #[method]
    fn stop(&self) {
        if let Some(thread) = self.thread.borrow().as_ref() {
            thread.control().stop(End { code: 1, failure: None });
        }
    }

    /// Waits for the end of the thread, which has announced it.
    #[method]
    fn join(&self, scope: &mut v8::PinScope<'_, '_>) {
        self.kept.take();
        // Nobody answers any more.
        for asked in self.asked.take() {
            state(scope).event_loop().unpark(asked);
        }
        self.has_ended.set(true);
        if let Some(mut thread) = self.thread.take() {
            thread.join();
        }
    }

    /// Whether the thread has ended, or never began; the callback of `start` may not have been called yet.
    #[method]
    fn has_finished(&self) -> bool {
        self.thread.borrow().as_ref().is_none_or(Thread::has_finished)
    }

    /// Asks the worker's thread; `answered(answer)` follows unless the worker ends before. False when it has no isolate.
    #[method]
    fn ask(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        question: i32,
        words: String,
        answered: v8::Local<'_, v8::Function>,
    ) -> bool {
        let Some(control) = self.thread.borrow().as_ref().map(|thread| thread.control().clone()) else { return false };
        let event_loop = state(scope).event_loop().clone();
        let answer: Arc<Mutex<Option<Answer>>> = Arc::default();
        let (given, callback) = (answer.clone(), Callback::new(scope, answered));
        let (own, asked) = (Rc::new(Cell::new(None)), self.asked.clone());
        let id = own.clone();
        let parked = event_loop.park(Box::new(move || {
            if let Some(id) = id.get() {
                asked.borrow_mut().remove(&id);
            }
            let answer = given.lock().unwrap_or_else(PoisonError::into_inner).take();
            callback.call(|scope| {
                let answer = answer.and_then(|answer| answer.to_v8(scope).ok());
                [answer.unwrap_or_else(|| v8::undefined(scope).into())]
            });
        }));
        own.set(Some(parked));
        self.asked.borrow_mut().insert(parked);
        let (question, remote) = (Question::from_number(question, words), event_loop.remote());
        control.interrupt(Box::new(move |isolate| {
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(question.answer(isolate));
            remote.post(Box::new(move |event_loop| {
                if let Some(tell) = event_loop.unpark(parked) {
                    tell();
                }
            }));
        }))
    }

    /// `[started, idle, now]` of the worker's loop, in milliseconds; `started` is 0 while there is none.
    #[method]
    fn loop_times(&self) -> Vec<f64> {
        let times = self.thread.borrow().as_ref().and_then(|thread| thread.control().loop_times());
        let (started, idle) = times.unwrap_or_default();
        vec![started, idle, milliseconds_since_start()]
    }

    /// Lets the worker keep the loop alive.
    #[method]
    fn reference(&self, scope: &mut v8::PinScope<'_, '_>) {
        self.is_referenced.set(true);
        self.keep(state(scope).event_loop());
    }

    /// Lets the loop end although the worker runs.
    #[method]
    fn unreference(&self) {
        self.is_referenced.set(false);
        self.kept.take();
    }

    /// Whether the worker keeps the loop alive while it runs.
    #[method]
    fn has_reference(&self) -> bool {
        self.is_referenced.get()
    }

    fn keep(&self, event_loop: &runtime::sys::event_loop::Loop) {
        let wanted = self.is_referenced.get() && !self.has_ended.get() && self.thread.borrow().is_some();
        let mut kept = self.kept.borrow_mut();
        if wanted && kept.is_none() {
            *kept = Some(event_loop.reference("Worker"));
        }
    }
}

fn finish(callback: &Callback, worker: &v8::Global<v8::Object>, end: End) {
    callback.runtime().call_into_js(|scope| {
        let worker = v8::Local::new(scope, worker);
        if let Some(worker) = Native::<Worker>::of(scope, worker) {
            worker.join(scope);
        }
        let (code, detail) = match end.failure {
            None => ("", String::new()),
            Some(Failure::OutOfMemory) => ("ERR_WORKER_OUT_OF_MEMORY", String::from("JS heap out of memory")),
            Some(Failure::CannotStart(reason)) => ("ERR_WORKER_INIT_FAILED", reason),
        };
        let arguments = [
            v8::Integer::new(scope, end.code).into(),
            engine::string(scope, code).into(),
            engine::string(scope, &detail).into(),
        ];
        callback.call_in(scope, &arguments);
    });
}
