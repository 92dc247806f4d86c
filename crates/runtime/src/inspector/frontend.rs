//! One connected front end: V8's session, and the protocol's domains that V8 does not have.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use engine::inspector::{Inspector, Session};
use serde::Deserialize;

/// Domains that only carry events of this runtime: a front end enables them, and [`FrontEnd::emit`] does the rest.
const EVENT_DOMAINS: [&str; 3] = ["Network", "DOMStorage", "NodeRuntime"];

/// A front end of this isolate.
pub struct FrontEnd {
    /// Until it is disconnected.
    session: RefCell<Option<Rc<Session>>>,
    send: Rc<dyn Fn(String)>,
    enabled: RefCell<BTreeSet<&'static str>>,
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

/// The only parameter that the calls answered here have.
#[derive(Default, Deserialize)]
struct Params {
    #[serde(default)]
    enabled: bool,
}

impl FrontEnd {
    pub(super) fn new(inspector: &Inspector, send: Rc<dyn Fn(String)>) -> FrontEnd {
        let for_session = send.clone();
        let session = inspector.connect(Box::new(move |text| for_session(text)));
        FrontEnd {
            session: RefCell::new(Some(Rc::new(session))),
            send,
            enabled: RefCell::default(),
            wants_last_word: Cell::default(),
            told_of_waiting: Cell::default(),
        }
    }

    /// Takes one message. Answers may be sent before this returns.
    pub fn dispatch(&self, text: &str) {
        let call = serde_json::from_str::<Call<'_>>(text).ok();
        match call.filter(|call| self.take(call)) {
            Some(call) => (self.send)(serde_json::json!({ "id": call.id, "result": {} }).to_string()),
            None => self.with_session(|session| session.dispatch(text)),
        }
    }

    /// Does what a call of one of [`EVENT_DOMAINS`] asks for; false leaves it to V8.
    fn take(&self, call: &Call<'_>) -> bool {
        let Some((domain, method)) = call.method.split_once('.') else { return false };
        let Some(domain) = EVENT_DOMAINS.into_iter().find(|known| *known == domain) else { return false };
        match method {
            "enable" => drop(self.enabled.borrow_mut().insert(domain)),
            "disable" => drop(self.enabled.borrow_mut().remove(domain)),
            "notifyWhenWaitingForDisconnect" if domain == "NodeRuntime" => {
                self.wants_last_word.set(call.params.enabled)
            }
            _ => return false,
        }
        true
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
        let session = self.session.borrow().clone();
        if let Some(session) = session {
            body(&session);
        }
    }
}
