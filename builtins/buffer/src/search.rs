//! Comparing, searching and filling bytes.

use memchr::memmem;
use runtime::{Slice, Text, op, v8};
use v8::ValueViewData;

/// -1, 0 or 1.
#[op(fast)]
pub(crate) fn compare(a: Slice<'_>, b: Slice<'_>) -> i32 {
    a.as_slice().cmp(b.as_slice()) as i32
}

/// Position of `needle` in `haystack` from `offset` on, or before it when searching backwards; -1 for none. With `wide` only even
/// positions count, as for UTF-16.
#[op(fast)]
pub(crate) fn index_of_bytes(haystack: Slice<'_>, needle: Slice<'_>, offset: f64, forward: bool, wide: bool) -> f64 {
    let found = if forward {
        first(&haystack, &needle, offset as usize, wide)
    } else {
        last(&haystack, &needle, offset as usize, wide)
    };
    found.map_or(-1.0, |index| index as f64)
}

/// Position of a text in UTF-8, as `index_of_bytes`; the text is not empty.
#[op(fast)]
pub(crate) fn index_of_text(haystack: Slice<'_>, needle: Text<'_>, offset: f64, forward: bool) -> f64 {
    let find = |needle: &[u8]| {
        let find = if forward { first } else { last };
        find(&haystack, needle, offset as usize, false).map_or(-1.0, |index| index as f64)
    };
    let found = needle.with(|characters| match characters {
        ValueViewData::OneByte(bytes) if v8::simdutf::validate_ascii(bytes) => Some(find(bytes)),
        _ => None,
    });
    found.unwrap_or_else(|| find(&needle.to_utf8()))
}

fn first(haystack: &[u8], needle: &[u8], offset: usize, wide: bool) -> Option<usize> {
    if !wide {
        // Up to the first byte of the needle: a search for one byte is four times as fast as one for two, and often the only one.
        let start = offset + memchr::memchr(*needle.first()?, haystack.get(offset..)?)?;
        return memmem::find(&haystack[start..], needle).map(|index| start + index);
    }
    let finder = memmem::Finder::new(needle);
    let mut from = offset;
    loop {
        let index = from + finder.find(haystack.get(from..)?)?;
        if index.is_multiple_of(2) {
            return Some(index);
        }
        from = index + 1;
    }
}

fn last(haystack: &[u8], needle: &[u8], offset: usize, wide: bool) -> Option<usize> {
    let finder = memmem::FinderRev::new(needle);
    let mut end = offset.saturating_add(needle.len()).min(haystack.len());
    loop {
        let index = finder.rfind(&haystack[..end])?;
        if !wide || index.is_multiple_of(2) {
            return Some(index);
        }
        end = index + needle.len() - 1;
    }
}

/// Position of a byte, as `index_of_bytes`.
#[op(fast)]
pub(crate) fn index_of_byte(haystack: Slice<'_>, byte: u32, offset: f64, forward: bool) -> f64 {
    let (byte, offset) = (byte as u8, offset as usize);
    let found = if forward {
        haystack.get(offset..).and_then(|rest| memchr::memchr(byte, rest)).map(|index| index + offset)
    } else {
        memchr::memrchr(byte, &haystack[..offset.saturating_add(1).min(haystack.len())])
    };
    found.map_or(-1.0, |index| index as f64)
}

/// Sets the bytes from `start` to `end`.
#[op(fast)]
pub(crate) fn fill_byte(mut target: Slice<'_>, byte: u32, start: f64, end: f64) {
    if let Some(room) = target.as_mut_slice().get_mut(start as usize..end as usize) {
        room.fill(byte as u8);
    }
}

/// Repeats `pattern` from `start` to `end`.
#[op(fast)]
pub(crate) fn fill_bytes(mut target: Slice<'_>, pattern: Slice<'_>, start: f64, end: f64) {
    let pattern = pattern.as_slice();
    let Some(room) = target.as_mut_slice().get_mut(start as usize..end as usize) else { return };
    for chunk in room.chunks_mut(pattern.len().max(1)) {
        chunk.copy_from_slice(&pattern[..chunk.len()]);
    }
}

/// Reverses every group of `size` bytes.
#[op(fast)]
pub(crate) fn swap(mut target: Slice<'_>, size: u32) {
    for group in target.as_mut_slice().chunks_exact_mut(size as usize) {
        group.reverse();
    }
}

/// Whether the bytes are valid UTF-8.
#[op(fast)]
pub(crate) fn is_utf8(bytes: Slice<'_>) -> bool {
    v8::simdutf::validate_utf8(&bytes)
}

/// Whether the bytes are all below 0x80.
#[op(fast)]
pub(crate) fn is_ascii(bytes: Slice<'_>) -> bool {
    v8::simdutf::validate_ascii(&bytes)
}
