//! Reads a head byte by byte, resumable at any byte, and remembers where its parts lie.
//!
//! The scanner is shown the head from its first byte on every call and continues where it stopped, so a head that arrives in one read is
//! scanned in place and never copied.

use std::ops::Range;

use crate::bytes::{is_blank, is_token, is_value, run};
use crate::framing::Framing;
use crate::head::{Field, StartLine};
use crate::method::Lookup;
use crate::target::Target;
use crate::{Limits, Method, Reason, Role};

/// Where in the head the scanner stands. Each line reads as: in this state, the next byte belongs to …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Method,
    BeforeTarget,
    Target(Target),
    /// A request line without a version, which makes it HTTP/0.9.
    TargetLf,
    Protocol,
    Major,
    Dot,
    Minor,
    VersionEnd,
    VersionLf,
    Preface,
    StatusDigits,
    StatusEnd,
    ReasonText,
    LineLf,
    FieldStart {
        first: bool,
    },
    FieldName,
    BeforeValue,
    Value,
    ValueLf,
    EmptyValueLf,
    AfterEmptyValue,
    HeadLf,
    Done,
}

/// The first letters of a start line's protocol, of which Node's parser knows three.
const PROTOCOLS: [&[u8]; 3] = [b"HTTP/", b"RTSP/", b"ICE/"];
const PREFACE: &[u8] = b"\r\nSM\r\n\r\n";

#[derive(Debug)]
pub(crate) struct Scanner {
    role: Role,
    lenient: bool,
    limits: Limits,
    state: State,
    /// The next byte to look at.
    at: usize,
    /// Where the part being read began.
    mark: usize,
    name: Range<usize>,
    /// Bytes of target, reason, names and values so far: what the size limit counts.
    counted: usize,
    pub(crate) line: StartLine,
    pub(crate) fields: Vec<Field>,
    pub(crate) framing: Framing,
}

type Step = Result<(), Reason>;

impl Scanner {
    pub(crate) fn new(role: Role, lenient: bool, limits: Limits) -> Scanner {
        Scanner {
            role,
            lenient,
            limits,
            state: State::Done,
            at: 0,
            mark: 0,
            name: 0..0,
            counted: 0,
            line: StartLine::default(),
            fields: Vec::new(),
            framing: Framing::default(),
        }
    }

    /// Prepares for the head of the next message.
    pub(crate) fn begin_head(&mut self) {
        self.restart(if self.role == Role::Request { State::Method } else { State::Protocol });
        self.line = StartLine::default();
        self.framing = Framing::default();
    }

    /// Prepares for the trailer section of the current message. Framing fields of the head still count, so that a trailer cannot
    /// declare another length.
    pub(crate) fn begin_trailers(&mut self) {
        self.restart(State::FieldStart { first: false });
    }

    fn restart(&mut self, state: State) {
        self.state = state;
        self.at = 0;
        self.mark = 0;
        self.counted = 0;
        self.fields.clear();
    }

    /// The next byte to look at; after an error, the offending one.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Continues with `head`, which begins at the first byte of the head. Returns its length once the empty line is read.
    pub(crate) fn scan(&mut self, head: &[u8]) -> Result<Option<usize>, Reason> {
        while self.state != State::Done {
            let Some(&byte) = head.get(self.at) else { return Ok(None) };
            self.step(head, byte)?;
        }
        Ok(Some(self.at))
    }

    fn step(&mut self, head: &[u8], byte: u8) -> Step {
        match self.state {
            State::Method => self.method(head),
            State::BeforeTarget => self.before_target(byte),
            State::Target(target) => self.target(head, target),
            State::TargetLf => self.expect(byte == b'\n', State::FieldStart { first: true }, Reason::TargetLf),
            State::Protocol => self.protocol(head, byte),
            State::Major => self.major(byte),
            State::Dot => self.expect(byte == b'.', State::Minor, Reason::VersionDot),
            State::Minor => self.minor(byte),
            State::VersionEnd => self.version_end(byte),
            State::VersionLf => self.version_lf(byte),
            State::Preface => self.preface(head),
            State::StatusDigits => self.status_digits(byte),
            State::StatusEnd => self.status_end(byte),
            State::ReasonText => self.reason_text(head),
            State::LineLf => self.expect(byte == b'\n', State::FieldStart { first: true }, Reason::LfAfterCr),
            State::FieldStart { first } => self.field_start(byte, first),
            State::FieldName => self.field_name(head),
            State::BeforeValue => self.before_value(byte),
            State::Value => self.value(head),
            State::ValueLf => self.value_lf(byte),
            State::EmptyValueLf => self.expect(byte == b'\n', State::AfterEmptyValue, Reason::LfAfterCr),
            State::AfterEmptyValue => self.after_empty_value(head, byte),
            State::HeadLf => self.expect(byte == b'\n', State::Done, Reason::HeadersLf),
            State::Done => Ok(()),
        }
    }

    fn advance(&mut self, state: State) -> Step {
        self.at += 1;
        self.state = state;
        Ok(())
    }

    fn expect(&mut self, met: bool, state: State, reason: Reason) -> Step {
        if met { self.advance(state) } else { Err(reason) }
    }

    /// Takes a run of bytes of one class from `head` towards the size limit. The limit is checked byte by byte in effect, so the outcome
    /// does not depend on how the run was cut.
    fn take_run(&mut self, head: &[u8], class: impl Fn(u8) -> bool) -> Step {
        let allowance = self.limits.header_bytes.saturating_sub(self.counted);
        let end = head.len().min(self.at.saturating_add(allowance));
        let taken = run(&head[self.at..end], class);
        self.count(taken)
    }

    fn count(&mut self, bytes: usize) -> Step {
        self.at += bytes;
        self.counted += bytes;
        if self.counted >= self.limits.header_bytes { Err(Reason::HeaderOverflow) } else { Ok(()) }
    }

    // The request line.

    fn method(&mut self, head: &[u8]) -> Step {
        let token = &head[self.mark..];
        let length = run(token, is_token);
        match Method::lookup(&token[..length], token.get(length).copied()) {
            Lookup::Prefix => self.at = self.mark + length,
            Lookup::Found(method) => {
                self.line.method = Some(method);
                self.at = self.mark + length;
                return self.advance(State::BeforeTarget);
            }
            Lookup::Fault(reason, begun) => {
                self.at = self.mark + begun;
                return Err(reason);
            }
        }
        Ok(())
    }

    /// Further spaces are skipped, and counted: a head is bounded even where its text is not.
    fn before_target(&mut self, byte: u8) -> Step {
        match byte {
            b' ' => self.count(1),
            b'\r' | b'\n' | b'\t' | 0x0c => Err(Reason::TargetBlank),
            _ => {
                self.mark = self.at;
                let start = if self.line.method == Some(Method::CONNECT) { Target::ServerStart } else { Target::Start };
                self.state = State::Target(start);
                Ok(())
            }
        }
    }

    fn target(&mut self, head: &[u8], mut target: Target) -> Step {
        while let Some(&byte) = head.get(self.at) {
            if matches!(byte, b' ' | b'\r' | b'\n') {
                return self.end_target(byte, target);
            }
            target = target.next(byte)?;
            self.state = State::Target(target);
            self.count(1)?;
        }
        Ok(())
    }

    fn end_target(&mut self, byte: u8, target: Target) -> Step {
        if !target.may_end() {
            return Err(Reason::TargetBlank);
        }
        self.line.text = self.mark..self.at;
        self.mark = self.at + 1;
        if byte == b' ' {
            return self.advance(State::Protocol);
        }
        self.line.minor = 9;
        self.advance(if byte == b'\r' { State::TargetLf } else { State::FieldStart { first: true } })
    }

    // The version, shared by both kinds of head.

    fn protocol(&mut self, head: &[u8], byte: u8) -> Step {
        // Spaces before the protocol are skipped; those before a response's are not there.
        if byte == b' ' && self.at == self.mark && self.role == Role::Request {
            self.mark += 1;
            return self.count(1);
        }
        if byte == b'\t' && self.at == self.mark {
            return Err(Reason::TargetBlank);
        }
        let read = &head[self.mark..=self.at];
        match PROTOCOLS.iter().find(|name| name.starts_with(read)) {
            None => Err(Reason::Protocol),
            Some(name) if name.len() == read.len() => {
                self.method_fits(name)?;
                self.advance(State::Major)
            }
            Some(_) => self.advance(State::Protocol),
        }
    }

    fn method_fits(&self, protocol: &[u8]) -> Step {
        let Some(method) = self.line.method else { return Ok(()) };
        let (fits, reason) = match protocol[0] {
            b'H' => (method.is_http() || method == Method::PRI, Reason::MethodForHttp),
            b'R' => (method.is_rtsp(), Reason::MethodForRtsp),
            _ => (method == Method::SOURCE, Reason::MethodForIce),
        };
        if fits { Ok(()) } else { Err(reason) }
    }

    fn major(&mut self, byte: u8) -> Step {
        self.line.major = byte.wrapping_sub(b'0');
        self.expect(byte.is_ascii_digit(), State::Dot, Reason::MajorVersion)
    }

    fn minor(&mut self, byte: u8) -> Step {
        self.line.minor = byte.wrapping_sub(b'0');
        self.expect(byte.is_ascii_digit(), State::VersionEnd, Reason::MinorVersion)?;
        let known = matches!((self.line.major, self.line.minor), (0, 9) | (1, 0) | (1, 1) | (2, 0));
        if known || self.lenient { Ok(()) } else { Err(Reason::Version) }
    }

    fn version_end(&mut self, byte: u8) -> Step {
        if self.role == Role::Response {
            self.mark = self.at + 1;
            return self.expect(byte == b' ', State::StatusDigits, Reason::VersionSpace);
        }
        if byte == b'\n' && self.lenient {
            return self.advance(State::FieldStart { first: true });
        }
        self.expect(byte == b'\r', State::VersionLf, Reason::VersionEnd)
    }

    fn version_lf(&mut self, byte: u8) -> Step {
        self.mark = self.at + 1;
        let preface = self.line.method == Some(Method::PRI);
        self.expect(
            byte == b'\n',
            if preface { State::Preface } else { State::FieldStart { first: true } },
            Reason::VersionLf,
        )
    }

    fn preface(&mut self, head: &[u8]) -> Step {
        self.at += 1;
        match &head[self.mark..self.at] {
            PREFACE => Err(Reason::H2Preface),
            read if PREFACE.starts_with(read) => Ok(()),
            _ => {
                self.at -= 1;
                Err(Reason::Preface)
            }
        }
    }

    // The status line.

    fn status_digits(&mut self, byte: u8) -> Step {
        if !byte.is_ascii_digit() {
            return Err(Reason::StatusCode);
        }
        self.line.status = self.line.status * 10 + u16::from(byte - b'0');
        let last = self.at - self.mark == 2;
        self.advance(if last { State::StatusEnd } else { State::StatusDigits })
    }

    fn status_end(&mut self, byte: u8) -> Step {
        self.mark = self.at;
        match byte {
            b' ' => {
                self.mark += 1;
                self.advance(State::ReasonText)
            }
            b'\r' | b'\n' => {
                self.state = State::ReasonText;
                Ok(())
            }
            _ => Err(Reason::StatusEnd),
        }
    }

    fn reason_text(&mut self, head: &[u8]) -> Step {
        self.take_run(head, |byte| byte != b'\r' && byte != b'\n')?;
        let Some(&end) = head.get(self.at) else { return Ok(()) };
        self.line.text = self.mark..self.at;
        if end == b'\n' && self.lenient {
            return self.advance(State::FieldStart { first: true });
        }
        self.expect(end == b'\r', State::LineLf, Reason::ResponseLineCr)
    }

    // Header and trailer fields.

    fn field_start(&mut self, byte: u8, first: bool) -> Step {
        match byte {
            b'\r' => self.advance(State::HeadLf),
            b'\n' if self.lenient => self.advance(State::Done),
            b'\n' => Err(Reason::HeaderFieldByte),
            b' ' if first => Err(Reason::SpaceAfterStartLine),
            _ if is_blank(byte) && !first => self.folded_line(),
            _ if is_token(byte) => {
                self.mark = self.at;
                self.state = State::FieldName;
                Ok(())
            }
            _ => Err(Reason::HeaderToken),
        }
    }

    /// A line that begins with a blank continues the value before it (`obs-fold`), which only the lenient mode still reads.
    fn folded_line(&mut self) -> Step {
        let Some(folded) = self.fields.pop().filter(|_| self.lenient) else { return Err(Reason::FoldedHeader) };
        self.name = folded.name();
        self.mark = folded.value().start;
        self.state = State::Value;
        Ok(())
    }

    fn field_name(&mut self, head: &[u8]) -> Step {
        self.take_run(head, is_token)?;
        let Some(&end) = head.get(self.at) else { return Ok(()) };
        self.name = self.mark..self.at;
        self.expect(end == b':', State::BeforeValue, Reason::HeaderToken)
    }

    /// Blanks are skipped, and counted but for the usual one.
    fn before_value(&mut self, byte: u8) -> Step {
        match byte {
            b' ' | b'\t' if self.at == self.name.end + 1 => self.advance(State::BeforeValue),
            b' ' | b'\t' => self.count(1),
            b'\r' => {
                self.mark = self.at;
                self.advance(State::EmptyValueLf)
            }
            _ => {
                self.mark = self.at;
                self.state = State::Value;
                Ok(())
            }
        }
    }

    fn value(&mut self, head: &[u8]) -> Step {
        let lenient = self.lenient;
        self.take_run(head, |byte| is_value(byte) || lenient && !matches!(byte, b'\r' | b'\n' | 0))?;
        match head.get(self.at) {
            None => Ok(()),
            Some(b'\r') => {
                self.end_field(head)?;
                self.advance(State::ValueLf)
            }
            Some(b'\n') if lenient => {
                self.end_field(head)?;
                self.advance(State::FieldStart { first: false })
            }
            Some(b'\n') if self.at > self.mark => Err(Reason::HeaderCr),
            Some(_) => Err(Reason::HeaderValueByte),
        }
    }

    fn value_lf(&mut self, byte: u8) -> Step {
        if byte != b'\n' && self.lenient {
            self.state = State::FieldStart { first: false };
            return Ok(());
        }
        self.expect(byte == b'\n', State::FieldStart { first: false }, Reason::HeaderLf)
    }

    fn after_empty_value(&mut self, head: &[u8], byte: u8) -> Step {
        if is_blank(byte) && !self.lenient {
            return Err(Reason::HeaderValueByte);
        }
        // The field ends at its line's CR, where the mark still stands.
        let at = std::mem::replace(&mut self.at, self.mark);
        self.end_field(head)?;
        self.at = at;
        self.state = State::FieldStart { first: false };
        Ok(())
    }

    /// Records the field whose value runs from the mark to here.
    fn end_field(&mut self, head: &[u8]) -> Step {
        let blanks = head[self.mark..self.at].iter().rev().take_while(|&&byte| is_blank(byte)).count();
        let value = self.mark..self.at - blanks;
        self.framing.field(&head[self.name.clone()], &head[value.clone()], self.role, self.lenient)?;
        if self.fields.len() >= self.limits.fields {
            return Err(Reason::HeaderOverflow);
        }
        self.fields.push(Field::new(self.name.clone(), value));
        Ok(())
    }
}
