//! Bytes to strings, one op an encoding.

use runtime::engine::base64;
use runtime::engine::convert::string_too_long;
use runtime::engine::utf8::from_utf8_lossy;
use runtime::{JsError, Slice, op, v8};

/// V8's longest string, in characters.
const MAX_STRING: usize = 0x1fff_ffe8;

type Text<'s> = v8::Local<'s, v8::String>;

fn part(bytes: &[u8], start: u32, end: u32) -> &[u8] {
    let end = (end as usize).min(bytes.len());
    &bytes[(start as usize).min(end)..end]
}

/// UTF-8; malformed sequences become U+FFFD.
#[op]
pub(crate) fn utf8_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    from_utf8_lossy(scope, part(&bytes, start, end))
}

fn one_byte<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> Result<Text<'s>, JsError> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal).ok_or_else(string_too_long)
}

/// Each byte one character.
#[op]
pub(crate) fn latin1_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    one_byte(scope, part(&bytes, start, end))
}

/// The lower seven bits of each byte.
#[op]
pub(crate) fn ascii_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    let bytes = part(&bytes, start, end);
    if v8::simdutf::validate_ascii(bytes) {
        return one_byte(scope, bytes);
    }
    let seven: Vec<u8> = bytes.iter().map(|byte| byte & 0x7f).collect();
    one_byte(scope, &seven)
}

/// UTF-16, little-endian; an odd last byte is left out.
#[op]
pub(crate) fn ucs2_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    let units: Vec<u16> =
        part(&bytes, start, end).chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    v8::String::new_from_two_byte(scope, &units, v8::NewStringType::Normal).ok_or_else(string_too_long)
}

/// Two lower-case digits a byte.
#[op]
pub(crate) fn hex_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    let bytes = part(&bytes, start, end);
    if bytes.len() > MAX_STRING / 2 {
        return Err(string_too_long());
    }
    let text = hex_simd::encode_type::<Vec<u8>>(bytes, hex_simd::AsciiCase::Lower);
    one_byte(scope, &text)
}

/// RFC 4648 section 4.
#[op]
pub(crate) fn base64_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    in_base64(scope, part(&bytes, start, end), base64::standard)
}

/// RFC 4648 section 5, without padding.
#[op]
pub(crate) fn base64url_slice<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Slice<'s>,
    start: u32,
    end: u32,
) -> Result<Text<'s>, JsError> {
    in_base64(scope, part(&bytes, start, end), base64::url_safe)
}

fn in_base64<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: &[u8],
    encode: fn(&[u8]) -> Vec<u8>,
) -> Result<Text<'s>, JsError> {
    if bytes.len() > MAX_STRING / 4 * 3 {
        return Err(string_too_long());
    }
    one_byte(scope, &encode(bytes))
}
