//! UTF-8 into JavaScript strings, by decoders that take many bytes at a time. V8's own goes byte by byte: 1.3 times as long for a word,
//! four times for a page.

use v8::simdutf::{self, SimdUtfResult};

use crate::JsError;
use crate::convert::string_too_long;
use crate::memory::spare;

type Text<'s> = v8::Local<'s, v8::String>;

/// The string of `bytes`, with U+FFFD for each malformed sequence.
pub fn from_utf8_lossy<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> Result<Text<'s>, JsError> {
    match from_utf8(scope, bytes)? {
        Some(text) => Ok(text),
        None => v8::String::new_from_utf8(scope, bytes, v8::NewStringType::Normal).ok_or_else(string_too_long),
    }
}

/// The string of `bytes`, or nothing when they are malformed.
pub fn from_utf8<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> Result<Option<Text<'s>>, JsError> {
    if simdutf::validate_ascii(bytes) {
        return one_byte(scope, bytes).map(Some);
    }
    if bytes.iter().any(|byte| *byte >= FIRST_WIDE) {
        // SAFETY: a byte becomes one unit at most, and there is room for as many.
        let decode = |target: &mut [u16]| unsafe { simdutf::convert_utf8_to_utf16le_with_errors(bytes, target) };
        decoded(bytes.len(), decode, |units| two_byte(scope, units)).transpose()
    } else {
        // SAFETY: as above.
        let decode = |target: &mut [u8]| unsafe { simdutf::convert_utf8_to_latin1_with_errors(bytes, target) };
        decoded(bytes.len(), decode, |characters| one_byte(scope, characters)).transpose()
    }
}

/// From this byte on they start characters over U+00FF, or are in no UTF-8.
const FIRST_WIDE: u8 = 0xc4;

/// Up to here the characters lie on the stack on their way.
const SHORT: usize = 256;

/// Gives what `decode` writes, up to `room` units, to `make`; nothing when it found an error.
fn decoded<T: Copy + Default, R>(
    room: usize,
    decode: impl FnOnce(&mut [T]) -> SimdUtfResult,
    make: impl FnOnce(&[T]) -> R,
) -> Option<R> {
    let (mut near, mut far) = ([T::default(); SHORT], Vec::new());
    let target = if room <= SHORT {
        &mut near[..]
    } else {
        far.reserve_exact(room);
        // SAFETY: `decode` writes before `make` reads what was written.
        unsafe { spare(&mut far) }
    };
    let result = decode(target);
    result.is_ok().then(|| make(&target[..result.count]))
}

fn one_byte<'s>(scope: &mut v8::PinScope<'s, '_>, characters: &[u8]) -> Result<Text<'s>, JsError> {
    v8::String::new_from_one_byte(scope, characters, v8::NewStringType::Normal).ok_or_else(string_too_long)
}

fn two_byte<'s>(scope: &mut v8::PinScope<'s, '_>, units: &[u16]) -> Result<Text<'s>, JsError> {
    v8::String::new_from_two_byte(scope, units, v8::NewStringType::Normal).ok_or_else(string_too_long)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_isolate::with_scope;

    #[test]
    fn strings_are_those_of_the_standard_library() {
        let parts: [&[u8]; 9] = [
            b"a",
            "\u{e9}".as_bytes(),
            "\u{ff}".as_bytes(),
            "\u{100}".as_bytes(),
            "\u{4f60}".as_bytes(),
            "\u{1f600}".as_bytes(),
            b"\xff",
            b"\xc3",
            b"\xed\xa0\x80",
        ];
        with_scope(|scope| {
            for first in parts {
                for second in parts {
                    for count in [1, 2, SHORT, 1000] {
                        let bytes = [first, second].concat().repeat(count);
                        let made = from_utf8_lossy(scope, &bytes).expect("short enough");
                        assert_eq!(made.to_rust_string_lossy(scope), String::from_utf8_lossy(&bytes), "{bytes:x?}");
                        let exact = from_utf8(scope, &bytes).expect("short enough");
                        assert_eq!(exact.is_some(), std::str::from_utf8(&bytes).is_ok(), "{bytes:x?}");
                    }
                }
            }
        });
    }
}
