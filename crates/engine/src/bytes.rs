//! Views of JavaScript memory as Rust slices. A view keeps the backing store alive and may cross threads, so that blocking work reads
//! and writes JavaScript's buffers in place.
//!
//! JavaScript can write to the same memory while the pool works on it. That is the contract of `fs.read(fd, buffer)`: which bytes
//! are seen is unspecified, as it is in Node.

use std::ptr::NonNull;

use crate::{FromV8, JsError};

struct View {
    store: Option<v8::SharedRef<v8::BackingStore>>,
    data: NonNull<u8>,
    length: usize,
}

// SAFETY: the backing store is reference-counted atomically and its memory does not move; `data` points into it (`View::of`).
unsafe impl Send for View {}

impl View {
    fn empty() -> Self {
        Self { store: None, data: NonNull::dangling(), length: 0 }
    }

    fn of(store: v8::SharedRef<v8::BackingStore>, offset: usize, length: usize) -> Self {
        match store.data() {
            Some(base) if length > 0 && offset + length <= store.byte_length() => {
                // SAFETY: `offset + length` lies within the store, checked above.
                let data = unsafe { base.cast::<u8>().add(offset) };
                Self { store: Some(store), data, length }
            }
            _ => Self::empty(),
        }
    }

    fn from_value(scope: &mut v8::PinScope<'_, '_>, value: v8::Local<'_, v8::Value>) -> Result<Self, JsError> {
        if let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) {
            let (offset, length) = (view.byte_offset(), view.byte_length());
            return Ok(match view.get_backing_store() {
                Some(store) => Self::of(store, offset, length),
                None => match view.buffer(scope) {
                    Some(buffer) => Self::of(buffer.get_backing_store(), offset, length),
                    None => Self::empty(),
                },
            });
        }
        if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
            let length = buffer.byte_length();
            return Ok(Self::of(buffer.get_backing_store(), 0, length));
        }
        if let Ok(buffer) = v8::Local::<v8::SharedArrayBuffer>::try_from(value) {
            let length = buffer.byte_length();
            return Ok(Self::of(buffer.get_backing_store(), 0, length));
        }
        Err(JsError::type_error("argument must be a buffer").with_code("ERR_INVALID_ARG_TYPE"))
    }
}

/// Bytes to read: an `ArrayBufferView`, `ArrayBuffer` or `SharedArrayBuffer`.
pub struct Bytes(View);

impl Bytes {
    /// The bytes. Empty when the buffer was detached or has shrunk before the view was taken.
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `View::of` checked the range and the store is kept alive by `self`.
        unsafe { std::slice::from_raw_parts(self.0.data.as_ptr(), self.0.length) }
    }

    /// Whether the view still owns memory (false only for empty views).
    pub fn is_backed(&self) -> bool {
        self.0.store.is_some()
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl<'s> FromV8<'s> for Bytes {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        View::from_value(scope, value).map(Self)
    }
}

/// Bytes to write into.
pub struct BytesMut(View);

impl BytesMut {
    /// The bytes, writable.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        // SAFETY: as in `Bytes::as_slice`; concurrent JavaScript access is the caller's documented contract.
        unsafe { std::slice::from_raw_parts_mut(self.0.data.as_ptr(), self.0.length) }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.length
    }

    /// Whether there is nothing to write into.
    pub fn is_empty(&self) -> bool {
        self.0.length == 0
    }
}

impl<'s> FromV8<'s> for BytesMut {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        View::from_value(scope, value).map(Self)
    }
}
