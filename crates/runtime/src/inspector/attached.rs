//! The sessions of a front end with workers: the domain NodeWorker, which packs messages into events, and the domain Target, which marks them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::frontend::{Answer, invalid};
use super::inbox::{Inbox, Note, Origin, RemoteSession};
use super::workers::{self, Start, Wanting, Worker};

/// How a front end follows workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Protocol {
    /// `NodeWorker.sendMessageToWorker` and `NodeWorker.receivedMessageFromWorker`.
    NodeWorker,
    /// Messages with a `sessionId`.
    Target,
}

impl Protocol {
    /// How a worker begins that waits for a front end of this kind.
    fn start(self) -> Start {
        match self {
            Protocol::NodeWorker => Start::WaitsAndPauses,
            Protocol::Target => Start::Waits,
        }
    }
}

struct Session {
    worker: u32,
    protocol: Protocol,
    remote: RemoteSession,
}

/// The workers that a front end is attached to.
#[derive(Default)]
pub(super) struct Attached {
    sessions: RefCell<BTreeMap<u32, Session>>,
    last_session: Cell<u32>,
    /// Protocols that new workers are attached by.
    following: RefCell<Vec<Protocol>>,
    /// The front end is told of targets.
    sees_targets: Cell<bool>,
    wanting: RefCell<BTreeMap<Protocol, Wanting>>,
}

/// Who asks: where messages of workers go to, and how the front end is told.
pub(super) struct Asking<'a> {
    pub(super) front_end: u32,
    pub(super) inbox: &'a Arc<Inbox>,
    pub(super) send: &'a dyn Fn(String),
}

impl Attached {
    /// From now on the front end is told of targets, beginning with those that are there.
    pub(super) fn show_targets(&self, asking: &Asking<'_>) {
        self.sees_targets.set(true);
        workers::running().iter().for_each(|worker| tell_of_target(worker, asking));
    }

    /// A call of the domain NodeWorker.
    pub(super) fn node_worker(&self, method: &str, params: &Value, asking: &Asking<'_>) -> Option<Answer> {
        match method {
            "enable" => Some(match params["waitForDebuggerOnStart"].as_bool() {
                None => invalid(),
                Some(waits) => self.follow(Protocol::NodeWorker, waits, asking),
            }),
            "disable" => Some(self.leave(Protocol::NodeWorker)),
            "detach" => Some(params["sessionId"].as_str().map_or_else(invalid, |session| self.detach(session))),
            "sendMessageToWorker" => Some(match (params["sessionId"].as_str(), params["message"].as_str()) {
                (Some(session), Some(message)) => {
                    self.forward(session, message.to_owned());
                    Ok(json!({}))
                }
                _ => invalid(),
            }),
            _ => None,
        }
    }

    /// A call of the domain Target.
    pub(super) fn target(&self, method: &str, params: &Value, asking: &Asking<'_>) -> Option<Answer> {
        if !self.sees_targets.get() {
            return None;
        }
        match method {
            "getTargets" => {
                let infos: Vec<_> = workers::running().iter().map(|worker| target_info(worker)).collect();
                Some(Ok(json!({ "targetInfos": infos })))
            }
            "setAutoAttach" => {
                Some(match (params["autoAttach"].as_bool(), params["waitForDebuggerOnStart"].as_bool()) {
                    (Some(true), Some(waits)) => self.follow(Protocol::Target, waits, asking),
                    (Some(false), Some(_)) => self.leave(Protocol::Target),
                    _ => invalid(),
                })
            }
            _ => None,
        }
    }

    fn follow(&self, protocol: Protocol, waits: bool, asking: &Asking<'_>) -> Answer {
        if waits {
            self.wanting.borrow_mut().entry(protocol).or_insert_with(|| Wanting::new(protocol.start()));
        }
        let is_new = !self.following.borrow().contains(&protocol);
        if is_new {
            self.following.borrow_mut().push(protocol);
            workers::running().iter().for_each(|worker| self.attach(protocol, worker, asking));
        }
        Ok(json!({}))
    }

    /// Ends the sessions of a protocol.
    fn leave(&self, protocol: Protocol) -> Answer {
        self.following.borrow_mut().retain(|other| *other != protocol);
        self.sessions.borrow_mut().retain(|_, session| session.protocol != protocol);
        self.wanting.borrow_mut().remove(&protocol);
        Ok(json!({}))
    }

    /// A worker has started.
    pub(super) fn worker_started(&self, worker: &Arc<Worker>, asking: &Asking<'_>) {
        if self.sees_targets.get() {
            tell_of_target(worker, asking);
        }
        let following = self.following.borrow().clone();
        following.into_iter().for_each(|protocol| self.attach(protocol, worker, asking));
    }

    /// A worker has ended; its sessions with it.
    pub(super) fn worker_ended(&self, id: u32, asking: &Asking<'_>) {
        let gone: Vec<_> = self.sessions.borrow_mut().extract_if(.., |_, session| session.worker == id).collect();
        for (session, Session { protocol, .. }) in gone {
            let method = match protocol {
                Protocol::NodeWorker => "NodeWorker.detachedFromWorker",
                Protocol::Target => "Target.detachedFromTarget",
            };
            (asking.send)(event(method, json!({ "sessionId": session.to_string() })));
        }
        if self.sees_targets.get() {
            (asking.send)(event("Target.targetDestroyed", json!({ "targetId": id.to_string() })));
        }
    }

    fn attach(&self, protocol: Protocol, worker: &Arc<Worker>, asking: &Asking<'_>) {
        let is_attached = |session: &Session| session.worker == worker.id && session.protocol == protocol;
        if self.sessions.borrow().values().any(is_attached) {
            return;
        }
        let session = self.last_session.get() + 1;
        self.last_session.set(session);
        let (inbox, front_end) = (asking.inbox.clone(), asking.front_end);
        let send = Box::new(move |text| inbox.post(Note::FromWorker { front_end, session, text }));
        let remote = worker.inbox.connect(Origin::Thread, send);
        self.sessions.borrow_mut().insert(session, Session { worker: worker.id, protocol, remote });
        (asking.send)(attached_event(protocol, session, worker));
    }

    fn detach(&self, session: &str) -> Answer {
        let gone = session.parse().ok().and_then(|session: u32| self.sessions.borrow_mut().remove(&session));
        drop(gone);
        Ok(json!({}))
    }

    /// Hands a message to the worker of a session; whether there is one.
    pub(super) fn forward(&self, session: &str, message: String) -> bool {
        let sessions = self.sessions.borrow();
        let found = session.parse().ok().and_then(|session: u32| sessions.get(&session));
        found.inspect(|found| found.remote.message(message)).is_some()
    }

    /// What a worker has sent, as the front end gets it; `None` when the session has ended.
    pub(super) fn received(&self, session: u32, text: String) -> Option<String> {
        let protocol = self.sessions.borrow().get(&session)?.protocol;
        let session = session.to_string();
        Some(match protocol {
            Protocol::NodeWorker => {
                event("NodeWorker.receivedMessageFromWorker", json!({ "sessionId": session, "message": text }))
            }
            Protocol::Target => marked(&text, &session),
        })
    }

    /// Ends all sessions.
    pub(super) fn clear(&self) {
        self.sessions.take();
        self.following.take();
        self.wanting.take();
    }
}

fn event(method: &str, params: Value) -> String {
    json!({ "method": method, "params": params }).to_string()
}

fn tell_of_target(worker: &Worker, asking: &Asking<'_>) {
    (asking.send)(event("Target.targetCreated", json!({ "targetInfo": target_info(worker) })));
}

fn target_info(worker: &Worker) -> Value {
    json!({
        "targetId": worker.id.to_string(),
        "type": "node_worker",
        "title": worker.title,
        "url": worker.url,
        "attached": false,
        "canAccessOpener": true,
    })
}

fn attached_event(protocol: Protocol, session: u32, worker: &Worker) -> String {
    let session = session.to_string();
    match protocol {
        Protocol::NodeWorker => {
            let info = json!({ "workerId": worker.id.to_string(), "type": "worker", "title": worker.title, "url": worker.url });
            let params = json!({ "sessionId": session, "workerInfo": info, "waitingForDebugger": worker.waits });
            event("NodeWorker.attachedToWorker", params)
        }
        Protocol::Target => {
            let params =
                json!({ "sessionId": session, "targetInfo": target_info(worker), "waitingForDebugger": worker.waits });
            event("Target.attachedToTarget", params)
        }
    }
}

/// A message, which is a JSON object, with the session it belongs to.
fn marked(text: &str, session: &str) -> String {
    let open = text.strip_suffix('}').unwrap_or(text);
    format!(r#"{open},"sessionId":"{session}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn a_message_of_a_target_carries_its_session() {
        assert_eq!(marked(r#"{"id":1,"result":{}}"#, "7"), r#"{"id":1,"result":{},"sessionId":"7"}"#);
    }
}
