//! The inspector of this isolate: its sessions, and the messages that other threads send to it.
//!
//! Front ends of the network talk from threads of their own. What they send lands in an [`Inbox`], and the isolate's thread takes it from
//! there in one of three places: in the event loop, in an interrupt of busy JavaScript, or in the loop of a pause, where it waits for nothing else.

mod caller;
mod contexts;
mod frontend;
mod on_signal;
mod resources;

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use engine::inspector::{Client, Inspector, Interrupter};
use engine::v8;
use sys::event_loop::Remote;

use crate::state::{self, Runtime};

pub use caller::Caller;
pub use frontend::FrontEnd;
pub use on_signal::start_on_signal;
pub use resources::Resources;

/// What a front end of another thread has done.
enum Note {
    Connected(u32, Box<dyn Fn(String) + Send>),
    Message(u32, String),
    Gone(u32),
}

/// The way to an isolate's inspector from other threads.
pub struct Inbox {
    notes: Mutex<VecDeque<Note>>,
    arrived: Condvar,
    remote: Remote,
    interrupter: Interrupter,
    next_session: AtomicU32,
}

impl Inbox {
    /// Connects a front end whose messages `send` takes.
    pub fn connect(self: &Arc<Self>, send: Box<dyn Fn(String) + Send>) -> RemoteSession {
        let id = self.next_session.fetch_add(1, Ordering::Relaxed);
        self.post(Note::Connected(id, send));
        RemoteSession { inbox: self.clone(), id }
    }

    fn post(&self, note: Note) {
        self.lock().push_back(note);
        self.arrived.notify_all();
        self.remote.post(Box::new(|_| {
            if let Some(runtime) = state::current() {
                runtime.call_into_js(|_scope| Agent::of(&runtime).take_notes());
            }
        }));
        self.interrupter.request(|| {
            if let Some(agent) = state::current().and_then(|runtime| Agent::existing(&runtime)) {
                agent.take_notes();
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Note>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<Note> {
        self.lock().pop_front()
    }

    /// Sleeps until a note is there.
    fn wait(&self) {
        let notes = self.arrived.wait_while(self.lock(), |notes| notes.is_empty());
        drop(notes.unwrap_or_else(PoisonError::into_inner));
    }
}

/// A front end on another thread. Dropping it disconnects.
pub struct RemoteSession {
    inbox: Arc<Inbox>,
    id: u32,
}

impl RemoteSession {
    /// Sends a message of the protocol to the isolate.
    pub fn message(&self, text: String) {
        self.inbox.post(Note::Message(self.id, text));
    }
}

impl Drop for RemoteSession {
    fn drop(&mut self) {
        self.inbox.post(Note::Gone(self.id));
    }
}

/// What holds the isolate's thread in [`Agent::hold`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// JavaScript is paused.
    Pause,
    /// The program waits for a front end to say that it may run.
    FrontEnd,
    /// The program has ended and waits for a front end to go.
    Disconnect,
}

/// The inspector of an isolate, made when somebody first asks for it.
pub struct Agent {
    inspector: Inspector,
    inbox: Arc<Inbox>,
    /// Front ends of other threads.
    remote: RefCell<BTreeMap<u32, Rc<FrontEnd>>>,
    /// Front ends of this thread, which their owners hold.
    local: RefCell<Vec<Weak<FrontEnd>>>,
    holds: RefCell<Vec<Hold>>,
    /// What the program offers, where `--experimental-inspector-network-resource` lets it.
    resources: Option<Rc<Resources>>,
}

#[derive(Default)]
struct Slot(RefCell<Option<Rc<Agent>>>);

impl Agent {
    /// The agent of a runtime.
    pub fn of(runtime: &Rc<Runtime>) -> Rc<Agent> {
        let slot = runtime.slot::<Slot>();
        let known = slot.0.borrow().clone();
        known.unwrap_or_else(|| {
            let made = Rc::new(Agent::new(runtime));
            slot.0.replace(Some(made.clone()));
            made
        })
    }

    /// The agent, if one was made: by who inspects, or so that `SIGUSR1` can start the inspector.
    pub fn existing(runtime: &Rc<Runtime>) -> Option<Rc<Agent>> {
        runtime.slot::<Slot>().0.borrow().clone()
    }

    fn new(runtime: &Rc<Runtime>) -> Agent {
        runtime.isolate.with_scope(&runtime.context, |scope| {
            let inspector = Inspector::new(scope, runtime.isolate, runtime.context.clone(), Box::new(Asking));
            let context = v8::Local::new(scope, &runtime.context);
            inspector.context_created(context, &contexts::main_name(runtime), r#"{"isDefault":true}"#);
            Agent {
                inspector,
                inbox: Arc::new(Inbox {
                    notes: Mutex::default(),
                    arrived: Condvar::new(),
                    remote: runtime.event_loop.remote(),
                    interrupter: Interrupter::new(scope),
                    next_session: AtomicU32::new(0),
                }),
                remote: RefCell::default(),
                local: RefCell::default(),
                holds: RefCell::default(),
                resources: runtime.options().flag("--experimental-inspector-network-resource").then(Rc::default),
            }
        })
    }

    /// Tells front ends of a context that the program has made. V8 sees when it is gone.
    pub fn context_created(&self, context: v8::Local<'_, v8::Context>, name: &str, origin: &str) {
        self.inspector.context_created(context, name, &contexts::described(origin));
    }

    /// What the program offers; `None` where the option does not let it.
    pub fn resources(&self) -> Option<&Resources> {
        self.resources.as_deref()
    }

    /// The way here from other threads.
    pub fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    /// How many front ends of other threads are connected.
    pub fn remote_sessions(&self) -> usize {
        self.remote.borrow().len()
    }

    /// Connects a front end of this thread.
    pub fn connect(&self, send: Rc<dyn Fn(String)>) -> Rc<FrontEnd> {
        let made = Rc::new(FrontEnd::new(&self.inspector, send, self.resources.clone()));
        let mut local = self.local.borrow_mut();
        local.retain(|other| other.strong_count() > 0);
        local.push(Rc::downgrade(&made));
        made
    }

    /// Sends the event `name` (`Network.requestWillBeSent`) with `params`, a JSON object, to the front ends that have enabled its domain.
    pub fn emit(&self, name: &str, params: &str) {
        let message = format!(r#"{{"method":"{name}","params":{params}}}"#);
        let domain = name.split('.').next().unwrap_or_default();
        for front_end in self.front_ends().iter().filter(|front_end| front_end.has_enabled(domain)) {
            front_end.send(&message);
        }
    }

    fn front_ends(&self) -> Vec<Rc<FrontEnd>> {
        let local = self.local.borrow();
        self.remote.borrow().values().cloned().chain(local.iter().filter_map(Weak::upgrade)).collect()
    }

    /// Pauses at the next statement of JavaScript, for front ends of other threads.
    pub fn pause_on_next_statement(&self, reason: &str) {
        let front_ends: Vec<_> = self.remote.borrow().values().cloned().collect();
        for front_end in front_ends {
            front_end.pause_on_next_statement(reason);
        }
    }

    /// Waits until a front end says that the program may run.
    pub fn wait_for_frontend(&self) {
        self.remote.borrow().values().for_each(|front_end| front_end.forget_waiting());
        self.hold(Hold::FrontEnd);
    }

    /// Tells front ends that the program has ended, and waits for them to go: first for those that want to evaluate until then.
    pub fn wait_for_disconnect(&self, scope: &mut v8::PinScope<'_, '_>) {
        for front_end in self.remote.borrow().values().filter(|front_end| front_end.wants_last_word()) {
            front_end.send(r#"{"method":"NodeRuntime.waitingForDisconnect"}"#);
        }
        while self.remote.borrow().values().any(|front_end| front_end.wants_last_word()) {
            self.hold(Hold::Disconnect);
        }
        let context = scope.get_current_context();
        self.inspector.context_destroyed(context);
        if self.remote_sessions() == 0 {
            return;
        }
        sys::exit::write_stderr(b"Waiting for the debugger to disconnect...\n");
        while self.remote_sessions() > 0 {
            self.hold(Hold::Disconnect);
        }
    }

    /// JavaScript is paused. Only front ends of other threads can let it go on: those of this thread have nothing that runs, so that the pause
    /// ends at once.
    fn hold_in_pause(&self) {
        if self.remote_sessions() > 0 {
            self.hold(Hold::Pause);
        }
    }

    /// Does nothing but take notes until the hold is released.
    fn hold(&self, hold: Hold) {
        let depth = self.holds.borrow().len();
        self.holds.borrow_mut().push(hold);
        self.remote.borrow().values().for_each(|front_end| self.tell_of_waiting(front_end));
        self.take_notes();
        while self.holds.borrow().len() > depth {
            self.inbox.wait();
            self.take_notes();
        }
    }

    /// Ends the innermost hold of this kind, and those inside it.
    fn release(&self, hold: Hold) {
        let mut holds = self.holds.borrow_mut();
        if let Some(index) = holds.iter().rposition(|other| *other == hold) {
            holds.truncate(index);
        }
    }

    fn take_notes(&self) {
        while let Some(note) = self.inbox.take() {
            match note {
                Note::Connected(id, send) => self.attach(id, send),
                Note::Message(id, text) => self.dispatch(id, &text),
                Note::Gone(id) => self.detach(id),
            }
        }
    }

    fn attach(&self, id: u32, send: Box<dyn Fn(String) + Send>) {
        sys::exit::write_stderr(b"Debugger attached.\n");
        let front_end = Rc::new(FrontEnd::new(&self.inspector, Rc::new(send), self.resources.clone()));
        self.remote.borrow_mut().insert(id, front_end);
    }

    fn dispatch(&self, id: u32, text: &str) {
        let front_end = self.remote.borrow().get(&id).cloned();
        if let (Some(front_end), Some(runtime)) = (front_end, state::current()) {
            runtime.isolate.with_scope(&runtime.context, |_scope| front_end.dispatch(text));
            self.tell_of_waiting(&front_end);
        }
    }

    /// A front end that has enabled the domain learns, once, that the program waits for it.
    fn tell_of_waiting(&self, front_end: &FrontEnd) {
        let waits = self.holds.borrow().contains(&Hold::FrontEnd);
        if waits && front_end.has_enabled("NodeRuntime") && !front_end.was_told_of_waiting() {
            front_end.send(r#"{"method":"NodeRuntime.waitingForDebugger"}"#);
        }
    }

    fn detach(&self, id: u32) {
        let front_end = self.remote.borrow_mut().remove(&id);
        if let Some(front_end) = front_end {
            front_end.disconnect();
        }
        self.release(Hold::Disconnect);
        if self.remote_sessions() == 0 {
            // Nobody is left who could resume.
            self.release(Hold::Pause);
        }
    }
}

impl Drop for Agent {
    /// JavaScript objects may still hold front ends, but V8's sessions have to end before the inspector.
    fn drop(&mut self) {
        for front_end in self.front_ends() {
            front_end.disconnect();
        }
    }
}

/// Tells front ends of an exception that nobody caught, if there are any.
pub(crate) fn report_uncaught(
    runtime: &Rc<Runtime>,
    scope: &mut v8::PinScope<'_, '_>,
    exception: v8::Local<'_, v8::Value>,
    message: Option<v8::Local<'_, v8::Message>>,
) {
    let Some(agent) = Agent::existing(runtime) else { return };
    let message = message.unwrap_or_else(|| v8::Exception::create_message(scope, exception));
    let context = scope.get_current_context();
    agent.inspector.exception_thrown(scope, context, exception, message);
}

/// Answers V8 with the agent of the running isolate.
struct Asking;

impl Asking {
    fn agent() -> Option<Rc<Agent>> {
        state::current().and_then(|runtime| Agent::existing(&runtime))
    }
}

impl Client for Asking {
    fn run_message_loop_on_pause(&self) {
        if let Some(agent) = Self::agent() {
            agent.hold_in_pause();
        }
    }

    fn quit_message_loop_on_pause(&self) {
        if let Some(agent) = Self::agent() {
            agent.release(Hold::Pause);
        }
    }

    fn run_if_waiting_for_debugger(&self) {
        if let Some(agent) = Self::agent() {
            agent.release(Hold::FrontEnd);
        }
    }

    fn resource_name_to_url(&self, name: &str) -> Option<String> {
        name.starts_with('/').then(|| file_url(name))
    }
}

/// The URL of an absolute path.
fn file_url(path: &str) -> String {
    let mut url = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}
