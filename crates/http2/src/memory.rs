//! An allocator for nghttp2 that counts what a session holds.

use std::cell::Cell;
use std::ffi::c_void;

use nghttp2_sys as ng;

/// Bytes that nghttp2 holds for one session.
#[derive(Default)]
pub(crate) struct Counter(Cell<usize>);

impl Counter {
    pub(crate) fn bytes(&self) -> usize {
        self.0.get()
    }

    fn grow(&self, pointer: *mut c_void) {
        self.0.set(self.0.get() + size_of_block(pointer));
    }

    fn shrink(&self, bytes: usize) {
        self.0.set(self.0.get().saturating_sub(bytes));
    }

    /// The functions for nghttp2. The counter must outlive the session.
    pub(crate) fn allocator(&self) -> ng::nghttp2_mem {
        ng::nghttp2_mem {
            mem_user_data: std::ptr::from_ref(self).cast_mut().cast(),
            malloc: Some(malloc),
            free: Some(free),
            calloc: Some(calloc),
            realloc: Some(realloc),
        }
    }
}

fn size_of_block(pointer: *mut c_void) -> usize {
    // SAFETY: called with null or with a block of libc's allocator, as all below are.
    unsafe { libc::malloc_usable_size(pointer) }
}

fn counter<'a>(data: *mut c_void) -> &'a Counter {
    // SAFETY: `data` is the counter given by `allocator`, which outlives the session that calls.
    unsafe { &*data.cast::<Counter>() }
}

unsafe extern "C" fn malloc(size: usize, data: *mut c_void) -> *mut c_void {
    // SAFETY: plain allocation.
    let pointer = unsafe { libc::malloc(size) };
    counter(data).grow(pointer);
    pointer
}

unsafe extern "C" fn calloc(count: usize, size: usize, data: *mut c_void) -> *mut c_void {
    // SAFETY: plain allocation.
    let pointer = unsafe { libc::calloc(count, size) };
    counter(data).grow(pointer);
    pointer
}

unsafe extern "C" fn realloc(old: *mut c_void, size: usize, data: *mut c_void) -> *mut c_void {
    let before = size_of_block(old);
    // SAFETY: nghttp2 gives back a block of this allocator, or null.
    let pointer = unsafe { libc::realloc(old, size) };
    if !pointer.is_null() {
        counter(data).shrink(before);
        counter(data).grow(pointer);
    }
    pointer
}

unsafe extern "C" fn free(pointer: *mut c_void, data: *mut c_void) {
    counter(data).shrink(size_of_block(pointer));
    // SAFETY: nghttp2 gives back a block of this allocator, or null.
    unsafe { libc::free(pointer) };
}
