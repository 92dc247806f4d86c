//! A complete head and its fields, as ranges into the bytes they were read from.

use std::ops::Range;

use crate::Method;
use crate::framing::Framing;

/// One header field: where its name and its value, without surrounding blanks, lie in the bytes of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    name: (u32, u32),
    value: (u32, u32),
}

impl Field {
    pub(crate) fn new(name: Range<usize>, value: Range<usize>) -> Field {
        let narrow = |range: Range<usize>| (range.start as u32, range.end as u32);
        Field { name: narrow(name), value: narrow(value) }
    }

    /// The range of the name.
    pub fn name(&self) -> Range<usize> {
        self.name.0 as usize..self.name.1 as usize
    }

    /// The range of the value.
    pub fn value(&self) -> Range<usize> {
        self.value.0 as usize..self.value.1 as usize
    }
}

/// Header or trailer fields with the bytes they point into.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) fields: &'a [Field],
}

impl<'a> Fields<'a> {
    /// Names and values in the order of the wire, names as they were spelled.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let bytes = self.bytes;
        self.fields.iter().map(move |field| (&bytes[field.name()], &bytes[field.value()]))
    }

    /// The bytes the ranges of [`Fields::ranges`] refer to.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The fields as ranges, for a caller that keeps the bytes and decodes them later.
    pub fn ranges(&self) -> &'a [Field] {
        self.fields
    }
}

/// A request or response head.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) line: &'a StartLine,
    pub(crate) framing: &'a Framing,
    pub(crate) keep_alive: bool,
    pub(crate) upgrade: bool,
}

/// The first line of a head. A request has a method and a target, a response a status and a reason; the other pair is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct StartLine {
    pub(crate) method: Option<Method>,
    pub(crate) text: Range<usize>,
    pub(crate) status: u16,
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

impl<'a> Head<'a> {
    /// The method of a request; `None` for a response.
    pub fn method(&self) -> Option<Method> {
        self.line.method
    }

    /// The target of a request or the reason phrase of a response, as latin1 bytes.
    pub fn text(&self) -> &'a [u8] {
        &self.fields.bytes[self.line.text.clone()]
    }

    /// The status of a response, 0 for a request.
    pub fn status(&self) -> u16 {
        self.line.status
    }

    /// Major and minor version.
    pub fn version(&self) -> (u8, u8) {
        (self.line.major, self.line.minor)
    }

    /// The header fields.
    pub fn fields(&self) -> Fields<'a> {
        self.fields
    }

    /// Whether the connection may carry another message after this one.
    pub fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    /// Whether the message asks for another protocol (`Upgrade`, `CONNECT`, or status 101).
    pub fn upgrade(&self) -> bool {
        self.upgrade
    }

    /// Whether an `Expect` field is present.
    pub fn expect(&self) -> bool {
        self.framing.expect
    }

    /// How many `Host` fields are present.
    pub fn hosts(&self) -> u32 {
        self.framing.hosts
    }

    /// The declared length of the body, where there is one.
    pub fn content_length(&self) -> Option<u64> {
        self.framing.content_length
    }

    /// Whether the body is chunked.
    pub fn chunked(&self) -> bool {
        self.framing.chunked
    }
}
