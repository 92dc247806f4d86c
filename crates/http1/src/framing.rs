//! What the header fields say about the extent of the message and the fate of the connection (RFC 9112 sections 6 and 9).

use crate::{Reason, Role};

/// The facts collected from the fields that frame a message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Framing {
    pub(crate) content_length: Option<u64>,
    /// A `Transfer-Encoding` with a value was present.
    pub(crate) encoded: bool,
    /// Its last coding was `chunked`.
    pub(crate) chunked: bool,
    pub(crate) close: bool,
    pub(crate) keep_alive: bool,
    connection_upgrade: bool,
    upgrade_field: bool,
    pub(crate) expect: bool,
    /// How many `Host` fields there were; a request of HTTP/1.1 needs one.
    pub(crate) hosts: u32,
}

impl Framing {
    /// `Connection: upgrade` together with an `Upgrade` field asks for another protocol.
    pub(crate) fn wants_upgrade(&self) -> bool {
        self.connection_upgrade && self.upgrade_field
    }

    /// Takes one complete field into account.
    pub(crate) fn field(&mut self, name: &[u8], value: &[u8], role: Role, lenient: bool) -> Result<(), Reason> {
        // The length decides first: most fields of a real request are none of these.
        match name.len() {
            4 if name.eq_ignore_ascii_case(b"host") => self.hosts += 1,
            6 if name.eq_ignore_ascii_case(b"expect") => self.expect = true,
            7 if name.eq_ignore_ascii_case(b"upgrade") => self.upgrade_field = true,
            10 if name.eq_ignore_ascii_case(b"connection") => self.connection(value),
            14 if name.eq_ignore_ascii_case(b"content-length") => return self.length(value, lenient),
            16 if name.eq_ignore_ascii_case(b"proxy-connection") => self.connection(value),
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => return self.encoding(value, role, lenient),
            _ => {}
        }
        Ok(())
    }

    fn connection(&mut self, value: &[u8]) {
        for token in value.split(|&byte| byte == b',') {
            let token = token.trim_ascii();
            self.close |= token.eq_ignore_ascii_case(b"close");
            self.keep_alive |= token.eq_ignore_ascii_case(b"keep-alive");
            self.connection_upgrade |= token.eq_ignore_ascii_case(b"upgrade");
        }
    }

    fn length(&mut self, value: &[u8], lenient: bool) -> Result<(), Reason> {
        if self.content_length.is_some() {
            return Err(Reason::LengthDuplicate);
        }
        if self.encoded && !lenient {
            return Err(Reason::LengthWithEncoding);
        }
        self.content_length = Some(decimal(value)?);
        Ok(())
    }

    fn encoding(&mut self, value: &[u8], role: Role, lenient: bool) -> Result<(), Reason> {
        if self.content_length.is_some() && !lenient {
            return Err(Reason::EncodingWithLength);
        }
        if value.is_empty() {
            return Ok(());
        }
        self.encoded = true;
        for coding in value.split(|&byte| byte == b',') {
            if self.chunked && role == Role::Request && !lenient {
                return Err(Reason::EncodingAfterChunked);
            }
            self.chunked = coding.trim_ascii().eq_ignore_ascii_case(b"chunked");
        }
        Ok(())
    }
}

/// Digits and nothing else; the sum of lengths a connection may see fits no smaller type.
fn decimal(value: &[u8]) -> Result<u64, Reason> {
    if value.is_empty() {
        return Err(Reason::LengthEmpty);
    }
    value.iter().try_fold(0u64, |sum, &byte| {
        let digit = (byte as char).to_digit(10).ok_or(Reason::LengthByte)?;
        sum.checked_mul(10).and_then(|sum| sum.checked_add(u64::from(digit))).ok_or(Reason::LengthOverflow)
    })
}
