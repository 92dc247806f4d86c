//! One connected front end: V8's session, and the protocol's domains that V8 does not have.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use engine::inspector::{Inspector, Session};
use serde::Deserialize;
use serde_json::{Value, json};

use super::contexts::with_origin;
use super::resources::Resources;

/// JSON-RPC's code of a call whose parameters are wrong.
const INVALID_PARAMS: i32 = -32602;
/// JSON-RPC's code of a call that the server refuses.
const SERVER_ERROR: i32 = -32000;

/// Domains that only carry events of this runtime: a front end enables them, and [`FrontEnd::emit`] does the rest.
const EVENT_DOMAINS: [&str; 3] = ["Network", "DOMStorage", "NodeRuntime"];

/// A front end of this isolate.
pub struct FrontEnd {
    /// Until it is disconnected.
    session: RefCell<Option<Rc<Session>>>,
    send: Rc<dyn Fn(String)>,
    enabled: RefCell<BTreeSet<&'static str>>,
    /// `None` where programs may not offer any.
    resources: Option<Rc<Resources>>,
    /// It wants to be told when the program waits for it to disconnect, and to go on evaluating until then.
    wants_last_word: Cell<bool>,
    told_of_waiting: Cell<bool>,
}

/// The head of a message.
#[derive(Deserialize)]
struct Call<'a> {
    id: i64,
    #[serde(borrow)]
    method: std::borrow::Cow<'a, str>,
    #[serde(default)]
    params: Params,
}

/// The parameters that the calls answered here have.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Params {
    enabled: bool,
    url: Option<String>,
    handle: Option<String>,
    size: Option<usize>,
}

/// The result of a call, or its error's code and message.
type Answer = Result<Value, (i32, &'static str)>;

impl FrontEnd {
    pub(super) fn new(inspector: &Inspector, send: Rc<dyn Fn(String)>, resources: Option<Rc<Resources>>) -> FrontEnd {
        let for_session = send.clone();
        let session = inspector.connect(Box::new(move |text| for_session(with_origin(&text).into_owned())));
        FrontEnd {
            session: RefCell::new(Some(Rc::new(session))),
            send,
            enabled: RefCell::default(),
            resources,
            wants_last_word: Cell::default(),
            told_of_waiting: Cell::default(),
        }
    }

    /// Takes one message. Answers may be sent before this returns.
    pub fn dispatch(&self, text: &str) {
        let call = serde_json::from_str::<Call<'_>>(text).ok();
        let answered = call.and_then(|call| Some((call.id, self.answer(&call)?)));
        match answered {
            Some((id, Ok(result))) => self.send(&json!({ "id": id, "result": result }).to_string()),
            Some((id, Err((code, message)))) => {
                self.send(&json!({ "id": id, "error": { "code": code, "message": message } }).to_string());
            }
            None => self.with_session(|session| session.dispatch(text)),
        }
    }

    /// The answer to a call of a domain that V8 does not have; `None` leaves it to V8, which knows the words for unknown calls.
    fn answer(&self, call: &Call<'_>) -> Option<Answer> {
        let (domain, method) = call.method.split_once('.')?;
        match (domain, method) {
            ("Network", "loadNetworkResource") => Some(self.load_resource(&call.params)),
            ("IO", _) => self.io(method, &call.params),
            _ => self.switch(domain, method, &call.params),
        }
    }

    /// Switches one of [`EVENT_DOMAINS`].
    fn switch(&self, domain: &str, method: &str, params: &Params) -> Option<Answer> {
        let domain = EVENT_DOMAINS.into_iter().find(|known| *known == domain)?;
        match method {
            "enable" => drop(self.enabled.borrow_mut().insert(domain)),
            "disable" => drop(self.enabled.borrow_mut().remove(domain)),
            "notifyWhenWaitingForDisconnect" if domain == "NodeRuntime" => self.wants_last_word.set(params.enabled),
            _ => return None,
        }
        Some(Ok(json!({})))
    }

    fn load_resource(&self, params: &Params) -> Answer {
        let url = params.url.as_deref().ok_or((INVALID_PARAMS, "Invalid parameters"))?;
        let resources = self.resources.as_ref().ok_or((
            SERVER_ERROR,
            "Network resource loading is not enabled. This feature is experimental and requires \
             --experimental-inspector-network-resource flag to be set.",
        ))?;
        let found = resources.has(url);
        Ok(
            json!({ "resource": if found { json!({ "success": true, "stream": url }) } else { json!({ "success": false }) } }),
        )
    }

    fn io(&self, method: &str, params: &Params) -> Option<Answer> {
        let resources = self.resources.as_ref().filter(|_| matches!(method, "read" | "close"))?;
        let Some(handle) = params.handle.as_deref() else { return Some(Err((INVALID_PARAMS, "Invalid parameters"))) };
        if method == "close" {
            resources.close(handle);
            return Some(Ok(json!({})));
        }
        let piece = resources.read(handle, params.size);
        Some(Ok(json!({ "data": piece.data, "eof": piece.eof })))
    }

    /// Whether the front end has enabled the domain.
    pub(super) fn has_enabled(&self, domain: &str) -> bool {
        self.enabled.borrow().contains(domain)
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

    /// Ends V8's session, at the latest before the inspector goes.
    pub fn disconnect(&self) {
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
