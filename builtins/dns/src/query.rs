//! One query: asked of one server after the other, each time with more patience, until an answer, the last failure, or its cancellation.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::rc::{Rc, Weak};

use dns_message::{Response, decode_response};
use runtime::Callback;
use runtime::ToV8;
use runtime::engine::v8;
use runtime::sys::event_loop::{KeepAlive, Loop, Readiness, Timer};
use runtime::sys::{self, Error};

use crate::answer::Answer;
use crate::transport::Transport;

/// How a query is asked.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) servers: Vec<SocketAddr>,
    /// The own address, by family.
    pub(crate) local_v4: Option<SocketAddr>,
    pub(crate) local_v6: Option<SocketAddr>,
    /// Milliseconds for the first try; each round over the servers has twice the time of the one before.
    pub(crate) timeout: u64,
    /// The most milliseconds for a try; 0 for no bound.
    pub(crate) max_timeout: u64,
    /// Rounds over the servers.
    pub(crate) tries: u32,
}

/// How a query ended: the records, or the name of what went wrong.
pub(crate) type Outcome = Result<Vec<Answer>, &'static str>;

/// A query under way.
pub(crate) struct Query {
    event_loop: Loop,
    policy: Policy,
    id: u16,
    message: Vec<u8>,
    question: (String, u16),
    attempt: Cell<u32>,
    transport: RefCell<Option<Transport>>,
    timer: RefCell<Option<Timer>>,
    /// What the timer stands for: time that is up, or a try that failed before it began.
    pending_failure: Cell<&'static str>,
    done: RefCell<Option<(Callback, KeepAlive)>>,
    /// Takes the query from the list of its resolver.
    forget: Box<dyn Fn(*const Query)>,
}

impl Query {
    /// Asks for records of a kind. `done(code)` or `done(undefined, records)` follows.
    ///
    /// # Errors
    /// For a name that cannot be asked for.
    pub(crate) fn start(
        event_loop: &Loop,
        policy: Policy,
        question: (String, u16),
        done: Callback,
        forget: Box<dyn Fn(*const Query)>,
    ) -> Result<Rc<Query>, dns_message::BadName> {
        // Not to be guessed from outside, like the port.
        let id = RandomState::new().hash_one(0) as u16;
        let message = dns_message::encode_query(id, &question.0, question.1)?;
        let query = Rc::new(Query {
            event_loop: event_loop.clone(),
            policy,
            id,
            message,
            question,
            attempt: Cell::new(0),
            transport: RefCell::default(),
            timer: RefCell::default(),
            pending_failure: Cell::new(TIMEOUT),
            done: RefCell::new(Some((done, event_loop.reference("QueryReqWrap")))),
            forget,
        });
        let weak = Rc::downgrade(&query);
        let timer = Timer::new(event_loop, Box::new(move |_| on_timer(&weak)));
        timer.unreference();
        query.timer.replace(Some(timer));
        query.ask();
        Ok(query)
    }

    /// Ends the query; its callback is called in the closing phase.
    pub(crate) fn cancel(self: &Rc<Self>) {
        self.close();
        let query = Rc::clone(self);
        self.event_loop.close_soon(move || query.tell(Err("ECANCELLED")));
    }

    // --- Tries ---

    fn server(&self) -> Option<SocketAddr> {
        let count = self.policy.servers.len();
        (count > 0).then(|| self.policy.servers[self.attempt.get() as usize % count])
    }

    /// Sends the query to the server whose turn it is.
    fn ask(self: &Rc<Self>) {
        self.exchange(Transport::udp, self.patience());
    }

    fn exchange(self: &Rc<Self>, open: Open, patience: u64) {
        let weak = Rc::downgrade(self);
        let ready = Box::new(move |readiness| on_ready(&weak, readiness));
        let opened = match self.server() {
            Some(server) => {
                let local = if server.is_ipv4() { self.policy.local_v4 } else { self.policy.local_v6 };
                open(&self.event_loop, server, local, &self.message, ready)
            }
            None => Err(Error::refused("connect")),
        };
        // A try that fails at once still ends from the loop, not within the call that began it.
        let (failure, delay) = if opened.is_ok() { (TIMEOUT, patience) } else { (REFUSED, 0) };
        self.pending_failure.set(failure);
        drop(self.transport.replace(opened.ok()));
        // The loop's time may be that of an event long ago.
        self.event_loop.update_time();
        if let Some(timer) = &*self.timer.borrow() {
            timer.start(delay, 0);
        }
    }

    fn patience(&self) -> u64 {
        let round = self.attempt.get() as usize / self.policy.servers.len().max(1);
        let time = self.policy.timeout.saturating_mul(1 << round.min(16));
        match self.policy.max_timeout {
            0 => time,
            most => time.min(most),
        }
    }

    fn fail_attempt(self: &Rc<Self>, code: &'static str) {
        self.attempt.set(self.attempt.get() + 1);
        let most = self.policy.tries as usize * self.policy.servers.len().max(1);
        if self.attempt.get() as usize >= most {
            self.finish(Err(code));
        } else {
            self.ask();
        }
    }

    // --- Answers ---

    fn take(self: &Rc<Self>, received: sys::Result<Option<Vec<u8>>>) {
        let message = match received {
            Ok(Some(message)) => message,
            Ok(None) => return,
            Err(_) => return self.fail_attempt(REFUSED),
        };
        match decode_response(&message) {
            Ok(response) if !self.is_answered_by(&response) => {}
            Ok(response) if response.is_truncated => self.exchange(Transport::tcp, self.patience()),
            Ok(response) => self.finish(outcome(response)),
            // Only the server itself knows the number.
            Err(_) if message.starts_with(&self.id.to_be_bytes()) => self.finish(Err("EBADRESP")),
            Err(_) => {}
        }
    }

    /// Whether the response has the query's number and repeats its question.
    fn is_answered_by(&self, response: &Response) -> bool {
        let (name, kind) = (self.question.0.trim_end_matches('.'), self.question.1);
        response.id == self.id
            && response
                .question
                .as_ref()
                .is_none_or(|(theirs, theirs_kind)| *theirs_kind == kind && theirs.eq_ignore_ascii_case(name))
    }

    fn finish(self: &Rc<Self>, outcome: Outcome) {
        self.close();
        (self.forget)(Rc::as_ptr(self));
        self.tell(outcome);
    }

    fn close(&self) {
        drop(self.transport.take());
        if let Some(timer) = self.timer.take() {
            timer.close();
        }
    }

    fn tell(&self, outcome: Outcome) {
        let Some((done, _alive)) = self.done.take() else { return };
        done.call(|scope| {
            let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
            match outcome {
                Ok(answers) => {
                    let answers: Vec<_> =
                        answers.into_iter().map(|answer| answer.to_v8(scope).unwrap_or(undefined)).collect();
                    [undefined, v8::Array::new_with_elements(scope, &answers).into()]
                }
                Err(code) => [code.to_v8(scope).unwrap_or(undefined), undefined],
            }
        });
    }
}

type Open = fn(&Loop, SocketAddr, Option<SocketAddr>, &[u8], Box<dyn FnMut(Readiness)>) -> sys::Result<Transport>;

const TIMEOUT: &str = "ETIMEOUT";
const REFUSED: &str = "ECONNREFUSED";

fn on_timer(query: &Weak<Query>) {
    if let Some(query) = query.upgrade() {
        query.fail_attempt(query.pending_failure.get());
    }
}

fn on_ready(query: &Weak<Query>, readiness: Readiness) {
    let Some(query) = query.upgrade() else { return };
    let received = match &*query.transport.borrow() {
        Some(transport) => transport.advance(readiness),
        None => return,
    };
    query.take(received);
}

fn outcome(response: Response) -> Outcome {
    match response.code {
        0 if response.answers.is_empty() => Err("ENODATA"),
        0 => Ok(response.answers.into_iter().map(Answer).collect()),
        1 => Err("EFORMERR"),
        2 => Err("ESERVFAIL"),
        3 => Err("ENOTFOUND"),
        4 => Err("ENOTIMP"),
        5 => Err("EREFUSED"),
        _ => Err("ESERVFAIL"),
    }
}
