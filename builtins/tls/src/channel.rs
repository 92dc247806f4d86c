//! The life of a connection: encrypted bytes come from a transport, plain ones go to JavaScript or to native code, and the reverse.
//!
//! Everything that may move the connection ends in [`Channel::pump`]. JavaScript runs only between two steps of the state machine, so it
//! may do anything, also close the connection.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::error::codes;
use runtime::{Consumer, Runtime, ToV8, Transport, Written, sys};
use tls::{Connection, Event, Failure, Progress};

use crate::callbacks::{Callbacks, Tell};
use crate::error::report;

/// What a write tells JavaScript, as a stream of `net` does.
pub(crate) const WRITTEN: i32 = 1;
const WAITS: i32 = 0;
/// `EPROTO`, of a write that OpenSSL refuses.
const BROKEN: i32 = -71;
/// Plain bytes that are told in one call, at most.
const CHUNK: usize = 64 * 1024;

/// What JavaScript is to hear of its last write.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owed {
    Nothing,
    /// That all is out, though not in this turn, in which it may write more. A failure it hears at once.
    InNextTurn,
    /// As soon as all is out.
    WhenDrained,
}

/// How far the ending of a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writing {
    /// More may be written.
    Open,
    /// The peer is told the end when the handshake is over and all is out.
    Ending,
    /// The peer was told the end; the transport ends when that is out.
    Told,
    /// The transport was ended.
    Ended,
}

/// A connection, shared by its JavaScript object and the transport below it.
pub(crate) struct Channel {
    pub(crate) runtime: Rc<Runtime>,
    /// Empty after the end, and never borrowed while JavaScript runs, but for pre-shared keys.
    connection: RefCell<Option<Connection>>,
    /// The JavaScript object, held while the connection is open.
    handle: RefCell<Option<v8::Global<v8::Object>>>,
    transport: RefCell<Option<Rc<dyn Transport>>>,
    consumer: RefCell<Option<Rc<dyn Consumer>>>,
    established: Cell<bool>,
    /// The connection failed or the peer has sent its last byte: nothing more is read.
    deaf: Cell<bool>,
    reading: Cell<bool>,
    /// Plain bytes that the handshake holds up.
    held: RefCell<Vec<Vec<u8>>>,
    owes_js: Cell<Owed>,
    /// The consumer is.
    owes_consumer: Cell<bool>,
    /// Nothing is sent until JavaScript has stored the session.
    holds_output: Cell<bool>,
    writing: Cell<Writing>,
    pumping: Cell<bool>,
    pump_again: Cell<bool>,
    /// It was closed while OpenSSL ran.
    close_after: Cell<bool>,
    pub(crate) bytes_read: Cell<u64>,
    pub(crate) bytes_written: Cell<u64>,
}

/// What a step of the state machine gave.
enum Step {
    /// Plain bytes, with the promise of more.
    Bytes(Vec<u8>),
    /// The last plain bytes for now, and why they are.
    Last(Vec<u8>, Result<Progress, Failure>),
    /// The handshake is over just now.
    Established,
}

impl Channel {
    pub(crate) fn new(runtime: Rc<Runtime>, connection: Connection) -> Rc<Channel> {
        Rc::new(Channel {
            runtime,
            connection: RefCell::new(Some(connection)),
            handle: RefCell::default(),
            transport: RefCell::default(),
            consumer: RefCell::default(),
            established: Cell::new(false),
            deaf: Cell::new(false),
            reading: Cell::new(false),
            held: RefCell::default(),
            owes_js: Cell::new(Owed::Nothing),
            owes_consumer: Cell::new(false),
            holds_output: Cell::new(false),
            writing: Cell::new(Writing::Open),
            pumping: Cell::new(false),
            pump_again: Cell::new(false),
            close_after: Cell::new(false),
            bytes_read: Cell::new(0),
            bytes_written: Cell::new(0),
        })
    }

    /// Uses the connection; `None` after its end, or while OpenSSL runs.
    pub(crate) fn with<R>(&self, call: impl FnOnce(&mut Connection) -> R) -> Option<R> {
        self.connection.try_borrow_mut().ok()?.as_mut().map(call)
    }

    // --- Begin and end ---

    /// Puts the connection on a transport. `handle` is held until the end.
    pub(crate) fn open(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'_, '_>,
        handle: v8::Local<'_, v8::Object>,
        transport: Rc<dyn Transport>,
    ) {
        self.handle.replace(Some(v8::Global::new(scope, handle)));
        transport.consume(Some(self.clone()));
        self.transport.replace(Some(transport));
    }

    /// Begins the handshake.
    pub(crate) fn start(&self) -> sys::Result<()> {
        self.pump();
        self.update_reading()
    }

    pub(crate) fn close(&self) {
        self.act_on_last_answer();
        if let Some(transport) = self.transport.take() {
            transport.consume(None);
        }
        let (consumer, handle) = (self.consumer.take(), self.handle.take());
        drop((consumer, handle));
        match self.connection.try_borrow_mut() {
            Ok(mut connection) => drop(connection.take()),
            Err(_) => self.close_after.set(true),
        }
    }

    /// A program that answered a question of the handshake, and destroys the connection before it returns, has answered: the peer hears of it.
    fn act_on_last_answer(&self) {
        if self.pump_again.take() && !self.deaf.get() && self.step().is_some() {
            // The connection goes anyway.
            let _ = self.send();
        }
    }

    /// The JavaScript object while the connection is open.
    pub(crate) fn handle<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Object>> {
        self.handle.borrow().as_ref().map(|handle| v8::Local::new(scope, handle))
    }

    // --- Reading ---

    pub(crate) fn set_wanted(&self, reading: bool) -> sys::Result<()> {
        self.reading.set(reading);
        self.update_reading()
    }

    /// A handshake reads, whether plain bytes are wanted or not.
    fn update_reading(&self) -> sys::Result<()> {
        let wanted = !self.deaf.get() && (self.reading.get() || !self.established.get());
        let transport = self.transport.borrow().clone();
        transport.map_or(Ok(()), |transport| transport.set_reading(wanted))
    }

    /// Adds bytes of the wire.
    pub(crate) fn feed(&self, wire: &[u8]) {
        self.with(|connection| connection.feed(wire));
        self.pump();
    }

    /// Moves everything as far as it goes.
    pub(crate) fn pump(&self) {
        if self.pumping.replace(true) {
            self.pump_again.set(true);
            return;
        }
        while !self.deaf.get() {
            let Some(step) = self.step() else { break };
            // First the events: a client that does not trust the server is gone before its last words of the handshake are.
            self.tell_events();
            self.flush();
            if !self.take(step) && !self.pump_again.take() {
                break;
            }
        }
        self.pumping.set(false);
        self.flush();
    }

    /// One step: to the end of the handshake, or a chunk of plain bytes.
    fn step(&self) -> Option<Step> {
        let mut slot = self.connection.try_borrow_mut().ok()?;
        let connection = slot.as_mut()?;
        let step = if self.established.get() { read(connection) } else { self.shake(connection) };
        if self.close_after.get() {
            drop(slot.take());
            return None;
        }
        Some(step)
    }

    fn shake(&self, connection: &mut Connection) -> Step {
        match connection.handshake() {
            Ok(Progress::Done) => {
                self.established.set(true);
                Step::Established
            }
            other => Step::Last(Vec::new(), other),
        }
    }

    /// Delivers what a step gave. Whether another one may give more.
    fn take(&self, step: Step) -> bool {
        match step {
            Step::Established => {
                // Where it fails the next read tells.
                let _ = self.update_reading();
                self.write_held();
                true
            }
            Step::Bytes(bytes) => {
                self.deliver(bytes);
                true
            }
            Step::Last(bytes, end) => {
                self.deliver(bytes);
                self.finish_read(end);
                false
            }
        }
    }

    fn finish_read(&self, end: Result<Progress, Failure>) {
        match end {
            Ok(Progress::Closed) => {
                self.deaf.set(true);
                self.tell_end(-codes::EOF);
            }
            Ok(_) => self.write_held(),
            Err(failure) => {
                self.deaf.set(true);
                self.flush();
                self.tell(Tell::Failed, |scope| vec![report(scope, failure)]);
            }
        }
    }

    fn deliver(&self, bytes: Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        self.bytes_read.set(self.bytes_read.get() + bytes.len() as u64);
        let consumer = self.consumer.borrow().clone();
        match consumer {
            Some(consumer) => consumer.receive(&bytes),
            None => self.tell(Tell::Read, |scope| {
                let count = v8::Integer::new(scope, bytes.len() as i32).into();
                let bytes = bytes.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into());
                vec![count, bytes]
            }),
        }
    }

    fn tell_end(&self, status: i32) {
        let consumer = self.consumer.borrow().clone();
        match consumer {
            Some(consumer) => consumer.end(status),
            None => {
                self.tell(Tell::Read, |scope| vec![v8::Integer::new(scope, status).into(), v8::undefined(scope).into()])
            }
        }
    }

    // --- Writing ---

    /// Encrypts and sends: 1 when all is with the system, 0 when `done` follows, else an error number.
    pub(crate) fn write_plain(&self, plain: &[u8]) -> i32 {
        if self.writing.get() != Writing::Open {
            return sys::Error::not_open("write").uv_errno();
        }
        self.bytes_written.set(self.bytes_written.get() + plain.len() as u64);
        let encrypted = if self.established.get() && self.held.borrow().is_empty() {
            self.with(|connection| connection.write(plain))
        } else {
            Some(Ok(Progress::Waits))
        };
        match encrypted {
            None => sys::Error::not_open("write").uv_errno(),
            Some(Err(_)) => BROKEN,
            Some(Ok(Progress::Done)) => self.flush_for_write(),
            Some(Ok(_)) => {
                self.held.borrow_mut().push(plain.to_vec());
                // A client that only writes begins the handshake so.
                self.pump();
                WAITS
            }
        }
    }

    fn flush_for_write(&self) -> i32 {
        match self.send() {
            Err(error) => error.uv_errno(),
            Ok(()) if self.has_unsent() => WAITS,
            Ok(()) => WRITTEN,
        }
    }

    /// [`Self::write_plain`] for JavaScript, which hears of the end in a later turn: what it writes meanwhile gathers in fewer, larger records.
    pub(crate) fn write_from_js(self: &Rc<Self>, plain: &[u8]) -> i32 {
        let status = self.write_plain(plain);
        if status < 0 {
            return status;
        }
        if self.has_waiting() {
            self.owes_js.set(Owed::WhenDrained);
            return WAITS;
        }
        self.owes_js.set(Owed::InNextTurn);
        let channel = Rc::downgrade(self);
        self.runtime.event_loop().next_pending(move || {
            if let Some(channel) = channel.upgrade() {
                channel.begin_turn();
            }
        });
        WAITS
    }

    fn begin_turn(&self) {
        if self.owes_js.get() == Owed::InNextTurn {
            self.owes_js.set(Owed::WhenDrained);
        }
        self.flush();
    }

    /// Encrypts what the handshake held up.
    fn write_held(&self) {
        if !self.established.get() {
            return;
        }
        let mut held = self.held.take().into_iter();
        while let Some(plain) = held.next() {
            match self.with(|connection| connection.write(&plain)) {
                Some(Ok(Progress::Done)) => {}
                Some(Ok(_)) => {
                    self.held.replace(std::iter::once(plain).chain(held).collect());
                    return;
                }
                Some(Err(_)) => return self.tell_done(BROKEN),
                None => return,
            }
        }
        self.flush();
    }

    /// Sends what is ready; a failure is told to who waits for a write.
    pub(crate) fn flush(&self) {
        match self.send() {
            Err(error) => self.tell_done(error.uv_errno()),
            Ok(()) if self.has_waiting() => {}
            Ok(()) => self.drained(0),
        }
    }

    fn send(&self) -> sys::Result<()> {
        if self.holds_output.get() {
            return Ok(());
        }
        let transport = self.transport.borrow().clone();
        let Some(transport) = transport else { return Ok(()) };
        let output = self.with(|connection| connection.has_output().then(|| connection.take_output())).flatten();
        match output {
            None => Ok(()),
            Some(output) => match transport.write(output)? {
                Written::All | Written::Later => Ok(()),
            },
        }
    }

    /// Bytes on their way to the system.
    pub(crate) fn unsent(&self) -> usize {
        self.transport.borrow().as_ref().map_or(0, |transport| transport.pending())
            + self.held.borrow().iter().map(Vec::len).sum::<usize>()
    }

    fn has_unsent(&self) -> bool {
        self.holds_output.get() || self.transport.borrow().as_ref().is_some_and(|transport| transport.pending() > 0)
    }

    fn has_waiting(&self) -> bool {
        self.has_unsent() || !self.held.borrow().is_empty()
    }

    /// All is with the system.
    fn drained(&self, status: i32) {
        match self.writing.get() {
            Writing::Ending if self.established.get() => {
                self.writing.set(Writing::Told);
                self.with(Connection::shutdown);
                return self.flush();
            }
            // Who ends in the middle of a handshake does not wait for the peer to go on with it.
            Writing::Ending | Writing::Told => {
                self.writing.set(Writing::Ended);
                let transport = self.transport.borrow().clone();
                // A peer that is gone needs no end.
                let _ = transport.map(|transport| transport.shutdown());
            }
            Writing::Open | Writing::Ended => {}
        }
        self.tell_done(status);
    }

    fn tell_done(&self, status: i32) {
        let hears = match self.owes_js.get() {
            Owed::Nothing => false,
            Owed::InNextTurn => status != 0,
            Owed::WhenDrained => true,
        };
        if hears {
            self.owes_js.set(Owed::Nothing);
            self.tell(Tell::Done, |scope| vec![v8::Integer::new(scope, status).into()]);
        }
        let consumer = self.consumer.borrow().clone();
        if let Some(consumer) = consumer.filter(|_| self.owes_consumer.take()) {
            consumer.written(status);
        }
    }

    /// Tells the peer the end, after what was written.
    pub(crate) fn end_writing(&self) {
        if self.writing.get() != Writing::Open {
            return;
        }
        self.writing.set(Writing::Ending);
        self.flush();
    }

    // --- Events ---

    fn tell_events(&self) {
        for event in self.with(Connection::take_events).unwrap_or_default() {
            self.tell_event(event);
        }
    }

    fn tell_event(&self, event: Event) {
        match event {
            Event::HandshakeStart => {
                let now = self.runtime.event_loop().now() as f64;
                self.tell(Tell::HandshakeStart, |scope| vec![v8::Number::new(scope, now).into()]);
            }
            Event::HandshakeDone => self.tell(Tell::HandshakeDone, |_| Vec::new()),
            Event::Hello(hello) => self.tell(Tell::Hello, |scope| {
                vec![
                    js(scope, hello.session_id),
                    js(scope, hello.servername),
                    js(scope, hello.has_ticket),
                    js(scope, hello.protocols),
                ]
            }),
            Event::Certificate(request) => {
                self.tell(Tell::Certificate, |scope| vec![js(scope, request.servername), js(scope, request.wants_ocsp)])
            }
            Event::Session(session) => {
                self.tell(Tell::Session, |scope| vec![js(scope, session.id), js(scope, session.der)]);
            }
            Event::Keylog(line) => self.tell(Tell::Keylog, |scope| vec![js(scope, line)]),
            Event::Trace(text) => self.tell(Tell::Trace, |scope| vec![js(scope, text)]),
            Event::OcspResponse(response) => self.tell(Tell::OcspResponse, |scope| vec![js(scope, response)]),
        }
    }

    /// Enters JavaScript with the handle and the arguments that `arguments` makes.
    fn tell(
        &self,
        which: Tell,
        arguments: impl for<'s, 'i> FnOnce(&mut v8::PinScope<'s, 'i>) -> Vec<v8::Local<'s, v8::Value>>,
    ) {
        if self.handle.borrow().is_none() {
            return;
        }
        self.runtime.call_into_js(|scope| {
            let Some(handle) = self.handle(scope) else { return };
            let mut all = vec![handle.into()];
            all.extend(arguments(scope));
            Callbacks::tell(&self.runtime, scope, which, &all);
        });
    }

    // --- Answers of JavaScript ---

    /// A server's JavaScript stores a session: nothing is sent meanwhile.
    pub(crate) fn hold_output(&self) {
        self.holds_output.set(true);
    }

    pub(crate) fn release_output(&self) {
        self.holds_output.set(false);
        self.pump();
    }
}

fn read(connection: &mut Connection) -> Step {
    let mut plain = Vec::new();
    match connection.read(&mut plain, CHUNK) {
        Ok(Progress::Done) => Step::Bytes(plain),
        end => Step::Last(plain, end),
    }
}

fn js<'s>(scope: &mut v8::PinScope<'s, '_>, value: impl ToV8<'s>) -> v8::Local<'s, v8::Value> {
    value.to_v8(scope).unwrap_or_else(|_| v8::undefined(scope).into())
}

/// The encrypted side.
impl Consumer for Channel {
    fn receive(&self, bytes: &[u8]) {
        self.feed(bytes);
    }

    fn end(&self, status: i32) {
        if !self.deaf.replace(true) {
            self.tell_end(status);
        }
    }

    fn written(&self, status: i32) {
        if !self.has_waiting() {
            self.drained(status);
        }
    }
}

/// The plain side, for native code.
impl Transport for Channel {
    fn consume(&self, consumer: Option<Rc<dyn Consumer>>) {
        let before = self.consumer.replace(consumer);
        drop(before);
    }

    fn set_reading(&self, reading: bool) -> sys::Result<()> {
        self.set_wanted(reading)
    }

    fn write(&self, bytes: Vec<u8>) -> sys::Result<Written> {
        match self.write_plain(&bytes) {
            WRITTEN => Ok(Written::All),
            WAITS if self.has_waiting() => {
                self.owes_consumer.set(true);
                Ok(Written::Later)
            }
            WAITS => Ok(Written::All),
            failed => Err(sys::Error::new(-failed, "write")),
        }
    }

    fn shutdown(&self) -> sys::Result<()> {
        self.end_writing();
        Ok(())
    }

    fn pending(&self) -> usize {
        self.unsent()
    }

    fn has_input(&self) -> bool {
        self.transport.borrow().as_ref().is_some_and(|transport| transport.has_input())
    }
}

/// The open connections by number, for callbacks that OpenSSL makes in the middle of a step.
#[derive(Default)]
pub(crate) struct Registry {
    next: Cell<u64>,
    channels: RefCell<std::collections::HashMap<u64, Weak<Channel>>>,
}

impl Registry {
    pub(crate) fn next_id(&self) -> u64 {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    pub(crate) fn add(&self, id: u64, channel: &Rc<Channel>) {
        let mut channels = self.channels.borrow_mut();
        channels.retain(|_, channel| channel.strong_count() > 0);
        channels.insert(id, Rc::downgrade(channel));
    }

    pub(crate) fn find(&self, id: u64) -> Option<Rc<Channel>> {
        self.channels.borrow().get(&id)?.upgrade()
    }
}
