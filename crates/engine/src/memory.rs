//! Memory of buffers on its way from one isolate to another.

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
