//! Strings to bytes. Writing ops give the number of bytes written; making ops give new memory.

use base64_simd::AsOut as _;
use runtime::engine::base64;
use runtime::{JsError, OpError, Slice, Text, op, v8};
use v8::ValueViewData;

fn room(bytes: &mut [u8], offset: u32, length: u32) -> &mut [u8] {
    let start = (offset as usize).min(bytes.len());
    let end = start.saturating_add(length as usize).min(bytes.len());
    &mut bytes[start..end]
}

/// Writes whole characters only.
#[op(fast)]
pub(crate) fn utf8_write(mut target: Slice<'_>, text: Text<'_>, offset: u32, length: u32) -> u32 {
    text.write_utf8(room(target.as_mut_slice(), offset, length)).bytes as u32
}

/// The low byte of each UTF-16 unit.
#[op(fast)]
pub(crate) fn latin1_write(mut target: Slice<'_>, text: Text<'_>, offset: u32, length: u32) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    let count = target.len().min(text.length());
    text.with(|characters| match characters {
        ValueViewData::OneByte(bytes) => target[..count].copy_from_slice(&bytes[..count]),
        ValueViewData::TwoByte(units) => target.iter_mut().zip(units).for_each(|(byte, unit)| *byte = *unit as u8),
    });
    count as u32
}

/// UTF-16, little-endian.
#[op(fast)]
pub(crate) fn ucs2_write(mut target: Slice<'_>, text: Text<'_>, offset: u32, length: u32) -> u32 {
    let pairs = room(target.as_mut_slice(), offset, length).chunks_exact_mut(2);
    let count = pairs.len().min(text.length());
    text.with(|characters| match characters {
        ValueViewData::OneByte(bytes) => pairs.zip(bytes).for_each(|(pair, byte)| pair.copy_from_slice(&[*byte, 0])),
        ValueViewData::TwoByte(units) => {
            pairs.zip(units).for_each(|(pair, unit)| pair.copy_from_slice(&unit.to_le_bytes()));
        }
    });
    (count * 2) as u32
}

/// Stops at the first pair that is not hexadecimal.
#[op(fast)]
pub(crate) fn hex_write(mut target: Slice<'_>, text: Text<'_>, offset: u32, length: u32) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    with_low_bytes(&text, |digits| {
        let count = target.len().min(digits.len() / 2);
        let (digits, target) = (&digits[..count * 2], &mut target[..count]);
        // Checked first: what lies behind a wrong digit must stay as it is.
        if hex_simd::check(digits).is_ok() && hex_simd::decode(digits, target.as_out()).is_ok() {
            return count as u32;
        }
        decode_hex(digits, target)
    })
}

/// Pair by pair, for text that is not hexadecimal throughout.
fn decode_hex(digits: &[u8], target: &mut [u8]) -> u32 {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut written = 0;
    for (slot, pair) in target.iter_mut().zip(digits.chunks_exact(2)) {
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else { break };
        *slot = high << 4 | low;
        written += 1;
    }
    written
}

/// Stands for a character over U+00FF, which is in no alphabet.
const FOREIGN: u8 = 0xff;

/// Looks at the characters of a text as bytes, where they lie when V8 keeps them so.
fn with_low_bytes<R>(text: &Text<'_>, look: impl FnOnce(&[u8]) -> R) -> R {
    text.with(|characters| match characters {
        ValueViewData::OneByte(bytes) => look(bytes),
        ValueViewData::TwoByte(units) => {
            let bytes: Vec<u8> = units.iter().map(|&unit| u8::try_from(unit).unwrap_or(FOREIGN)).collect();
            look(&bytes)
        }
    })
}

/// Base64 of either alphabet.
#[op(fast)]
pub(crate) fn base64_write(mut target: Slice<'_>, text: Text<'_>, offset: u32, length: u32) -> u32 {
    let target = room(target.as_mut_slice(), offset, length);
    with_low_bytes(&text, |text| {
        let (engine, digits) = strict_form(text);
        let fits = engine.decoded_length(digits).is_ok_and(|length| length <= target.len());
        if fits
            && engine.check(digits).is_ok()
            && let Ok(written) = engine.decode(digits, target.as_out())
        {
            return written.len() as u32;
        }
        let decoded = decode_base64(text);
        let count = target.len().min(decoded.len());
        target[..count].copy_from_slice(&decoded[..count]);
        count as u32
    })
}

/// A new `Uint8Array` of the decoded text.
#[op]
pub(crate) fn base64_bytes(text: Text<'_>) -> Vec<u8> {
    with_low_bytes(&text, |text| {
        let (engine, digits) = strict_form(text);
        engine.decode_type::<Vec<u8>>(digits).unwrap_or_else(|_| decode_base64(text))
    })
}

/// The vectorised decoder for the alphabet of a text that is well-formed, and the text without its padding.
fn strict_form(text: &[u8]) -> (base64_simd::Base64, &[u8]) {
    use base64_simd::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let digits = &text[..text.len() - padding];
    let is_url = memchr::memchr2(b'-', b'_', digits).is_some();
    (if is_url { URL_SAFE_NO_PAD } else { STANDARD_NO_PAD }, digits)
}

/// Decodes leniently: both alphabets, anything else passed over, `=` ends the text.
fn decode_base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    for &byte in text {
        if byte == b'=' {
            break;
        }
        let value = SEXTETS[usize::from(byte)];
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
#[op(fast)]
pub(crate) fn utf8_length(text: Text<'_>) -> usize {
    text.utf8_length()
}

/// A string in UTF-8 in memory of its own.
#[op]
pub(crate) fn utf8_bytes(text: Text<'_>) -> Vec<u8> {
    text.to_utf8()
}

/// As much of a string as fits, for `TextEncoder.encodeInto()`: units read and bytes written.
#[op]
pub(crate) fn utf8_write_into(mut target: Slice<'_>, text: Text<'_>) -> (u32, u32) {
    let written = text.write_utf8(target.as_mut_slice());
    (written.units as u32, written.bytes as u32)
}

/// `atob()`: the decoded text, or a number for what is wrong with it: -1 a character, -2 a remainder, -3 a length.
#[op]
pub(crate) fn forgiving_base64<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    text: Text<'s>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    match with_low_bytes(&text, decode_forgiving) {
        Some(decoded) => v8::String::new_from_one_byte(scope, &decoded, v8::NewStringType::Normal)
            .map(Into::into)
            .ok_or_else(|| JsError::range_error("Invalid string length").into()),
        None => Ok(v8::Integer::new(scope, -1).into()),
    }
}

/// The standard's "forgiving" decoding: white space is passed over, and nothing else that is not base64.
fn decode_forgiving(text: &[u8]) -> Option<Vec<u8>> {
    if let Ok(decoded) = base64_simd::STANDARD.decode_type::<Vec<u8>>(text) {
        return Some(decoded);
    }
    let stripped: Vec<u8> =
        text.iter().copied().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | 0x0c | b'\r')).collect();
    let padding = if stripped.len().is_multiple_of(4) {
        stripped.iter().rev().take(2).take_while(|byte| **byte == b'=').count()
    } else {
        0
    };
    let digits = &stripped[..stripped.len() - padding];
    let is_digit = |byte: &u8| *byte != b'-' && *byte != b'_' && SEXTETS[usize::from(*byte)] != NONE;
    if digits.len() % 4 == 1 || !digits.iter().all(is_digit) {
        return None;
    }
    Some(decode_base64(digits))
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
    let encoded = match v8::ValueView::new(scope, text).data() {
        ValueViewData::OneByte(bytes) => base64::standard(bytes),
        ValueViewData::TwoByte(units) => {
            let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
            base64::standard(&bytes)
        }
    };
    v8::String::new_from_one_byte(scope, &encoded, v8::NewStringType::Normal)
        .map(Into::into)
        .ok_or_else(|| JsError::range_error("Invalid string length").into())
}
