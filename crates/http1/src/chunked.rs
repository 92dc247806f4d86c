//! The chunked transfer coding (RFC 9112 section 7.1) up to the trailer section, which reads like header fields.

use crate::Reason;
use crate::bytes::is_token;

/// llhttp's bound for the extensions of one chunk, which carry no data and would otherwise be read for ever (CVE-2024-22019).
const EXTENSION_BYTES: usize = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Size { digits: bool },
    AfterSize,
    SizeLf,
    ExtensionStart,
    ExtensionName,
    ExtensionValue,
    Quoted,
    QuotedPair,
    AfterQuoted,
    Data,
    DataCr,
    DataLf,
}

/// What a step of the decoder found.
pub(crate) enum Found<'a> {
    /// Content, as far as it has arrived.
    Data(&'a [u8]),
    /// The chunk of size zero: the trailer section follows.
    Last,
    /// Everything was read.
    Nothing,
}

#[derive(Debug)]
pub(crate) struct Chunked {
    state: State,
    left: u64,
    extension_bytes: usize,
    lenient: bool,
}

impl Chunked {
    pub(crate) fn new(lenient: bool) -> Chunked {
        Chunked { state: State::Size { digits: false }, left: 0, extension_bytes: 0, lenient }
    }

    /// Reads from `input` up to the next piece of content or the last chunk, and moves it past what was read.
    pub(crate) fn poll<'a>(&mut self, input: &mut &'a [u8]) -> Result<Found<'a>, Reason> {
        while let Some(&byte) = input.first() {
            if self.state == State::Data {
                return Ok(Found::Data(self.data(input)));
            }
            if self.line(byte)? {
                *input = &input[1..];
            }
            if self.state == State::Data && self.left == 0 {
                return Ok(Found::Last);
            }
        }
        Ok(Found::Nothing)
    }

    fn data<'a>(&mut self, input: &mut &'a [u8]) -> &'a [u8] {
        let length = input.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let (data, rest) = input.split_at(length);
        *input = rest;
        self.left -= length as u64;
        if self.left == 0 {
            self.state = State::DataCr;
        }
        data
    }

    /// Takes one byte of a chunk's line; false when the byte is to be looked at again in the new state.
    fn line(&mut self, byte: u8) -> Result<bool, Reason> {
        self.state = match self.state {
            State::Size { digits } => match self.size(byte, digits)? {
                Some(state) => state,
                None => {
                    self.state = State::AfterSize;
                    return Ok(false);
                }
            },
            State::AfterSize => self.after_size(byte)?,
            State::SizeLf if byte == b'\n' => State::Data,
            State::SizeLf if self.lenient => {
                self.state = State::Data;
                return Ok(false);
            }
            State::SizeLf => return Err(Reason::ChunkSizeLf),
            State::DataCr => match byte {
                b'\r' => State::DataLf,
                b'\n' if self.lenient => self.next_chunk(),
                b'\n' => return Err(Reason::ChunkDataCr),
                _ if self.lenient => {
                    self.state = self.next_chunk();
                    return Ok(false);
                }
                _ => return Err(Reason::ChunkDataLf),
            },
            State::DataLf if byte == b'\n' => self.next_chunk(),
            State::DataLf => return Err(Reason::ChunkDataLf),
            _ => self.extension(byte)?,
        };
        Ok(true)
    }

    fn next_chunk(&mut self) -> State {
        self.extension_bytes = 0;
        self.left = 0;
        State::Size { digits: false }
    }

    /// The state after a digit; `None` when the digits are over.
    fn size(&mut self, byte: u8, digits: bool) -> Result<Option<State>, Reason> {
        let Some(digit) = (byte as char).to_digit(16) else {
            return if digits { Ok(None) } else { Err(Reason::ChunkSizeByte) };
        };
        if self.left >> 60 != 0 {
            return Err(Reason::ChunkSizeOverflow);
        }
        self.left = self.left << 4 | u64::from(digit);
        Ok(Some(State::Size { digits: true }))
    }

    fn after_size(&mut self, byte: u8) -> Result<State, Reason> {
        match byte {
            b'\r' => Ok(State::SizeLf),
            b'\n' if self.lenient => Ok(State::Data),
            b'\n' => Err(Reason::ChunkSizeCr),
            b';' => Ok(State::ExtensionStart),
            b' ' if self.lenient => Ok(State::AfterSize),
            _ => Err(Reason::ChunkSizeByte),
        }
    }

    fn extension(&mut self, byte: u8) -> Result<State, Reason> {
        if !matches!(byte, b'\r' | b'\n') {
            self.extension_bytes += 1;
        }
        if self.extension_bytes > EXTENSION_BYTES {
            return Err(Reason::ExtensionOverflow);
        }
        match self.state {
            State::ExtensionStart => match byte {
                b' ' | b'\r' => Err(Reason::ExtensionByte),
                _ => self.extension_name(byte),
            },
            State::ExtensionName => self.extension_name(byte),
            State::ExtensionValue => self.extension_value(byte),
            State::Quoted => quoted(byte),
            State::QuotedPair if byte == b'\t' || byte >= 0x20 && byte != 0x7f => Ok(State::Quoted),
            State::QuotedPair => Err(Reason::ExtensionQuotedPair),
            _ => self.after_quoted(byte),
        }
    }

    fn extension_name(&mut self, byte: u8) -> Result<State, Reason> {
        match byte {
            b'=' => Ok(State::ExtensionValue),
            b'\n' => self.bare_lf(Reason::ExtensionNameCr),
            _ => self.extension_end(byte, State::ExtensionName, Reason::ExtensionName),
        }
    }

    fn extension_value(&mut self, byte: u8) -> Result<State, Reason> {
        match byte {
            b'"' => Ok(State::Quoted),
            b'\n' => self.bare_lf(Reason::ExtensionValueCr),
            _ => self.extension_end(byte, State::ExtensionValue, Reason::ExtensionValue),
        }
    }

    fn extension_end(&self, byte: u8, stay: State, reason: Reason) -> Result<State, Reason> {
        match byte {
            b'\r' => Ok(State::SizeLf),
            b';' => Ok(State::ExtensionStart),
            _ if is_token(byte) => Ok(stay),
            _ => Err(reason),
        }
    }

    fn after_quoted(&self, byte: u8) -> Result<State, Reason> {
        match byte {
            b'\r' => Ok(State::SizeLf),
            b';' => Ok(State::ExtensionStart),
            b'\n' => self.bare_lf(Reason::ExtensionValueCr),
            _ => Err(Reason::ExtensionAfterQuoted),
        }
    }

    fn bare_lf(&self, reason: Reason) -> Result<State, Reason> {
        if self.lenient { Ok(State::Data) } else { Err(reason) }
    }
}

fn quoted(byte: u8) -> Result<State, Reason> {
    match byte {
        b'"' => Ok(State::AfterQuoted),
        b'\\' => Ok(State::QuotedPair),
        b'\t' => Ok(State::Quoted),
        _ if byte >= 0x20 && byte != 0x7f => Ok(State::Quoted),
        _ => Err(Reason::ExtensionQuoted),
    }
}
