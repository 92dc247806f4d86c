//! The messages of one connection, one after the other.

use crate::chunked::{Chunked, Found};
use crate::scanner::Scanner;
use crate::{Error, Fields, Head, Method, Reason, Role};

/// How much a head may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of target, names and values: `maxHeaderSize`.
    pub header_bytes: usize,
    /// Number of header fields, and again of trailer fields.
    pub fields: usize,
}

impl Default for Limits {
    /// Node's defaults.
    fn default() -> Limits {
        Limits { header_bytes: 16 * 1024, fields: 2000 }
    }
}

/// How much malformed input is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Strictness {
    /// What HTTP allows.
    #[default]
    Strict,
    /// What Node accepts under `insecureHTTPParser`.
    Lenient,
}

/// What the reader of a head wants done with the rest of its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyPlan {
    /// There is no body whatever the fields say: the answer to a `HEAD` request.
    Skip,
    /// What follows the head is another protocol.
    Upgrade,
}

/// A piece of a message.
#[derive(Debug)]
pub enum Event<'a> {
    /// A complete head.
    Head(Head<'a>),
    /// A piece of the body.
    Body(&'a [u8]),
    /// The trailer section of a chunked body, when it is not empty.
    Trailers(Fields<'a>),
    /// The message is complete.
    End,
    /// From here on the bytes belong to another protocol; the parser reads no more.
    Upgrade,
}

#[derive(Debug)]
enum State {
    /// Before a message, where empty lines are skipped.
    Idle,
    Head,
    /// The head was handed out and its body not yet begun.
    AfterHead,
    Length(u64),
    Chunked(Chunked),
    UntilClose,
    Trailers,
    /// The message ended; `End` is still to be handed out.
    Complete,
    /// The last message said so.
    Closed,
    Upgraded,
}

/// Reads the messages one side of a connection sends.
///
/// ```
/// use http1::{Event, Limits, Parser, Role, Strictness};
///
/// let mut parser = Parser::new(Role::Request, Strictness::Strict, Limits::default());
/// let mut input: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
/// assert!(matches!(parser.poll(&mut input), Ok(Some(Event::Head(head))) if head.text() == b"/"));
/// assert!(matches!(parser.poll(&mut input), Ok(Some(Event::End))));
/// assert!(matches!(parser.poll(&mut input), Ok(None)));
/// ```
#[derive(Debug)]
pub struct Parser {
    role: Role,
    lenient: bool,
    state: State,
    scanner: Scanner,
    /// The bytes of a head or trailer section that did not arrive in one piece.
    pending: Vec<u8>,
    plan: Option<BodyPlan>,
    upgrade: bool,
    keep_alive: bool,
    failed: Option<Reason>,
}

impl Parser {
    /// A parser for a fresh connection.
    pub fn new(role: Role, strictness: Strictness, limits: Limits) -> Parser {
        let lenient = strictness == Strictness::Lenient;
        Parser {
            role,
            lenient,
            state: State::Idle,
            scanner: Scanner::new(role, lenient, limits),
            pending: Vec::new(),
            plan: None,
            upgrade: false,
            keep_alive: true,
            failed: None,
        }
    }

    /// Reads the next event from `input` and moves `input` past the bytes it took. `None` means that all of `input` was taken and more is
    /// needed. After an error every call returns it again.
    ///
    /// A caller that cannot take more events just stops calling and keeps the rest of its input.
    pub fn poll<'p, 'i: 'p>(&'p mut self, input: &mut &'i [u8]) -> Result<Option<Event<'p>>, Error> {
        if let Some(reason) = self.failed {
            return Err(Error { reason, offset: 0 });
        }
        let before = input.len();
        match self.advance(input) {
            Ok(progress) => Ok(self.event(progress)),
            Err(reason) => {
                self.failed = Some(reason);
                Err(Error { reason, offset: before - input.len() })
            }
        }
    }

    /// Says what to do with the rest of the message whose head was just read. Without a call the fields decide, and a request for an upgrade
    /// is ignored.
    pub fn plan(&mut self, plan: BodyPlan) {
        self.plan = Some(plan);
    }

    /// The peer will send no more bytes. Ends a body that runs until the close.
    ///
    /// # Errors
    /// The message being read is incomplete.
    pub fn finish(&mut self) -> Result<Option<Event<'static>>, Error> {
        if matches!(self.state, State::AfterHead) {
            self.begin_body();
        }
        match self.state {
            State::UntilClose | State::Complete => {
                self.state = State::Closed;
                Ok(Some(Event::End))
            }
            State::Idle | State::Closed | State::Upgraded => Ok(None),
            _ => Err(Error { reason: self.failed.unwrap_or(Reason::EarlyEnd), offset: 0 }),
        }
    }

    /// Whether the connection may carry another message after the one read last. Trailers can still change it.
    pub fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    /// Whether no message is under way.
    pub fn is_idle(&self) -> bool {
        matches!(self.state, State::Idle | State::Closed)
    }

    fn advance<'a>(&mut self, input: &mut &'a [u8]) -> Result<Progress<'a>, Reason> {
        loop {
            match &mut self.state {
                State::Idle | State::Closed => {
                    if !self.begin_message(input)? {
                        return Ok(Progress::NeedInput);
                    }
                }
                State::Head => return self.read_head(input),
                State::AfterHead => self.begin_body(),
                State::Length(0) => self.state = State::Complete,
                State::Length(left) => return Ok(take_body(input, left)),
                State::Chunked(decoder) => match decoder.poll(input)? {
                    Found::Data(data) => return Ok(Progress::Body(data)),
                    Found::Nothing => return Ok(Progress::NeedInput),
                    Found::Last => self.begin_trailers(),
                },
                State::UntilClose => return Ok(take_body(input, &mut { u64::MAX })),
                State::Trailers => match self.read_section(input)? {
                    None => return Ok(Progress::NeedInput),
                    Some(section) => {
                        self.end_trailers();
                        if !self.scanner.fields.is_empty() {
                            return Ok(Progress::Trailers(section));
                        }
                    }
                },
                State::Complete => {
                    self.end_message();
                    return Ok(Progress::End);
                }
                State::Upgraded => return Ok(Progress::Upgrade),
            }
        }
    }

    /// Skips the empty lines some senders put between messages (RFC 9112 section 2.2). False when nothing else has arrived.
    fn begin_message(&mut self, input: &mut &[u8]) -> Result<bool, Reason> {
        let blank = crate::bytes::run(input, |byte| byte == b'\r' || byte == b'\n');
        *input = &input[blank..];
        if input.is_empty() {
            return Ok(false);
        }
        if matches!(self.state, State::Closed) && !self.lenient {
            return Err(Reason::AfterClose);
        }
        self.scanner.begin_head();
        self.pending.clear();
        self.plan = None;
        self.state = State::Head;
        Ok(true)
    }

    fn read_head<'a>(&mut self, input: &mut &'a [u8]) -> Result<Progress<'a>, Reason> {
        let Some(section) = self.read_section(input)? else { return Ok(Progress::NeedInput) };
        let (line, framing) = (&self.scanner.line, &self.scanner.framing);
        // Before the head is handed out: a request whose extent is unknown must not be answered.
        if framing.encoded && !framing.chunked && self.role == Role::Request && !self.lenient {
            return Err(Reason::EncodingOfRequest);
        }
        self.upgrade = match line.method {
            Some(method) => method == Method::CONNECT || framing.wants_upgrade(),
            None => line.status == 101,
        };
        self.keep_alive = self.may_keep_alive();
        self.state = State::AfterHead;
        Ok(Progress::Head(section))
    }

    /// Reads a head or trailer section: in place when it lies whole in `input`, else through `pending`.
    fn read_section<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Section<'a>>, Reason> {
        if self.pending.is_empty() {
            return self.read_in_place(input);
        }
        let held = self.pending.len();
        self.pending.extend_from_slice(input);
        let scanned = self.scanner.scan(&self.pending);
        let read = if matches!(scanned, Ok(None)) { self.pending.len() } else { self.scanner.position() };
        // An error may lie in bytes of an earlier call: then none of these were taken.
        *input = &input[read.saturating_sub(held)..];
        self.pending.truncate(read);
        Ok(scanned?.map(|_| Section::Pending))
    }

    fn read_in_place<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Section<'a>>, Reason> {
        let all = *input;
        let scanned = self.scanner.scan(all);
        let (read, rest) = all.split_at(self.scanner.position());
        match scanned {
            Ok(None) => {
                self.pending.extend_from_slice(all);
                *input = &[];
                Ok(None)
            }
            Ok(Some(_)) => {
                *input = rest;
                Ok(Some(Section::InPlace(read)))
            }
            Err(reason) => {
                *input = rest;
                Err(reason)
            }
        }
    }

    /// RFC 9112 section 6.3, in its order.
    fn begin_body(&mut self) {
        let framing = &self.scanner.framing;
        self.state = match self.plan {
            Some(_) => State::Complete,
            None if self.status_has_no_body() => State::Complete,
            None if framing.chunked => State::Chunked(Chunked::new(self.lenient)),
            None if self.ends_with_close() => State::UntilClose,
            None => State::Length(framing.content_length.unwrap_or(0)),
        };
    }

    fn status_has_no_body(&self) -> bool {
        self.role == Role::Response && matches!(self.scanner.line.status, 100..=199 | 204 | 304)
    }

    /// Whether only the end of the connection tells where the body ends.
    fn ends_with_close(&self) -> bool {
        let framing = &self.scanner.framing;
        let unframed = !framing.chunked && (framing.encoded || framing.content_length.is_none());
        match self.role {
            Role::Request => framing.encoded && !framing.chunked,
            Role::Response => unframed && !self.status_has_no_body(),
        }
    }

    fn may_keep_alive(&self) -> bool {
        let (line, framing) = (&self.scanner.line, &self.scanner.framing);
        let default = (line.major, line.minor) == (1, 1);
        let wanted = if default { !framing.close } else { framing.keep_alive };
        wanted && (self.plan == Some(BodyPlan::Skip) || !self.ends_with_close())
    }

    fn begin_trailers(&mut self) {
        self.scanner.begin_trailers();
        self.pending.clear();
        self.state = State::Trailers;
    }

    fn end_trailers(&mut self) {
        self.keep_alive = self.may_keep_alive();
        self.state = State::Complete;
    }

    fn end_message(&mut self) {
        self.state = match self.plan {
            Some(BodyPlan::Upgrade) => State::Upgraded,
            _ if self.may_keep_alive() => State::Idle,
            _ => State::Closed,
        };
    }

    fn event<'a>(&'a self, progress: Progress<'a>) -> Option<Event<'a>> {
        Some(match progress {
            Progress::NeedInput => return None,
            Progress::Head(section) => Event::Head(self.head(section)),
            Progress::Trailers(section) => Event::Trailers(self.fields(section)),
            Progress::Body(data) => Event::Body(data),
            Progress::End => Event::End,
            Progress::Upgrade => Event::Upgrade,
        })
    }

    fn head<'a>(&'a self, section: Section<'a>) -> Head<'a> {
        Head {
            fields: self.fields(section),
            line: &self.scanner.line,
            framing: &self.scanner.framing,
            keep_alive: self.keep_alive,
            upgrade: self.upgrade,
        }
    }

    fn fields<'a>(&'a self, section: Section<'a>) -> Fields<'a> {
        let bytes = match section {
            Section::InPlace(bytes) => bytes,
            Section::Pending => &self.pending,
        };
        Fields { bytes, fields: &self.scanner.fields }
    }
}

/// An [`Event`] before it borrows from the parser.
enum Progress<'a> {
    NeedInput,
    Head(Section<'a>),
    Trailers(Section<'a>),
    Body(&'a [u8]),
    End,
    Upgrade,
}

/// Where the bytes of a head or trailer section are.
enum Section<'a> {
    InPlace(&'a [u8]),
    Pending,
}

fn take_body<'a>(input: &mut &'a [u8], left: &mut u64) -> Progress<'a> {
    if input.is_empty() {
        return Progress::NeedInput;
    }
    let length = input.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
    let (data, rest) = input.split_at(length);
    *input = rest;
    *left -= length as u64;
    Progress::Body(data)
}
