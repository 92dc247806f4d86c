//! The inspector of this isolate: its sessions, and the messages that other threads send to it.
//!
//! Front ends of the network talk from threads of their own. What they send lands in an [`Inbox`], and the isolate's thread takes it from
//! there in one of three places: in the event loop, in an interrupt of busy JavaScript, or in the loop of a pause, where it waits for nothing else.
//! Threads of the program that inspect each other use the same way.

mod attached;
mod caller;
mod contexts;
mod frontend;
mod inbox;
mod listeners;
mod notes;
mod on_signal;
mod resources;
mod scripted;
mod waiting;
mod workers;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use engine::inspector::{Client, Inspector, Interrupter};
use engine::v8;

use crate::state::{self, Runtime};

pub use caller::Caller;
pub use frontend::FrontEnd;
pub use inbox::{Inbox, Origin, RemoteSession};
pub use on_signal::start_on_signal;
pub use resources::put_resource;
pub use workers::Start;

use frontend::Settings;
use inbox::Note;
use listeners::Listeners;
use waiting::{Expectation, Hold};

/// The module that shows front ends what the console prints.
const CONSOLE: &str = "internal:inspector/console";
/// The module that tells V8 of timers, requests and ticks.
const ASYNC_STACKS: &str = "internal:inspector/async_stacks";

/// The inspector of an isolate, made when somebody first asks for it.
pub struct Agent {
    inspector: Inspector,
    inbox: Arc<Inbox>,
    /// Front ends of other threads.
    remote: RefCell<BTreeMap<u32, Rc<FrontEnd>>>,
    /// Front ends of this thread, which their owners hold.
    local: RefCell<Vec<Weak<FrontEnd>>>,
    listeners: Listeners,
    holds: RefCell<Vec<Hold>>,
    expectation: Cell<Expectation>,
    /// The number of a worker, `None` in the main thread.
    thread: Option<u32>,
    /// Front ends are told of workers as targets of their own (`--experimental-worker-inspection`).
    shows_targets: bool,
    /// Programs may offer texts (`--experimental-inspector-network-resource`).
    offers_resources: bool,
    /// V8 is told of asynchronous tasks.
    tells_of_tasks: Cell<bool>,
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
        let options = runtime.options();
        let (inspector, interrupter) = runtime.isolate.with_scope(&runtime.context, |scope| {
            let inspector = Inspector::new(scope, runtime.isolate, runtime.context.clone(), Box::new(Asking));
            let context = v8::Local::new(scope, &runtime.context);
            inspector.context_created(context, &contexts::main_name(runtime), r#"{"isDefault":true}"#);
            (inspector, Interrupter::new(scope))
        });
        let inbox = Arc::new(Inbox::new(runtime.event_loop.remote(), interrupter));
        let for_control = inbox.clone();
        match runtime.control() {
            Some(control) => control.at_stop(Box::new(move || for_control.post(Note::Stop))),
            None => workers::tell_main(for_control),
        }
        Agent {
            inspector,
            inbox,
            remote: RefCell::default(),
            local: RefCell::default(),
            listeners: Listeners::default(),
            holds: RefCell::default(),
            expectation: Cell::default(),
            thread: runtime.thread_number(),
            shows_targets: options.flag("--experimental-worker-inspection"),
            offers_resources: options.flag("--experimental-inspector-network-resource"),
            tells_of_tasks: Cell::new(false),
        }
    }

    /// Tells front ends of a context that the program has made. V8 sees when it is gone.
    pub fn context_created(&self, context: v8::Local<'_, v8::Context>, name: &str, origin: &str) {
        self.inspector.context_created(context, name, &contexts::described(origin));
    }

    /// V8's part, which is told of asynchronous tasks.
    pub fn inspector(&self) -> &Inspector {
        &self.inspector
    }

    /// Whether programs may offer texts.
    pub fn offers_resources(&self) -> bool {
        self.offers_resources
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
        let made = self.front_end(self.inbox.next_id(), send);
        let mut local = self.local.borrow_mut();
        local.retain(|other| other.strong_count() > 0);
        local.push(Rc::downgrade(&made));
        made
    }

    fn front_end(&self, id: u32, send: Rc<dyn Fn(String)>) -> Rc<FrontEnd> {
        let settings = Settings {
            id,
            inbox: self.inbox.clone(),
            sees_workers: self.thread.is_none(),
            sees_resources: self.offers_resources,
        };
        Rc::new(FrontEnd::new(&self.inspector, settings, send))
    }

    /// Sends a message to a front end of this isolate.
    pub fn send(&self, front_end: u32, message: &str) {
        if let Some(front_end) = self.front_ends().iter().find(|other| other.id() == front_end) {
            front_end.send(message);
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

    /// Tells V8 of asynchronous tasks from now on, or no more, by what front ends want.
    fn follow_async_depth(&self, runtime: &Rc<Runtime>) {
        let is_wanted = self.front_ends().iter().any(|front_end| front_end.wants_async_stacks());
        if self.tells_of_tasks.replace(is_wanted) != is_wanted {
            runtime.call_builtin(ASYNC_STACKS, if is_wanted { "start" } else { "stop" });
        }
    }
}

impl Drop for Agent {
    /// JavaScript objects may still hold front ends, but V8's sessions have to end before the inspector.
    fn drop(&mut self) {
        match self.thread {
            Some(thread) => workers::ended(thread),
            None => workers::forget_main(),
        }
        for front_end in self.front_ends() {
            front_end.end_session();
        }
    }
}

/// Follows a change of what the front ends of this isolate want to see.
fn follow_async_depth() {
    let runtime = state::current();
    if let Some((runtime, agent)) = runtime.and_then(|runtime| Some((runtime.clone(), Agent::existing(&runtime)?))) {
        agent.follow_async_depth(&runtime);
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
