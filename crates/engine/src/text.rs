//! The characters of a JavaScript string, borrowed for the length of one op.

use v8::fast_api::{FastApiCallbackOptions, Type};
use v8::{ValueViewData, simdutf};

use crate::fast::FromFast;
use crate::{FromV8, JsError, layout};

/// A string argument whose characters the op looks at where V8 keeps them. Nothing here allocates on V8's heap.
pub struct Text<'s> {
    string: v8::Local<'s, v8::String>,
    isolate: v8::UnsafeRawIsolatePtr,
}

impl<'s> Text<'s> {
    /// In UTF-16 units.
    pub fn length(&self) -> usize {
        self.string.length()
    }

    /// Shows the characters: bytes are those of Latin-1, units those of UTF-16.
    #[inline]
    pub fn with<R>(&self, look: impl FnOnce(ValueViewData<'_>) -> R) -> R {
        // SAFETY: `look` has nothing by which it could allocate on V8's heap.
        if let Some(characters) = unsafe { layout::characters(self.string) } {
            return look(characters);
        }
        // SAFETY: the isolate runs the op that borrows the string.
        let mut isolate = unsafe { v8::Isolate::from_raw_isolate_ptr_unchecked(self.isolate) };
        if !layout::is_rope(self.string) {
            return look(v8::ValueView::new(&mut isolate, self.string).data());
        }
        if self.string.is_onebyte() {
            let mut bytes = vec![0; self.length()];
            self.string.write_one_byte_v2(&isolate, 0, &mut bytes, v8::WriteFlags::empty());
            return look(ValueViewData::OneByte(&bytes));
        }
        let mut units = vec![0; self.length()];
        self.string.write_v2(&isolate, 0, &mut units, v8::WriteFlags::empty());
        look(ValueViewData::TwoByte(&units))
    }

    /// Bytes in UTF-8.
    pub fn utf8_length(&self) -> usize {
        self.with(|characters| match characters {
            ValueViewData::OneByte(bytes) => latin1_length(bytes),
            ValueViewData::TwoByte(units) => utf8_length(units),
        })
    }

    /// Writes as many whole characters in UTF-8 as `target` has room for.
    pub fn write_utf8(&self, target: &mut [u8]) -> Written {
        self.with(|characters| match characters {
            ValueViewData::OneByte(bytes) => write_latin1(bytes, target),
            ValueViewData::TwoByte(units) => write_utf16(units, target),
        })
    }

    /// Shows the characters as UTF-8, where they lie when they are ASCII; lone surrogates are replaced.
    pub fn with_utf8<R>(&self, look: impl FnOnce(&str) -> R) -> R {
        self.with(|characters| match characters {
            ValueViewData::OneByte(bytes) => match as_ascii(bytes) {
                Some(text) => look(text),
                None => look(&bytes.iter().copied().map(char::from).collect::<String>()),
            },
            ValueViewData::TwoByte(units) => look(&String::from_utf16_lossy(units)),
        })
    }

    /// In UTF-8.
    pub fn to_utf8(&self) -> Vec<u8> {
        self.with(|characters| match characters {
            ValueViewData::OneByte(bytes) if simdutf::validate_ascii(bytes) => bytes.to_vec(),
            ValueViewData::OneByte(bytes) => exactly(latin1_length(bytes), |target| write_latin1(bytes, target)),
            ValueViewData::TwoByte(units) => exactly(utf8_length(units), |target| write_utf16(units, target)),
        })
    }
}

fn as_ascii(bytes: &[u8]) -> Option<&str> {
    // SAFETY: ASCII is UTF-8.
    bytes.is_ascii().then(|| unsafe { std::str::from_utf8_unchecked(bytes) })
}

fn exactly(length: usize, write: impl FnOnce(&mut [u8]) -> Written) -> Vec<u8> {
    let mut target = vec![0; length];
    let written = write(&mut target);
    target.truncate(written.bytes);
    target
}

impl<'s> FromV8<'s> for Text<'s> {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let string = layout::as_string(value).ok_or_else(not_a_string)?;
        if layout::is_rope(string) {
            // V8 keeps the joined string, for whoever looks at it next.
            drop(v8::ValueView::new(scope, string));
        }
        // SAFETY: the pointer does not outlive the op, and so neither the isolate.
        let isolate = unsafe { scope.as_raw_isolate_ptr() };
        Ok(Self { string, isolate })
    }
}

impl<'s> FromFast for Text<'s> {
    type Raw = v8::Local<'s, v8::Value>;
    const TYPE: Type = Type::V8Value;

    #[inline]
    fn from_fast(value: Self::Raw, options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
        let string = layout::as_string(value).ok_or_else(not_a_string)?;
        // SAFETY: as above.
        let isolate = unsafe { options.isolate_unchecked().as_raw_isolate_ptr() };
        Ok(Self { string, isolate })
    }
}

#[cold]
fn not_a_string() -> JsError {
    JsError::type_error("internal argument must be a string").with_code("ERR_INVALID_ARG_TYPE")
}

/// How far an encoder came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// UTF-16 units of the string.
    pub units: usize,
    /// Bytes of the target.
    pub bytes: usize,
}

const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();

/// Below this a loop over the characters is faster than a call of the vectorised encoder.
const BULK: usize = 8;

/// Half of what is left of the target takes any as many characters; so goes most of the text, and the rest one by one.
fn write_latin1(bytes: &[u8], target: &mut [u8]) -> Written {
    let mut done = Written::default();
    loop {
        let (rest, room) = (&bytes[done.units..], &mut target[done.bytes..]);
        let count = rest.len().min(room.len() / 2);
        if count < BULK {
            break;
        }
        // SAFETY: a byte of Latin-1 becomes two at most, for which there is room.
        done.bytes += unsafe { simdutf::convert_latin1_to_utf8(&rest[..count], room) };
        done.units += count;
    }
    for &byte in &bytes[done.units..] {
        if !push(target, &mut done, char::from(byte)) {
            break;
        }
    }
    done
}

/// As above, with three bytes a unit at most.
fn write_utf16(units: &[u16], target: &mut [u8]) -> Written {
    let mut done = Written::default();
    loop {
        let (rest, room) = (&units[done.units..], &mut target[done.bytes..]);
        let mut count = rest.len().min(room.len() / 3);
        if count > 0 && count < rest.len() && is_high_surrogate(rest[count - 1]) {
            count -= 1;
        }
        if count < BULK {
            break;
        }
        let written = write_bulk(&rest[..count], room);
        done.units += written.units;
        done.bytes += written.bytes;
    }
    for character in char::decode_utf16(units[done.units..].iter().copied()) {
        if !push(target, &mut done, character.unwrap_or(char::REPLACEMENT_CHARACTER)) {
            break;
        }
    }
    done
}

/// Writes `units` up to and with the first surrogate that stands alone. There is room for three bytes a unit.
fn write_bulk(units: &[u16], room: &mut [u8]) -> Written {
    // SAFETY: a unit becomes three bytes at most, a pair of them four.
    let result = unsafe { simdutf::convert_utf16le_to_utf8_with_errors(units, room) };
    if result.is_ok() {
        return Written { units: units.len(), bytes: result.count };
    }
    let bytes = simdutf::utf8_length_from_utf16le(&units[..result.count]);
    room[bytes..bytes + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
    Written { units: result.count + 1, bytes: bytes + REPLACEMENT.len() }
}

/// Writes one character if there is room.
fn push(target: &mut [u8], done: &mut Written, character: char) -> bool {
    let Some(room) = target[done.bytes..].get_mut(..character.len_utf8()) else { return false };
    character.encode_utf8(room);
    done.bytes += character.len_utf8();
    done.units += character.len_utf16();
    true
}

fn is_high_surrogate(unit: u16) -> bool {
    unit & 0xfc00 == 0xd800
}

/// Up to here a loop that the compiler vectorises is faster than a call of the vectorised functions, which choose their form at each call.
const SHORT: usize = 256;

/// The length in UTF-8 of characters in Latin-1: those beyond ASCII take a byte more.
fn latin1_length(bytes: &[u8]) -> usize {
    if bytes.len() > SHORT {
        return simdutf::utf8_length_from_latin1(bytes);
    }
    // A byte holds the count of up to 255 of them, and sixteen bytes are added at a time.
    let beyond = |part: &[u8]| usize::from(part.iter().fold(0u8, |count, byte| count + (byte >> 7)));
    bytes.len() + bytes.chunks(SHORT / 2).map(beyond).sum::<usize>()
}

fn utf8_length(units: &[u16]) -> usize {
    if units.len() <= SHORT
        && let Some(length) = short_length(units)
    {
        return length;
    }
    let (mut length, mut rest) = (0, units);
    loop {
        let result = simdutf::validate_utf16le_with_errors(rest);
        if result.is_ok() {
            return length + simdutf::utf8_length_from_utf16le(rest);
        }
        length += simdutf::utf8_length_from_utf16le(&rest[..result.count]) + REPLACEMENT.len();
        rest = &rest[result.count + 1..];
    }
}

/// The length where there are no surrogates. Without a branch for each unit, so that the compiler takes eight at a time.
fn short_length(units: &[u16]) -> Option<usize> {
    let (mut more, mut surrogates) = (0, 0);
    for &unit in units {
        more += u16::from(unit > 0x7f) + u16::from(unit > 0x7ff);
        surrogates |= u16::from(unit & 0xf800 == 0xd800);
    }
    (surrogates == 0).then(|| units.len() + usize::from(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The encoding of a string, character by character, as far as it fits.
    fn plainly(units: &[u16], room: usize) -> (Written, Vec<u8>) {
        let mut target = vec![0; room];
        let mut done = Written::default();
        for character in char::decode_utf16(units.iter().copied()) {
            if !push(&mut target, &mut done, character.unwrap_or(char::REPLACEMENT_CHARACTER)) {
                break;
            }
        }
        (done, target)
    }

    fn texts() -> Vec<Vec<u16>> {
        let patterns: [&[u16]; 7] = [
            &[0x61, 0x62, 0x63],
            &[0xe9, 0x61],
            &[0x4f60, 0x597d],
            &[0xd83d, 0xde00, 0x61],
            &[0xd83d],
            &[0xde00, 0x61, 0xd83d, 0xde00],
            &[0x61, 0xd83d, 0xd83d, 0xde00, 0xde00],
        ];
        let repeated = patterns.iter().flat_map(|pattern| {
            [1, 5, 40].map(|count| pattern.iter().copied().cycle().take(count).collect::<Vec<u16>>())
        });
        repeated.chain([Vec::new()]).collect()
    }

    #[test]
    fn utf16_is_written_as_far_as_it_fits() {
        for units in texts() {
            let whole = plainly(&units, units.len() * 3).0.bytes;
            assert_eq!(utf8_length(&units), whole, "{units:x?}");
            for room in 0..=whole + 40 {
                let mut target = vec![0; room];
                let done = write_utf16(&units, &mut target);
                let (expected, bytes) = plainly(&units, room);
                assert_eq!(done, expected, "{units:x?} in {room}");
                assert_eq!(target[..done.bytes], bytes[..done.bytes], "{units:x?} in {room}");
            }
        }
    }

    #[test]
    fn latin1_is_written_as_far_as_it_fits() {
        for bytes in [vec![], b"abc".to_vec(), vec![0xe9; 30], (0..=255).collect::<Vec<u8>>()] {
            let units: Vec<u16> = bytes.iter().map(|&byte| u16::from(byte)).collect();
            for room in 0..=bytes.len() * 2 + 20 {
                let mut target = vec![0; room];
                let done = write_latin1(&bytes, &mut target);
                let (expected, plain) = plainly(&units, room);
                assert_eq!(done, expected, "{bytes:x?} in {room}");
                assert_eq!(target[..done.bytes], plain[..done.bytes], "{bytes:x?} in {room}");
            }
        }
    }
}
