//! Strings to bytes. Writing ops give the number of bytes written; making ops give new memory.

use runtime::{JsError, OpError, Slice, ToV8, op, v8};

fn room(bytes: &mut [u8], offset: u32, length: u32) -> &mut [u8] {
    let start = (offset as usize).min(bytes.len());
    let end = start.saturating_add(length as usize).min(bytes.len());
    &mut bytes[start..end]
}

/// Writes whole characters only.
#[op]
pub(crate) fn utf8_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
    offset: u32,
    length: u32,
) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    text.write_utf8_v2(scope, target, v8::WriteFlags::kReplaceInvalidUtf8, None) as u32
}

/// The low byte of each UTF-16 unit.
#[op]
pub(crate) fn latin1_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
    offset: u32,
    length: u32,
) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    let count = target.len().min(text.length());
    text.write_one_byte_v2(scope, 0, &mut target[..count], v8::WriteFlags::empty());
    count as u32
}

/// UTF-16, little-endian.
#[op]
pub(crate) fn ucs2_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
    offset: u32,
    length: u32,
) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    let count = (target.len() / 2).min(text.length());
    let mut units = vec![0; count];
    text.write_v2(scope, 0, &mut units, v8::WriteFlags::empty());
    for (pair, unit) in target.chunks_exact_mut(2).zip(units) {
        pair.copy_from_slice(&unit.to_le_bytes());
    }
    (count * 2) as u32
}

/// Stops at the first pair that is not hexadecimal.
#[op]
pub(crate) fn hex_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
    offset: u32,
    length: u32,
) -> u32 {
    let digits = low_bytes(scope, text);
    let target = room(target.as_mut_slice(), offset, length);
    let mut written = 0;
    for (slot, pair) in target.iter_mut().zip(digits.chunks_exact(2)) {
        let (Some(high), Some(low)) = (hex_digit(pair[0]), hex_digit(pair[1])) else { break };
        *slot = high << 4 | low;
        written += 1;
    }
    written
}

fn hex_digit(unit: u16) -> Option<u8> {
    char::from_u32(u32::from(unit))?.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn low_bytes(scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> Vec<u16> {
    let mut units = vec![0; text.length()];
    text.write_v2(scope, 0, &mut units, v8::WriteFlags::empty());
    units
}

/// Base64 of either alphabet.
#[op]
pub(crate) fn base64_write<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
    offset: u32,
    length: u32,
) -> u32 {
    let decoded = decode_base64(&low_bytes(scope, text));
    let target = room(target.as_mut_slice(), offset, length);
    let count = target.len().min(decoded.len());
    target[..count].copy_from_slice(&decoded[..count]);
    count as u32
}

/// A new `Uint8Array` of the decoded text.
#[op]
pub(crate) fn base64_bytes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let decoded = decode_base64(&low_bytes(scope, text));
    Ok(decoded.to_v8(scope)?)
}

/// Decodes leniently: both alphabets, anything else passed over, `=` ends the text.
fn decode_base64(text: &[u16]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    for &unit in text {
        let value = match u8::try_from(unit) {
            Ok(b'=') => break,
            Ok(byte) => SEXTETS[usize::from(byte)],
            Err(_) => NONE,
        };
        if value == NONE {
            continue;
        }
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            out.extend(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    match count {
        2 => out.push((bits >> 4) as u8),
        3 => out.extend([(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => {}
    }
    out
}

const NONE: u8 = 0xff;
const SEXTETS: [u8; 256] = sextets();

const fn sextets() -> [u8; 256] {
    let mut table = [NONE; 256];
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut index = 0;
    while index < alphabet.len() {
        table[alphabet[index] as usize] = index as u8;
        index += 1;
    }
    table[b'-' as usize] = 62;
    table[b'_' as usize] = 63;
    table
}

/// Length of a string in UTF-8.
#[op]
pub(crate) fn utf8_length<'s>(scope: &mut v8::PinScope<'s, '_>, text: v8::Local<'s, v8::String>) -> f64 {
    text.utf8_length(scope) as f64
}

/// A string in UTF-8 in memory of its own.
#[op]
pub(crate) fn utf8_bytes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let mut bytes = vec![0; text.utf8_length(scope)];
    let length = text.write_utf8_v2(scope, &mut bytes, v8::WriteFlags::kReplaceInvalidUtf8, None);
    bytes.truncate(length);
    Ok(bytes.to_v8(scope)?)
}

/// As much of a string as fits, for `TextEncoder.encodeInto()`: units read and bytes written.
#[op]
pub(crate) fn utf8_write_into<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    mut target: Slice<'s>,
    text: v8::Local<'s, v8::String>,
) -> (u32, u32) {
    let mut read = 0;
    let written =
        text.write_utf8_v2(scope, target.as_mut_slice(), v8::WriteFlags::kReplaceInvalidUtf8, Some(&mut read));
    (read as u32, written as u32)
}

/// `atob()`: the decoded text, or a number for what is wrong with it: -1 a character, -2 a remainder, -3 a length.
#[op]
pub(crate) fn forgiving_base64<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let units = low_bytes(scope, text);
    let stripped: Vec<u16> =
        units.into_iter().filter(|unit| !matches!(unit, 0x20 | 0x09 | 0x0a | 0x0c | 0x0d)).collect();
    let padding = if stripped.len().is_multiple_of(4) {
        stripped.iter().rev().take(2).take_while(|unit| **unit == 0x3d).count()
    } else {
        0
    };
    let digits = &stripped[..stripped.len() - padding];
    let is_digit = |unit: &u16| {
        u8::try_from(*unit).is_ok_and(|byte| byte != b'-' && byte != b'_' && SEXTETS[usize::from(byte)] != NONE)
    };
    if digits.len() % 4 == 1 || !digits.iter().all(is_digit) {
        return Ok(v8::Integer::new(scope, -1).into());
    }
    let decoded = decode_base64(digits);
    v8::String::new_from_one_byte(scope, &decoded, v8::NewStringType::Normal)
        .map(Into::into)
        .ok_or_else(|| JsError::range_error("Invalid string length").into())
}

/// `btoa()`: base64 of the characters as bytes, or -1 where one is over U+00FF.
#[op]
pub(crate) fn binary_to_base64<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: v8::Local<'s, v8::String>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    if !text.contains_only_onebyte() {
        return Ok(v8::Integer::new(scope, -1).into());
    }
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    let encoded = base64_simd::STANDARD.encode_to_string(&bytes);
    Ok(encoded.to_v8(scope)?)
}
