//! One connection: a parser, the times of its current message, and for plain connections the descriptor.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use http1::{Event, Limits, Parser, Role, Strictness};
use runtime::engine::v8;
use runtime::sys::net::Socket;
use runtime::{Bytes, JsError, Native, Runtime, TransportHandle, class, state};

use crate::callbacks::{Callbacks, Tell};
use crate::events::{Answer, HeadArguments, answer_of, field_text, latin1, uint8_array};
use crate::output::Output;
use crate::registry::{Connections, List};
use crate::wire::Wire;

/// A connection as JavaScript holds it.
pub(crate) struct Connection {
    core: Rc<Core>,
}

/// The state of a connection, shared by its JavaScript object, the loop and the server's list.
pub(crate) struct Core {
    pub(crate) runtime: Rc<Runtime>,
    /// The JavaScript object that callbacks get first. A server's connection holds it until it is freed; a client's passes it with
    /// every call.
    owner: RefCell<Option<v8::Global<v8::Value>>>,
    /// Absent while it reads, and after `free`.
    parser: RefCell<Option<Parser>>,
    freed: Cell<bool>,
    /// What was fed while the parser was reading: JavaScript called by it fed more.
    fed_meanwhile: RefCell<Vec<u8>>,
    list: Option<(Rc<List>, Cell<Option<u64>>)>,
    /// When the message being received began, in loop time. A fresh connection counts as one: it has to send something.
    began: Cell<Option<u64>>,
    has_head: Cell<bool>,
    /// Whether a byte has ever come.
    fed: Cell<bool>,
    receiving: Cell<bool>,
    /// The end of the message was told with its head or its trailers.
    end_told: Cell<bool>,
    /// What comes with the end of the message being read is lost.
    reads_alone: Cell<bool>,
    idle_due: Cell<Option<u64>>,
    /// The system's error that closed the descriptor, negative, else 0.
    pub(crate) failure: Cell<i32>,
    pub(crate) bytes_read: Cell<usize>,
    pub(crate) wire: RefCell<Option<Wire>>,
    pub(crate) output: RefCell<Output>,
}

/// How far the bytes of one call were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fed {
    /// To their end.
    All,
    /// Up to here; what follows belongs to another protocol.
    UpTo(usize),
    /// Up to an error, which was told.
    Failed,
}

/// What runs inside an entry into JavaScript; the answer is `None` when there is more to read.
type StepFn<'a> = &'a mut dyn for<'s, 'i> FnMut(&mut v8::PinScope<'s, 'i>, &v8::Global<v8::Value>) -> Option<Fed>;

#[class]
impl Connection {
    /// `new Connection(isResponse, owner, connections | null, maxHeaderSize, maxFields, lenient)`
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        is_response: bool,
        owner: v8::Local<'s, v8::Value>,
        list: Option<Native<'s, Connections>>,
        header_bytes: f64,
        fields: f64,
        lenient: bool,
    ) -> Connection {
        let role = if is_response { Role::Response } else { Role::Request };
        let strictness = if lenient { Strictness::Lenient } else { Strictness::Strict };
        let limits = Limits { header_bytes: header_bytes as usize, fields: fields as usize };
        let runtime = state(scope);
        let now = runtime.event_loop().now();
        let held = list.as_ref().map(|_| v8::Global::new(scope, owner));
        let core = Rc::new(Core {
            runtime,
            owner: RefCell::new(held),
            parser: RefCell::new(Some(Parser::new(role, strictness, limits))),
            freed: Cell::new(false),
            fed_meanwhile: RefCell::default(),
            list: list.map(|list| (list.list().clone(), Cell::new(None))),
            began: Cell::new(Some(now)),
            has_head: Cell::new(false),
            fed: Cell::new(false),
            receiving: Cell::new(false),
            end_told: Cell::new(false),
            reads_alone: Cell::new(false),
            idle_due: Cell::new(None),
            failure: Cell::new(0),
            bytes_read: Cell::new(0),
            wire: RefCell::default(),
            output: RefCell::default(),
        });
        if let Some((list, id)) = &core.list {
            id.set(Some(list.add(&core)));
        }
        Connection { core }
    }

    /// Parses bytes. Gives -1, or where another protocol begins.
    #[method]
    fn feed<'s>(&self, scope: &mut v8::PinScope<'s, '_>, owner: v8::Local<'s, v8::Value>, bytes: Bytes) -> i32 {
        match self.core.feed_from_js(scope, owner, &bytes) {
            Fed::UpTo(offset) => offset as i32,
            Fed::All | Fed::Failed => -1,
        }
    }

    /// The peer will send no more. False when that breaks off a message, which was told as `failed`.
    #[method]
    fn finish<'s>(&self, scope: &mut v8::PinScope<'s, '_>, owner: v8::Local<'s, v8::Value>) -> bool {
        self.core.finish(scope, owner)
    }

    /// Lets go of parser, owner and list.
    #[method]
    fn free(&self) {
        self.core.free();
    }

    /// Takes over the descriptor of an accepted connection and begins to read.
    #[method]
    fn open(&self, fd: i32) -> Result<(), JsError> {
        let socket = Socket::take_over(fd).map_err(|error| JsError::error(error.to_string()))?;
        Core::open(&self.core, socket).map_err(|error| JsError::error(error.to_string()))
    }

    /// Takes over the descriptor of a connection that this side made, and holds the owner for as long as it is open.
    #[method]
    fn adopt<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        fd: i32,
        owner: v8::Local<'s, v8::Value>,
    ) -> Result<(), JsError> {
        self.core.owner.replace(Some(v8::Global::new(scope, owner)));
        self.open(fd)
    }

    /// Lets the connection keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.set_referenced(true);
    }

    /// Lets the loop end although the connection is open.
    #[method]
    fn unref(&self) {
        self.core.set_referenced(false);
    }

    /// Whether an idle connection is no longer usable: the peer closed it, or said something unasked.
    #[method]
    fn is_stale(&self) -> bool {
        self.core.wire.borrow().as_ref().is_none_or(Wire::has_input)
    }

    /// The system's error, negative, that closed the descriptor; 0 when none did.
    #[method]
    fn failure(&self) -> i32 {
        self.core.failure.get()
    }

    /// Bytes read from the descriptor.
    #[method]
    fn bytes_read(&self) -> f64 {
        self.core.bytes_read.get() as f64
    }

    /// Takes the bytes of a transport, which is being read.
    #[method]
    fn open_over<'s>(&self, transport: Native<'s, TransportHandle>) {
        Core::open_over(&self.core, transport.transport());
    }

    /// Adds `head` and `data`, text or bytes, to the output. Gives the bytes now pending.
    #[method]
    fn write<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        head: v8::Local<'s, v8::String>,
        data: v8::Local<'s, v8::Value>,
        is_latin1: bool,
    ) -> Result<f64, JsError> {
        self.core.write(scope, head, data, is_latin1).map(|pending| pending as f64)
    }

    /// Bytes the system has not taken.
    #[method]
    fn pending_bytes(&self) -> f64 {
        let taken = self.core.wire.borrow().as_ref().map_or(0, Wire::pending);
        (self.core.output.borrow().pending() + taken) as f64
    }

    /// Asks to be told once the system has taken what waits.
    #[method]
    fn tell_when_drained(&self) {
        self.core.tell_when_drained();
    }

    /// Reads on.
    #[method]
    fn read_start(&self) {
        self.core.set_reading(true);
    }

    /// Leaves further bytes with the system.
    #[method]
    fn read_stop(&self) {
        self.core.set_reading(false);
    }

    /// No request is open: closes when none comes within so many milliseconds; 0 waits for ever.
    #[method]
    fn idle(&self, msecs: f64) {
        self.core.idle(msecs as u64);
    }

    /// Closes when all output is with the system.
    #[method]
    fn close_soon(&self) {
        self.core.close_soon();
    }

    /// Closes now.
    #[method]
    fn close(&self) {
        self.core.close();
    }

    /// Gives descriptor and unwritten output away: `[fd, output]`, or undefined when there is none any more. Over a transport the
    /// descriptor is -1.
    #[method]
    fn detach(&self) -> Option<(i32, Vec<u8>)> {
        self.core.detach()
    }
}

impl Core {
    pub(crate) fn owner<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        self.owner.borrow().as_ref().map(|owner| v8::Local::new(scope, owner))
    }

    pub(crate) fn owner_handle(&self) -> Option<v8::Global<v8::Value>> {
        self.owner.borrow().clone()
    }

    /// Calls a callback that has the owner only.
    pub(crate) fn tell(&self, scope: &mut v8::PinScope<'_, '_>, which: Tell) {
        if let Some(owner) = self.owner(scope) {
            Callbacks::tell(&self.runtime, scope, which, &[owner]);
        }
    }

    /// Whether nothing has come since the connection was opened or since the last message. What the system has and nobody has read is something:
    /// a request that was sent in time is answered.
    pub(crate) fn is_idle(&self) -> bool {
        let is_silent = self.began.get().is_none() || !self.fed.get();
        is_silent && !self.has_input()
    }

    /// Whether the head or the whole message takes longer than allowed; 0 allows any time.
    pub(crate) fn is_expired(&self, now: u64, head: u64, request: u64) -> bool {
        let Some(began) = self.began.get() else { return false };
        let taken = now.saturating_sub(began);
        (head > 0 && !self.has_head.get() && taken > head) || (request > 0 && taken > request)
    }

    pub(crate) fn idle_due(&self) -> Option<u64> {
        self.idle_due.get()
    }

    pub(crate) fn clear_idle(&self) {
        self.idle_due.set(None);
    }

    fn idle(&self, msecs: u64) {
        let Some((list, _)) = &self.list else { return };
        if msecs == 0 || self.wire.borrow().is_none() {
            return;
        }
        let due = self.runtime.event_loop().now() + msecs;
        self.idle_due.set(Some(due));
        list.watch_idle(due);
    }

    pub(crate) fn end_idle(&self) {
        self.clear_idle();
        self.runtime.call_into_js(|scope| self.tell(scope, Tell::IdleTimeout));
    }

    fn free(&self) {
        self.freed.set(true);
        self.parser.take();
        self.owner.take();
        self.began.set(None);
        if let Some((list, id)) = &self.list
            && let Some(id) = id.take()
        {
            list.remove(id);
        }
    }

    /// Reads bytes of the own descriptor. Like Node, every piece of a body and every end of a message is an entry of its own, after which
    /// ticks and microtasks run; a head is not.
    pub(crate) fn feed_wire(&self, bytes: &[u8]) {
        let Some(owner) = self.owner_handle() else { return };
        let fed = self.feed(bytes, |step| self.runtime.call_into_js(|scope| step(scope, &owner)));
        if let Fed::UpTo(offset) = fed {
            self.runtime.call_into_js(|scope| {
                let owner = v8::Local::new(scope, &owner);
                let rest = uint8_array(scope, &bytes[offset..]);
                Callbacks::tell(&self.runtime, scope, Tell::Upgrade, &[owner, rest]);
            });
        }
    }

    /// Reads bytes that JavaScript fed.
    fn feed_from_js<'s>(&self, scope: &mut v8::PinScope<'s, '_>, owner: v8::Local<'s, v8::Value>, bytes: &[u8]) -> Fed {
        let owner = v8::Global::new(scope, owner);
        self.feed(bytes, |step| {
            // Handles of one step are dropped before the next: a chunk may hold thousands of messages.
            v8::scope!(let scope, scope);
            step(scope, &owner)
        })
    }

    /// Takes the parser and reads `bytes` in steps, each inside what `enter` opens.
    fn feed(&self, bytes: &[u8], mut enter: impl FnMut(StepFn<'_>) -> Option<Fed>) -> Fed {
        let Some(mut parser) = self.parser.take() else {
            if !self.freed.get() {
                self.fed_meanwhile.borrow_mut().extend_from_slice(bytes);
            }
            return Fed::All;
        };
        self.fed.set(true);
        let mut fed = self.read(&mut parser, bytes, &mut enter);
        while fed == Fed::All && !self.freed.get() && !self.fed_meanwhile.borrow().is_empty() {
            let more = self.fed_meanwhile.take();
            fed = self.read(&mut parser, &more, &mut enter);
        }
        self.note_progress(&parser);
        if !self.freed.get() {
            self.parser.replace(Some(parser));
        }
        fed
    }

    fn read(&self, parser: &mut Parser, bytes: &[u8], enter: &mut impl FnMut(StepFn<'_>) -> Option<Fed>) -> Fed {
        let mut input = bytes;
        loop {
            if let Some(fed) = enter(&mut |scope, owner| self.step(scope, owner, parser, bytes, &mut input)) {
                return fed;
            }
        }
    }

    /// Hands events to JavaScript up to the next piece of a body or end of a message. `None` when there may be more.
    fn step(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        owner: &v8::Global<v8::Value>,
        parser: &mut Parser,
        bytes: &[u8],
        input: &mut &[u8],
    ) -> Option<Fed> {
        let owner = v8::Local::new(scope, owner);
        while !self.freed.get() {
            let offset = bytes.len() - input.len();
            match parser.poll(input) {
                Ok(None) => return Some(Fed::All),
                Ok(Some(Event::Head(head))) => {
                    let which = if head.method().is_some() { Tell::Request } else { Tell::Response };
                    let arguments = HeadArguments::of(scope, &head);
                    self.head_began(arguments.complete);
                    let answer = Callbacks::tell(&self.runtime, scope, which, &arguments.with_owner(owner));
                    match answer_of(scope, answer) {
                        Answer::ReadBody => {}
                        Answer::Plan(plan) => parser.plan(plan),
                        Answer::ReadAlone => self.reads_alone.set(true),
                    }
                }
                Ok(Some(Event::Body(data))) => {
                    let chunk = uint8_array(scope, data);
                    Callbacks::tell(&self.runtime, scope, Tell::Body, &[owner, chunk]);
                    return None;
                }
                Ok(Some(Event::Trailers(fields))) => {
                    let text = field_text(scope, fields);
                    self.end_told.set(true);
                    let rest: &[u8] = if self.reads_alone.get() { &[] } else { input };
                    self.tell_end(scope, owner, text, rest);
                    return None;
                }
                Ok(Some(Event::End)) => {
                    self.message_ended();
                    if self.reads_alone.replace(false) {
                        *input = &[];
                    }
                    if !self.end_told.replace(false) {
                        let none = v8::String::empty(scope).into();
                        self.tell_end(scope, owner, none, input);
                    }
                    let is_over = input.is_empty() && parser.is_idle();
                    return is_over.then_some(Fed::All);
                }
                Ok(Some(Event::Upgrade)) => return Some(Fed::UpTo(bytes.len() - input.len())),
                Err(error) => {
                    self.failed(scope, owner, error, offset, bytes);
                    return Some(Fed::Failed);
                }
            }
        }
        Some(Fed::All)
    }

    /// `rest` is what came with the end of the message and is no part of it.
    fn tell_end<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        owner: v8::Local<'s, v8::Value>,
        trailers: v8::Local<'s, v8::Value>,
        rest: &[u8],
    ) {
        let is_followed = v8::Boolean::new(scope, !rest.is_empty()).into();
        Callbacks::tell(&self.runtime, scope, Tell::End, &[owner, trailers, is_followed]);
    }

    fn failed<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        owner: v8::Local<'s, v8::Value>,
        error: http1::Error,
        offset: usize,
        bytes: &[u8],
    ) {
        let code = latin1(scope, error.reason.code().as_bytes());
        let reason = latin1(scope, error.reason.text().as_bytes());
        let parsed = v8::Number::new(scope, (offset + error.offset) as f64).into();
        let packet = uint8_array(scope, bytes);
        Callbacks::tell(&self.runtime, scope, Tell::Failed, &[owner, code, reason, parsed, packet]);
    }

    fn finish<'s>(&self, scope: &mut v8::PinScope<'s, '_>, owner: v8::Local<'s, v8::Value>) -> bool {
        let finished = match &mut *self.parser.borrow_mut() {
            Some(parser) => parser.finish().map(|event| event.is_some()),
            None => return true,
        };
        match finished {
            Ok(ended) => {
                if ended {
                    let none = v8::String::empty(scope).into();
                    self.tell_end(scope, owner, none, &[]);
                }
                true
            }
            Err(error) => {
                self.failed(scope, owner, error, 0, &[]);
                false
            }
        }
    }

    fn head_began(&self, complete: bool) {
        self.has_head.set(true);
        self.receiving.set(!complete);
        self.end_told.set(complete);
        if self.began.get().is_none() {
            self.began.set(Some(self.runtime.event_loop().now()));
        }
    }

    fn message_ended(&self) {
        self.receiving.set(false);
        self.began.set(None);
        self.has_head.set(false);
    }

    /// Starts the clock of a message of which only a part of the head is here.
    fn note_progress(&self, parser: &Parser) {
        if parser.is_idle() {
            return;
        }
        self.receiving.set(true);
        if self.began.get().is_none() {
            self.began.set(Some(self.runtime.event_loop().now()));
        }
    }
}
