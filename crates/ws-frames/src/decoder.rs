//! From bytes to messages.

use std::fmt;

use crate::Role;
use crate::frame::{COMPRESSED, FIN, MASKED, Opcode, apply_mask};

/// Whether permessage-deflate was agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// RFC 7692; inflating is left to the caller.
    Deflate,
}

/// What a decoder takes from its peer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a message, its fragments together, as they are on the wire.
    pub message: usize,
    /// The agreed compression, if any.
    pub compression: Option<Compression>,
}

/// Something whole that the peer has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text; still to be inflated and checked where `compressed`.
    Text { payload: Vec<u8>, compressed: bool },
    /// Bytes; still to be inflated where `compressed`.
    Binary { payload: Vec<u8>, compressed: bool },
    /// To be answered by a pong with the same payload.
    Ping(Vec<u8>),
    /// The answer to a ping.
    Pong(Vec<u8>),
    /// The peer closes; 1005 stands for "no code given" (RFC 6455, section 7.4.1).
    Close { code: u16, reason: String },
}

/// What the peer may not send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Reserved bits, opcodes, lengths or an order of frames that no peer may use.
    Protocol(&'static str),
    /// Text or a close reason that is not UTF-8.
    Utf8,
    /// A message above [`Limits::message`].
    TooLarge,
}

impl Violation {
    /// The close code that answers it.
    pub fn close_code(self) -> u16 {
        match self {
            Violation::Protocol(_) => 1002,
            Violation::Utf8 => 1007,
            Violation::TooLarge => 1009,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::Protocol(what) => f.write_str(what),
            Violation::Utf8 => f.write_str("invalid UTF-8"),
            Violation::TooLarge => f.write_str("message too large"),
        }
    }
}

impl std::error::Error for Violation {}

/// A frame's head.
struct Head {
    fin: bool,
    compressed: bool,
    opcode: Opcode,
    length: usize,
    mask: Option<[u8; 4]>,
}

/// The message whose fragments are arriving.
struct Partial {
    opcode: Opcode,
    compressed: bool,
    payload: Vec<u8>,
}

/// Joins bytes to messages. After a [`Violation`] nothing more of the connection is to be read.
pub struct Decoder {
    role: Role,
    limits: Limits,
    input: Vec<u8>,
    /// Where the unread input begins.
    start: usize,
    head: Option<Head>,
    partial: Option<Partial>,
}

impl Decoder {
    /// A decoder at the given end of the connection.
    pub fn new(role: Role, limits: Limits) -> Decoder {
        Decoder { role, limits, input: Vec::new(), start: 0, head: None, partial: None }
    }

    /// Takes bytes as they came; [`Decoder::next`] then gives what they complete.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.start > 0 {
            self.input.drain(..self.start);
            self.start = 0;
        }
        self.input.extend_from_slice(bytes);
    }

    /// The next whole message, `None` when more bytes are needed.
    ///
    /// # Errors
    /// When the peer breaks the protocol or a limit.
    #[expect(clippy::should_implement_trait, reason = "an iterator ends at its first None, this one does not")]
    pub fn next(&mut self) -> Result<Option<Message>, Violation> {
        loop {
            if self.head.is_none() {
                self.head = self.read_head()?;
            }
            let Some(head) = self.head.take_if(|head| self.input.len() - self.start >= head.length) else {
                return Ok(None);
            };
            let payload = self.take_payload(&head);
            if let Some(message) = self.accept(&head, payload)? {
                return Ok(Some(message));
            }
        }
    }

    fn take_payload(&mut self, head: &Head) -> Vec<u8> {
        let end = self.start + head.length;
        let mut payload = self.input[self.start..end].to_vec();
        self.start = end;
        if let Some(key) = head.mask {
            apply_mask(&mut payload, key);
        }
        payload
    }

    /// Reads a head once all its bytes are there; each rule is checked as soon as its bytes are.
    fn read_head(&mut self) -> Result<Option<Head>, Violation> {
        let bytes = &self.input[self.start..];
        let &[first, second, ..] = bytes else { return Ok(None) };
        let opcode = self.check_first(first)?;
        let masked = second & MASKED != 0;
        if masked != (self.role == Role::Server) {
            return Err(Violation::Protocol(if masked { "MASK must be clear" } else { "MASK must be set" }));
        }
        if opcode.is_control() && second & !MASKED > 125 {
            return Err(Violation::Protocol("invalid control frame length"));
        }
        let (length, after_length) = match second & !MASKED {
            126 => match bytes.get(2..4) {
                Some(bytes) => (bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), 4),
                None => return Ok(None),
            },
            127 => match bytes.get(2..10) {
                Some(bytes) => (bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), 10),
                None => return Ok(None),
            },
            short => (u64::from(short), 2),
        };
        let length = self.check_length(opcode, length)?;
        let mask = match (masked, bytes.get(after_length..after_length + 4)) {
            (false, _) => None,
            (true, Some(&[a, b, c, d])) => Some([a, b, c, d]),
            (true, _) => return Ok(None),
        };
        self.start += after_length + if masked { 4 } else { 0 };
        Ok(Some(Head { fin: first & FIN != 0, compressed: first & COMPRESSED != 0, opcode, length, mask }))
    }

    fn check_first(&self, first: u8) -> Result<Opcode, Violation> {
        let opcode = Opcode::of(first & 0x0f).ok_or(Violation::Protocol("invalid opcode"))?;
        if first & 0x30 != 0 {
            return Err(Violation::Protocol("RSV2 and RSV3 must be clear"));
        }
        let begins = matches!(opcode, Opcode::Text | Opcode::Binary);
        if first & COMPRESSED != 0 && (self.limits.compression.is_none() || !begins) {
            return Err(Violation::Protocol("RSV1 must be clear"));
        }
        if opcode.is_control() && first & FIN == 0 {
            return Err(Violation::Protocol("FIN must be set"));
        }
        if begins && self.partial.is_some() || opcode == Opcode::Continuation && self.partial.is_none() {
            return Err(Violation::Protocol("invalid opcode"));
        }
        Ok(opcode)
    }

    fn check_length(&self, opcode: Opcode, length: u64) -> Result<usize, Violation> {
        let gathered =
            if opcode.is_control() { 0 } else { self.partial.as_ref().map_or(0, |partial| partial.payload.len()) };
        let room = self.limits.message.saturating_sub(gathered).max(if opcode.is_control() { 125 } else { 0 });
        usize::try_from(length).ok().filter(|length| *length <= room).ok_or(Violation::TooLarge)
    }

    fn accept(&mut self, head: &Head, payload: Vec<u8>) -> Result<Option<Message>, Violation> {
        match head.opcode {
            Opcode::Ping => return Ok(Some(Message::Ping(payload))),
            Opcode::Pong => return Ok(Some(Message::Pong(payload))),
            Opcode::Close => return close(&payload).map(Some),
            Opcode::Continuation => {
                if let Some(partial) = &mut self.partial {
                    partial.payload.extend_from_slice(&payload);
                }
            }
            opcode => self.partial = Some(Partial { opcode, compressed: head.compressed, payload }),
        }
        if !head.fin {
            return Ok(None);
        }
        self.partial.take().map(whole).transpose()
    }
}

fn whole(Partial { opcode, compressed, payload }: Partial) -> Result<Message, Violation> {
    if opcode == Opcode::Binary {
        return Ok(Message::Binary { payload, compressed });
    }
    if !compressed && std::str::from_utf8(&payload).is_err() {
        return Err(Violation::Utf8);
    }
    Ok(Message::Text { payload, compressed })
}

fn close(payload: &[u8]) -> Result<Message, Violation> {
    let (code, reason) = match payload {
        [] => return Ok(Message::Close { code: 1005, reason: String::new() }),
        [_] => return Err(Violation::Protocol("invalid close frame")),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Violation::Protocol("invalid status code"));
    }
    let reason = String::from_utf8(reason.to_vec()).map_err(|_| Violation::Utf8)?;
    Ok(Message::Close { code, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame;

    const LIMITS: Limits = Limits { message: 100_000, compression: None };

    fn decode(role: Role, limits: Limits, bytes: &[u8], step: usize) -> Result<Vec<Message>, Violation> {
        let mut decoder = Decoder::new(role, limits);
        let mut found = Vec::new();
        for chunk in bytes.chunks(step) {
            decoder.feed(chunk);
            while let Some(message) = decoder.next()? {
                found.push(message);
            }
        }
        Ok(found)
    }

    fn text(payload: &str) -> Message {
        Message::Text { payload: payload.into(), compressed: false }
    }

    #[test]
    fn every_length_form_at_every_chunking() {
        for length in [0, 1, 125, 126, 65_535, 65_536] {
            let payload = vec![b'a'; length];
            for (role, mask) in [(Role::Server, Some([1, 2, 3, 4])), (Role::Client, None)] {
                let mut bytes = Vec::new();
                frame(&mut bytes, Opcode::Binary, &payload, mask, None);
                frame(&mut bytes, Opcode::Text, "é".as_bytes(), mask, None);
                for step in [1, 3, bytes.len()] {
                    let found = decode(role, LIMITS, &bytes, step).unwrap();
                    assert_eq!(found, [Message::Binary { payload: payload.clone(), compressed: false }, text("é")]);
                }
            }
        }
    }

    #[test]
    fn fragments_with_a_ping_between() {
        let bytes = [&[0x01, 2, b'a', b'b'][..], &[0x89, 1, b'p'], &[0x00, 0], &[0x80, 1, b'c']].concat();
        assert_eq!(decode(Role::Client, LIMITS, &bytes, 2).unwrap(), [Message::Ping(vec![b'p']), text("abc")]);
    }

    #[test]
    fn close_frames() {
        let close = |payload: &[u8]| {
            let mut bytes = Vec::new();
            frame(&mut bytes, Opcode::Close, payload, None, None);
            decode(Role::Client, LIMITS, &bytes, 1)
        };
        assert_eq!(close(&[]).unwrap(), [Message::Close { code: 1005, reason: String::new() }]);
        assert_eq!(close(b"\x03\xe8bye").unwrap(), [Message::Close { code: 1000, reason: "bye".into() }]);
        for wrong in [&[3][..], &[3, 0xed], &[3, 0xee], &[0, 1], &[0xff, 0xff]] {
            assert_eq!(close(wrong).unwrap_err().close_code(), 1002, "{wrong:?}");
        }
        assert_eq!(close(&[3, 0xe8, 0xff]), Err(Violation::Utf8));
    }

    #[test]
    fn what_a_peer_may_not_send() {
        let wrong: &[(Role, &[u8], u16)] = &[
            (Role::Server, &[0x81, 1, b'a'], 1002),
            (Role::Client, &[0x81, 0x81, 0, 0, 0, 0, b'a'], 1002),
            (Role::Client, &[0xc1, 0], 1002),
            (Role::Client, &[0x91, 0], 1002),
            (Role::Client, &[0x83, 0], 1002),
            (Role::Client, &[0x80, 0], 1002),
            (Role::Client, &[0x01, 0, 0x81, 0], 1002),
            (Role::Client, &[0x09, 0], 1002),
            (Role::Client, &[0x89, 126, 0, 126], 1002),
            (Role::Client, &[0x81, 1, 0xff], 1007),
            (Role::Client, &[0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], 1009),
        ];
        for (role, bytes, code) in wrong {
            assert_eq!(decode(*role, LIMITS, bytes, 1).unwrap_err().close_code(), *code, "{bytes:?}");
        }
    }

    #[test]
    fn limits_count_all_fragments() {
        let limits = Limits { message: 3, compression: None };
        let bytes = [0x02, 2, 0, 0, 0x80, 2, 0, 0];
        assert_eq!(decode(Role::Client, limits, &bytes, 1), Err(Violation::TooLarge));
        assert_eq!(decode(Role::Client, limits, &[0x8a, 4, 1, 2, 3, 4], 1).unwrap(), [Message::Pong(vec![1, 2, 3, 4])]);
    }

    #[test]
    fn compressed_messages_are_marked() {
        let limits = Limits { compression: Some(Compression::Deflate), ..LIMITS };
        let mut bytes = Vec::new();
        frame(&mut bytes, Opcode::Text, &[0xff], None, Some(Compression::Deflate));
        let expected = Message::Text { payload: vec![0xff], compressed: true };
        assert_eq!(decode(Role::Client, limits, &bytes, 1).unwrap(), [expected]);
    }
}
