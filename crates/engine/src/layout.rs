//! What V8's objects look like in memory, for the few questions that every call asks and that V8 answers only by a call of its own or
//! by allocating. The tests below ask V8 the same questions, so that a V8 that is built otherwise fails them.
//!
//! Source: `v8-internal.h` (`Internals`), for 64-bit builds without pointer compression, which are the only ones of the crate's
//! default features.

use v8::ValueViewData;

const _: () = assert!(usize::BITS == 64, "the offsets below are those of 64-bit builds");

/// `kHeapObjectTag`
const HEAP_OBJECT_TAG: usize = 1;
/// `kSmiTagSize + kSmiShiftSize`
const SMI_SHIFT: u32 = 32;
/// `kHeapObjectMapOffset`, less the tag
const MAP: isize = -1;
/// `kMapInstanceTypeOffset`, less the tag
const INSTANCE_TYPE: isize = 12 - 1;
/// `kFirstNonstringType`
const FIRST_NONSTRING_TYPE: u16 = 0x80;
/// `kJSObjectType`
const ORDINARY_OBJECT_TYPE: u16 = 0x421;
/// What `kStringRepresentationAndEncodingMask` leaves of a type without the bit for the encoding.
const REPRESENTATION: u16 = 0x07;
/// `kStringEncodingMask`: set for Latin-1.
const ONE_BYTE: u16 = 0x08;
/// The representation of a string whose characters follow its length.
const SEQUENTIAL: u16 = 0x00;
/// The representation of a string made of two others.
const ROPE: u16 = 0x01;
/// The representation of a string that has become another, which stands where the first part of a rope does.
const THIN: u16 = 0x05;
/// Where a string's length is, less the tag: behind the map and the hash.
const STRING_LENGTH: isize = 12 - 1;
/// `kStringResourceOffset`, less the tag: where the characters of a sequential string are, or the first part of a rope.
const FIRST_PART: isize = 16 - 1;
/// Where the second part of a rope is, less the tag.
const SECOND_PART: isize = 24 - 1;

/// The word that a handle holds: a small integer or a tagged pointer.
fn word(value: &v8::Value) -> usize {
    // SAFETY: without direct handles a local is the address of a word that holds the tagged value.
    unsafe { std::ptr::from_ref(value).cast::<usize>().read() }
}

/// The value of a small integer; numbers outside 32 bits, and most that are the result of a division, are none.
#[inline]
pub(crate) fn small_integer(value: &v8::Value) -> Option<i32> {
    let word = word(value);
    (word & HEAP_OBJECT_TAG == 0).then_some((word >> SMI_SHIFT) as u32 as i32)
}

/// The type of the object behind a handle, or `None` for a small integer.
#[inline]
fn instance_type(value: &v8::Value) -> Option<u16> {
    let object = word(value);
    // SAFETY: with the tag the word is a pointer to an object that outlives the handle.
    (object & HEAP_OBJECT_TAG != 0).then(|| unsafe { type_of(object as *const u8) })
}

/// # Safety
/// `object` is a tagged pointer to a live object.
#[inline]
unsafe fn type_of(object: *const u8) -> u16 {
    // SAFETY: an object's first field is a tagged pointer to its map, which lives as long.
    unsafe {
        let map = object.offset(MAP).cast::<*const u8>().read();
        map.offset(INSTANCE_TYPE).cast::<u16>().read()
    }
}

/// Whether a value is an object of no special kind, such as a literal makes. An instance of a native class is none.
#[inline]
pub fn is_ordinary_object(value: v8::Local<'_, v8::Value>) -> bool {
    instance_type(&value) == Some(ORDINARY_OBJECT_TYPE)
}

/// A value as a string, if it is one.
#[inline]
pub(crate) fn as_string<'s>(value: v8::Local<'s, v8::Value>) -> Option<v8::Local<'s, v8::String>> {
    let is_string = instance_type(&value).is_some_and(|kind| kind < FIRST_NONSTRING_TYPE);
    // SAFETY: the type of the object says that it is a string.
    is_string.then(|| unsafe { v8::Local::cast_unchecked(value) })
}

/// Whether a string is in two parts, which V8 joins, by allocating, before it shows the characters. A string whose parts were joined
/// keeps its type; then the second part is empty.
#[inline]
pub(crate) fn is_rope(string: v8::Local<'_, v8::String>) -> bool {
    if instance_type(&string).is_none_or(|kind| kind & REPRESENTATION != ROPE) {
        return false;
    }
    // SAFETY: the type says that the object has two parts, which are strings.
    !unsafe { is_joined(word(&string) as *const u8) }
}

/// Whether all of a rope is in its first part.
///
/// # Safety
/// `rope` is a tagged pointer to a live string of that representation.
#[inline]
unsafe fn is_joined(rope: *const u8) -> bool {
    // SAFETY: as the caller says; both parts are strings.
    unsafe {
        let second = rope.offset(SECOND_PART).cast::<*const u8>().read();
        second.offset(STRING_LENGTH).cast::<u32>().read() == 0
    }
}

/// The characters of most strings, straight from V8's heap: making a `ValueView` takes longer than measuring a short text. `None` for those that
/// are part of another string, lie outside the heap or are in two parts.
///
/// # Safety
/// What is returned is valid only until something allocates on V8's heap.
#[inline]
pub(crate) unsafe fn characters<'s>(string: v8::Local<'s, v8::String>) -> Option<ValueViewData<'s>> {
    let mut object = word(&string) as *const u8;
    // SAFETY: a string's type says what follows its length, and the parts of a string are strings, which live as long as it does.
    unsafe {
        let mut kind = type_of(object);
        while kind & REPRESENTATION == THIN || (kind & REPRESENTATION == ROPE && is_joined(object)) {
            object = object.offset(FIRST_PART).cast::<*const u8>().read();
            kind = type_of(object);
        }
        if kind & REPRESENTATION != SEQUENTIAL {
            return None;
        }
        let length = object.offset(STRING_LENGTH).cast::<u32>().read() as usize;
        let first = object.offset(FIRST_PART);
        Some(if kind & ONE_BYTE != 0 {
            ValueViewData::OneByte(std::slice::from_raw_parts(first, length))
        } else {
            ValueViewData::TwoByte(std::slice::from_raw_parts(first.cast(), length))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::string;
    use crate::test_isolate::with_scope;

    fn evaluate<'s>(scope: &mut v8::PinScope<'s, '_>, source: &str) -> v8::Local<'s, v8::Value> {
        let source = string(scope, source);
        let script = v8::Script::compile(scope, source, None).expect("the source compiles");
        script.run(scope).expect("the source runs")
    }

    #[test]
    fn small_integers_are_read_from_the_handle() {
        with_scope(|scope| {
            for number in [0, 1, -1, 42, i32::MAX, i32::MIN] {
                let value: v8::Local<'_, v8::Value> = v8::Integer::new(scope, number).into();
                assert_eq!(small_integer(&value), Some(number));
            }
            for source in ["1.5", "2 ** 31", "-(2 ** 40)", "NaN", "-0", "'1'", "undefined", "({})", "1n"] {
                let value = evaluate(scope, source);
                assert_eq!(small_integer(&value), None, "{source}");
            }
        });
    }

    #[test]
    fn strings_are_told_from_everything_else() {
        with_scope(|scope| {
            for source in [
                "''",
                "'a'",
                "'é'",
                "'你好'",
                "`${Date.now()} and more of it`",
                "'abcdefghijklmnopqrstuvwxyz'.slice(3)",
                "Symbol('a')",
                "1",
                "1.5",
                "null",
                "undefined",
                "true",
                "1n",
                "({})",
                "[]",
                "new String('a')",
                "() => 1",
                "new Uint8Array(1)",
                "/a/",
            ] {
                let value = evaluate(scope, source);
                assert_eq!(as_string(value).is_some(), value.is_string(), "{source}");
            }
        });
    }

    #[test]
    fn ordinary_objects_are_told_from_special_ones() {
        with_scope(|scope| {
            for source in ["({})", "Object.create(null)", "new (class A {})", "({ __proto__: new Map() })"] {
                let value = evaluate(scope, source);
                assert!(is_ordinary_object(value), "{source}");
            }
            for source in [
                "1",
                "null",
                "''",
                "[]",
                "() => 1",
                "new Map()",
                "new Date()",
                "new Error()",
                "Promise.resolve()",
                "new Proxy({}, {})",
                "(function() { return arguments; })()",
                "new Number(1)",
                "/a/",
                "new Uint8Array(1)",
                "new ArrayBuffer(1)",
                "[][Symbol.iterator]()",
                "new Map().keys()",
                "new WeakMap()",
            ] {
                let value = evaluate(scope, source);
                assert!(!is_ordinary_object(value), "{source}");
            }
        });
    }

    #[test]
    fn a_rope_is_one_until_its_characters_are_seen() {
        with_scope(|scope| {
            let value = evaluate(scope, "let half = 'twenty characters or'; half + half");
            let text = as_string(value).expect("a string");
            assert!(is_rope(text));
            drop(v8::ValueView::new(scope, text));
            assert!(!is_rope(text));
            for source in ["half", "(half + half).slice(3, 30)", "'你' + 'b'"] {
                let value = evaluate(scope, source);
                let text = as_string(value).expect("a string");
                assert!(!is_rope(text), "{source}");
            }
        });
    }

    #[test]
    fn characters_are_those_that_v8_shows() {
        with_scope(|scope| {
            for (source, is_seen) in [
                ("''", true),
                ("'abc'", true),
                ("'é'", true),
                ("'你好'", true),
                ("'twenty characters or'.repeat(3)", false),
                ("const joined = 'twenty characters or'.repeat(3); joined[0]; ({})[joined]; joined", true),
                ("const wide = '你好 and twenty characters'.repeat(3); ({})[wide]; wide", true),
                ("'abcdefghijklmnopqrstuvwxyz'.slice(3)", false),
            ] {
                let value = evaluate(scope, source);
                let text = as_string(value).expect("a string");
                // SAFETY: they are copied before anything else happens.
                let seen = unsafe { characters(text) }.map(|seen| units(&seen));
                assert_eq!(seen.is_some(), is_seen, "{source}");
                let shown = units(&v8::ValueView::new(scope, text).data());
                assert!(seen.is_none_or(|seen| seen == shown), "{source}");
                // SAFETY: as above. What V8 has shown is in one part, unless it is part of another.
                let again = unsafe { characters(text) }.map(|seen| units(&seen));
                assert!(again.is_none_or(|seen| seen == shown), "{source}");
            }
        });
    }

    fn units(characters: &ValueViewData<'_>) -> Vec<u16> {
        match characters {
            ValueViewData::OneByte(bytes) => bytes.iter().map(|byte| u16::from(*byte)).collect(),
            ValueViewData::TwoByte(units) => units.to_vec(),
        }
    }
}
