//! What the parser reads, as calls into JavaScript.

use http1::{BodyPlan, Fields, Head};
use runtime::ToV8;
use runtime::engine::v8;

/// Bits of the `flags` of a head; `js/internal/server_connection.js` and `response_reader.js` name them again.
mod flag {
    /// The connection may carry another message.
    pub(super) const KEEP_ALIVE: u32 = 1;
    /// Another protocol is asked for.
    pub(super) const UPGRADE: u32 = 2;
    /// There is no body: the end of the message is told with its head.
    pub(super) const COMPLETE: u32 = 4;
    /// An `Expect` field is present.
    pub(super) const EXPECT: u32 = 8;
    /// A `Host` field is present.
    pub(super) const HOST: u32 = 16;
    /// More than one is.
    pub(super) const SEVERAL_HOSTS: u32 = 32;
    /// Neither length nor coding of a body is declared.
    pub(super) const NO_BODY_FIELDS: u32 = 64;
}

/// A head as JavaScript gets it, taken from the parser's buffers before JavaScript runs.
pub(crate) struct HeadArguments<'s> {
    values: [v8::Local<'s, v8::Value>; 5],
    /// The head announced that the message has no body.
    pub(crate) complete: bool,
}

impl<'s> HeadArguments<'s> {
    pub(crate) fn of(scope: &mut v8::PinScope<'s, '_>, head: &Head<'_>) -> HeadArguments<'s> {
        let complete =
            head.method().is_some() && !head.upgrade() && !head.chunked() && head.content_length().unwrap_or(0) == 0;
        let start = head.method().map_or(u32::from(head.status()), |method| method.index() as u32);
        let (major, minor) = head.version();
        let values = [
            v8::Integer::new_from_unsigned(scope, start).into(),
            latin1(scope, head.text()),
            v8::Integer::new(scope, i32::from(major) * 10 + i32::from(minor)).into(),
            v8::Integer::new_from_unsigned(scope, flags(head, complete)).into(),
            field_text(scope, head.fields()),
        ];
        HeadArguments { values, complete }
    }

    /// The arguments after the owner.
    pub(crate) fn with_owner(self, owner: v8::Local<'s, v8::Value>) -> [v8::Local<'s, v8::Value>; 6] {
        let [start, text, version, flags, fields] = self.values;
        [owner, start, text, version, flags, fields]
    }
}

fn flags(head: &Head<'_>, complete: bool) -> u32 {
    let bits = [
        (head.keep_alive(), flag::KEEP_ALIVE),
        (head.upgrade(), flag::UPGRADE),
        (complete, flag::COMPLETE),
        (head.expect(), flag::EXPECT),
        (head.hosts() > 0, flag::HOST),
        (head.hosts() > 1, flag::SEVERAL_HOSTS),
        (complete && head.content_length().is_none(), flag::NO_BODY_FIELDS),
    ];
    bits.iter().filter(|(set, _)| *set).fold(0, |flags, (_, bit)| flags | bit)
}

/// What JavaScript answers to a head.
pub(crate) enum Answer {
    /// The body that the fields tell of is read.
    ReadBody,
    /// It is not, as the plan says.
    Plan(BodyPlan),
    /// The body is read, and what comes with its end is lost: the client means it for another protocol, which nobody here speaks.
    ReadAlone,
}

pub(crate) fn answer_of(scope: &mut v8::PinScope<'_, '_>, answer: Option<v8::Local<'_, v8::Value>>) -> Answer {
    match answer.and_then(|value| value.int32_value(scope)) {
        Some(1) => Answer::Plan(BodyPlan::Skip),
        Some(2) => Answer::Plan(BodyPlan::Upgrade),
        Some(3) => Answer::ReadAlone,
        _ => Answer::ReadBody,
    }
}

/// Names and values, each ended by a line feed, which cannot be part of either. One string is far cheaper to make than one for every name
/// and value, and most programs read few of them.
pub(crate) fn field_text<'s>(scope: &mut v8::PinScope<'s, '_>, fields: Fields<'_>) -> v8::Local<'s, v8::Value> {
    let length = fields.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let mut text = Vec::with_capacity(length);
    for (name, value) in fields.iter() {
        text.extend_from_slice(name);
        text.push(b'\n');
        push_value(&mut text, value);
        text.push(b'\n');
    }
    latin1(scope, &text)
}

/// A value folded over several lines, which the lenient mode lets through, becomes one line.
fn push_value(text: &mut Vec<u8>, value: &[u8]) {
    if value.contains(&b'\n') {
        text.extend(value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
    } else {
        text.extend_from_slice(value);
    }
}

/// A string with one character a byte.
pub(crate) fn latin1<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

/// A `Uint8Array` with a copy of `bytes`.
pub(crate) fn uint8_array<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    match bytes.to_vec().to_v8(scope) {
        Ok(array) => array,
        Err(_) => v8::undefined(scope).into(),
    }
}
