//! Memory of buffers: on its way from one isolate to another, and taken without zeroing it.

use crate::{JsError, ledger};

/// The memory behind an `ArrayBuffer` or `SharedArrayBuffer`. Clones refer to the same memory.
#[derive(Clone)]
pub struct Memory(v8::SharedRef<v8::BackingStore>);

// SAFETY: a backing store is counted atomically and does not belong to an isolate. Its bytes are only reached through buffers made from it:
// for transferred memory there is one at a time, and for shared memory JavaScript's memory model rules.
unsafe impl Send for Memory {}
// SAFETY: as above; `&Memory` only gives out further references to the store.
unsafe impl Sync for Memory {}

impl Memory {
    /// Refers to `store`.
    pub fn new(store: v8::SharedRef<v8::BackingStore>) -> Self {
        Self(store)
    }

    /// The store.
    pub fn store(&self) -> &v8::SharedRef<v8::BackingStore> {
        &self.0
    }
}

/// From this length on V8 is asked whether it is time to collect.
const HEAVY: usize = 32 << 10;

/// V8 looks at how much the young buffers hold only when it allocates for one. Without this a loop that reads a file of 8 MiB grows to
/// 1.5 GB, and takes twice as long for the pages.
pub(crate) fn announce(scope: &mut v8::PinScope<'_, '_>, length: usize) {
    if length >= HEAVY {
        drop(v8::ArrayBuffer::new_backing_store(scope, 1));
    }
}

/// An `ArrayBuffer` whose bytes are whatever the memory held before, for who writes before anybody reads, or was told so.
/// Memory that cannot be had is a `RangeError` (`ERR_MEMORY_ALLOCATION_FAILED`).
pub fn uninitialized<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    length: usize,
) -> Result<v8::Local<'s, v8::ArrayBuffer>, JsError> {
    let Some(ledger) = ledger::of(scope).filter(|_| length > 0).cloned() else {
        return Ok(v8::ArrayBuffer::new(scope, length));
    };
    announce(scope, length);
    let refusal = || JsError::range_error("Failed to allocate memory").with_code("ERR_MEMORY_ALLOCATION_FAILED");
    let store = ledger.uninitialized(length).ok_or_else(refusal)?;
    Ok(v8::ArrayBuffer::with_backing_store(scope, &store.make_shared()))
}

/// The room of a vector that is empty so far, for a function of C++ that writes there and does not read.
///
/// # Safety
/// Nobody reads an element before it was written.
pub(crate) unsafe fn spare<T: Copy>(vector: &mut Vec<T>) -> &mut [T] {
    // SAFETY: the vector owns as much memory as it says, for numbers, of which every pattern of bits is one.
    unsafe { std::slice::from_raw_parts_mut(vector.as_mut_ptr(), vector.capacity()) }
}
