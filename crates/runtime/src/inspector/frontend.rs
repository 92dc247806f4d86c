//! One connected front end: V8's session, and the protocol's domains that V8 does not have.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use engine::inspector::{Inspector, Session};
use serde::Deserialize;
use serde_json::{Value, json};

use super::attached::{Asking, Attached};
use super::contexts::with_origin;
use super::follow_async_depth;
use super::inbox::Inbox;
use super::resources::Reader;
use super::scripted;
use super::workers::Worker;

/// JSON-RPC's code of a call whose parameters are wrong.
const INVALID_PARAMS: i32 = -32602;
/// JSON-RPC's code of a call that the server refuses.
pub(super) const SERVER_ERROR: i32 = -32000;
/// What Chrome answers to a message for a session that is not there.
const NO_SESSION: &str = r#"{"code":-32001,"message":"Session with given id not found."}"#;

/// The result of a call, or its error's code and message.
pub(super) type Answer = Result<Value, (i32, &'static str)>;

/// The answer to a call whose parameters are wrong.
pub(super) fn invalid() -> Answer {
    Err((INVALID_PARAMS, "Invalid parameters"))
}

/// Who a front end is and what it may.
pub(super) struct Settings {
    pub(super) id: u32,
    pub(super) inbox: Arc<Inbox>,
    /// Workers are seen from the main thread only.
    pub(super) sees_workers: bool,
    /// Programs may offer texts.
    pub(super) sees_resources: bool,
}

/// A front end of this isolate.
pub struct FrontEnd {
    settings: Settings,
    /// Until it is disconnected.
    session: RefCell<Option<Rc<Session>>>,
    send: Rc<dyn Fn(String)>,
    attached: Attached,
    reader: Reader,
    /// It has enabled the domain NodeRuntime.
    follows_runtime: Cell<bool>,
    /// It wants to be told when the program waits for it to disconnect, and to go on evaluating until then.
    wants_last_word: Cell<bool>,
    told_of_waiting: Cell<bool>,
    /// Domains written in JavaScript know it.
    is_scripted: Cell<bool>,
    depth: Rc<AsyncDepth>,
}

/// How deep a front end wants to see the origin of what runs, which V8 does not tell whoever embeds it.
#[derive(Default)]
struct AsyncDepth {
    depth: Cell<u64>,
    /// A call that changes it, and to what.
    asked: Cell<Option<(i64, u64)>>,
}

impl AsyncDepth {
    /// Looks for the answer to the call.
    fn notice(&self, sent: &str) {
        let Some((id, depth)) = self.asked.get() else { return };
        if sent.starts_with(&format!(r#"{{"id":{id},"result":"#)) {
            self.depth.set(depth);
        }
    }
}

/// The head of a message.
#[derive(Deserialize)]
struct Call<'a> {
    id: i64,
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(default)]
    params: Value,
    #[serde(default, rename = "sessionId")]
    session: Option<String>,
}

impl Call<'_> {
    /// The message for the worker of a session.
    fn without_session(&self) -> String {
        json!({ "id": self.id, "method": self.method, "params": self.params }).to_string()
    }
}

impl FrontEnd {
    pub(super) fn new(inspector: &Inspector, settings: Settings, send: Rc<dyn Fn(String)>) -> FrontEnd {
        let (for_session, depth) = (send.clone(), Rc::<AsyncDepth>::default());
        let noticing = depth.clone();
        let session = inspector.connect(Box::new(move |text| {
            noticing.notice(&text);
            for_session(with_origin(text));
        }));
        FrontEnd {
            settings,
            session: RefCell::new(Some(Rc::new(session))),
            send,
            attached: Attached::default(),
            reader: Reader::default(),
            follows_runtime: Cell::default(),
            wants_last_word: Cell::default(),
            told_of_waiting: Cell::default(),
            is_scripted: Cell::default(),
            depth,
        }
    }

    /// Takes one message. Answers may be sent before this returns.
    pub fn dispatch(&self, text: &str) {
        match serde_json::from_str::<Call<'_>>(text) {
            Ok(call) => self.take(&call, text),
            // V8 knows the words for what is no call.
            Err(_) => self.with_session(|session| session.dispatch(text)),
        }
    }

    fn take(&self, call: &Call<'_>, text: &str) {
        if let Some(session) = &call.session {
            return self.forward(session, call);
        }
        match self.answer(call) {
            Some(Ok(result)) => self.respond(call.id, "result", &result.to_string()),
            Some(Err((code, message))) => {
                self.respond(call.id, "error", &json!({ "code": code, "message": message }).to_string());
            }
            None => self.ask_further(call, text),
        }
    }

    fn forward(&self, session: &str, call: &Call<'_>) {
        if !self.attached.forward(session, call.without_session()) {
            self.respond(call.id, "error", NO_SESSION);
        }
    }

    fn respond(&self, id: i64, kind: &str, value: &str) {
        self.send(&format!(r#"{{"id":{id},"{kind}":{value}}}"#));
    }

    /// The answer to a call of a domain that V8 does not have.
    fn answer(&self, call: &Call<'_>) -> Option<Answer> {
        let (domain, method) = call.method.split_once('.')?;
        match domain {
            "NodeRuntime" => self.runtime(method, &call.params),
            "NodeWorker" if self.settings.sees_workers => {
                self.attached.node_worker(method, &call.params, &self.asking())
            }
            "Target" if self.settings.sees_workers => self.attached.target(method, &call.params, &self.asking()),
            "Network" if method == "loadNetworkResource" => {
                Some(self.reader.load(&call.params, self.settings.sees_resources))
            }
            "IO" if self.settings.sees_resources => self.reader.io(method, &call.params),
            _ => None,
        }
    }

    /// Asks the domains that are written in JavaScript, then V8, which also knows the words for unknown calls.
    fn ask_further(&self, call: &Call<'_>, text: &str) {
        if scripted::knows(&call.method) {
            self.is_scripted.set(true);
            if let Some((kind, value)) = scripted::answer(self.settings.id, &call.method, &call.params) {
                return self.respond(call.id, kind, &value);
            }
        }
        let is_console = call.params["includeCommandLineAPI"] == true;
        let _lent = is_console.then(scripted::lend_console_names);
        let depth = depth_asked(call);
        self.depth.asked.set(depth);
        self.with_session(|session| session.dispatch(text));
        if depth.is_some() {
            self.depth.asked.set(None);
            follow_async_depth();
        }
    }

    fn runtime(&self, method: &str, params: &Value) -> Option<Answer> {
        match (method, params["enabled"].as_bool()) {
            ("enable", _) => self.follows_runtime.set(true),
            ("disable", _) => self.follows_runtime.set(false),
            ("notifyWhenWaitingForDisconnect", Some(enabled)) => self.wants_last_word.set(enabled),
            ("notifyWhenWaitingForDisconnect", None) => return Some(invalid()),
            _ => return None,
        }
        Some(Ok(json!({})))
    }

    fn asking(&self) -> Asking<'_> {
        Asking { front_end: self.settings.id, inbox: &self.settings.inbox, send: &*self.send }
    }

    /// From now on it is told of targets.
    pub(super) fn show_targets(&self) {
        self.attached.show_targets(&self.asking());
    }

    pub(super) fn worker_started(&self, worker: &Arc<Worker>) {
        self.attached.worker_started(worker, &self.asking());
    }

    pub(super) fn worker_ended(&self, id: u32) {
        self.attached.worker_ended(id, &self.asking());
    }

    /// A worker has sent a message in one of its sessions.
    pub(super) fn received(&self, session: u32, text: String) {
        if let Some(message) = self.attached.received(session, text) {
            self.send(&message);
        }
    }

    /// Its number among the front ends of the isolate.
    pub(super) fn id(&self) -> u32 {
        self.settings.id
    }

    /// Whether it is told how the runtime fares.
    pub(super) fn follows_runtime(&self) -> bool {
        self.follows_runtime.get()
    }

    /// Whether it wants to see where what runs was scheduled.
    pub(super) fn wants_async_stacks(&self) -> bool {
        self.depth.depth.get() > 0
    }

    pub(super) fn wants_last_word(&self) -> bool {
        self.wants_last_word.get()
    }

    /// Whether this was asked before.
    pub(super) fn was_told_of_waiting(&self) -> bool {
        self.told_of_waiting.replace(true)
    }

    /// The program is about to wait anew.
    pub(super) fn forget_waiting(&self) {
        self.told_of_waiting.set(false);
    }

    /// Sends a message as it is.
    pub(super) fn send(&self, message: &str) {
        (self.send)(message.to_owned());
    }

    pub(super) fn pause_on_next_statement(&self, reason: &str) {
        self.with_session(|session| session.pause_on_next_statement(reason));
    }

    /// Ends the front end's part: it has gone.
    pub fn disconnect(&self) {
        let had_depth = self.wants_async_stacks();
        self.end_session();
        if had_depth {
            follow_async_depth();
        }
        if self.is_scripted.take() {
            scripted::forget(self.settings.id);
        }
    }

    /// Ends V8's session, at the latest before the inspector goes.
    pub(super) fn end_session(&self) {
        self.attached.clear();
        self.depth.depth.set(0);
        let session = self.session.borrow_mut().take();
        drop(session);
    }

    fn with_session(&self, body: impl FnOnce(&Session)) {
        if let Some(session) = self.session() {
            body(&session);
        }
    }

    /// V8's session, until the front end is disconnected.
    pub(super) fn session(&self) -> Option<Rc<Session>> {
        self.session.borrow().clone()
    }
}

/// The depth that a call asks for.
fn depth_asked(call: &Call<'_>) -> Option<(i64, u64)> {
    match &*call.method {
        "Debugger.setAsyncCallStackDepth" => Some((call.id, call.params["maxDepth"].as_u64()?)),
        "Debugger.disable" => Some((call.id, 0)),
        _ => None,
    }
}
