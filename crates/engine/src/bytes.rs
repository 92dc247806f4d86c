//! Views of JavaScript memory as Rust slices. A view keeps the backing store alive and may cross threads, so that blocking work reads
//! and writes JavaScript's buffers in place.
//!
//! JavaScript can write to the same memory while the pool works on it. That is the contract of `fs.read(fd, buffer)`: which bytes
//! are seen is unspecified, as it is in Node. Memory that JavaScript can take away by shrinking a resizable `ArrayBuffer` is not worked on in
//! place: the view is a copy, and what was written into one comes back to the thread that took it, whose next entry into JavaScript stores it
//! ([`write_back`]) as far as the buffer then reaches.

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::{FromV8, JsError};

struct View {
    store: Option<v8::SharedRef<v8::BackingStore>>,
    data: NonNull<u8>,
    length: usize,
    /// What `data` points into where the buffer can shrink.
    copy: Option<Copied>,
}

/// A copy of a part of a buffer.
struct Copied {
    bytes: Box<[u8]>,
    /// Where in the buffer it is from.
    offset: usize,
    /// Leads back to the thread of the buffer.
    home: Sender<View>,
}

/// Copies that were written into and are on their way back to this thread.
struct Returns {
    home: Sender<View>,
    arrived: Receiver<View>,
    /// How many are still out.
    out: Cell<usize>,
}

thread_local! {
    static RETURNS: Returns = {
        let (home, arrived) = channel();
        Returns { home, arrived, out: Cell::new(0) }
    };
}

/// Stores what work elsewhere has written for buffers of this thread that can shrink. Every entry into JavaScript begins with it.
pub fn write_back() {
    RETURNS.with(|returns| {
        while returns.out.get() > 0 {
            let Ok(view) = returns.arrived.try_recv() else { return };
            returns.out.set(returns.out.get() - 1);
            view.store_copy();
        }
    });
}

// SAFETY: the backing store is reference-counted atomically and its memory does not move; `data` points into it (`View::of`).
unsafe impl Send for View {}

impl View {
    fn empty() -> Self {
        Self { store: None, data: NonNull::dangling(), length: 0, copy: None }
    }

    fn of(store: v8::SharedRef<v8::BackingStore>, offset: usize, length: usize) -> Self {
        match store.data() {
            Some(base) if length > 0 && offset + length <= store.byte_length() => {
                // SAFETY: `offset + length` lies within the store, checked above.
                let data = unsafe { base.cast::<u8>().add(offset) };
                let view = Self { store: Some(store), data, length, copy: None };
                if view.can_shrink() { view.copied(offset) } else { view }
            }
            _ => Self::empty(),
        }
    }

    fn can_shrink(&self) -> bool {
        self.store.as_ref().is_some_and(|store| store.is_resizable_by_user_javascript() && !store.is_shared())
    }

    fn copied(self, offset: usize) -> Self {
        // SAFETY: the bytes were there when the view was taken, and only this thread, which is here, can take them away.
        let mut bytes: Box<[u8]> = unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.length) }.into();
        let data = NonNull::new(bytes.as_mut_ptr()).unwrap_or(self.data);
        let home = RETURNS.with(|returns| returns.home.clone());
        Self { data, copy: Some(Copied { bytes, offset, home }), ..self }
    }

    /// Stores the copy, as far as the buffer still reaches. To be called on the thread of the buffer.
    fn store_copy(&self) {
        let (Some(store), Some(copy)) = (&self.store, &self.copy) else { return };
        let length = store.byte_length().saturating_sub(copy.offset).min(copy.bytes.len());
        let Some(base) = store.data().filter(|_| length > 0) else { return };
        // SAFETY: the buffer reaches over these bytes, and only this thread, which is here, can take them away.
        unsafe {
            let target = base.cast::<u8>().add(copy.offset);
            std::ptr::copy_nonoverlapping(copy.bytes.as_ptr(), target.as_ptr(), length);
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

    /// Makes what was written so far visible to JavaScript, which it is anyway but in buffers that can shrink. For views that stay on their
    /// thread and are used again; others are stored once they are dropped.
    pub fn store(&self) {
        self.0.store_copy();
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

/// What was written into a copy goes home; a thread that has ended has no use for it.
impl Drop for BytesMut {
    fn drop(&mut self) {
        let view = std::mem::replace(&mut self.0, View::empty());
        if let Some(home) = view.copy.as_ref().map(|copy| copy.home.clone()) {
            home.send(view).ok();
        }
    }
}

impl<'s> FromV8<'s> for BytesMut {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let view = View::from_value(scope, value)?;
        if view.copy.is_some() {
            RETURNS.with(|returns| returns.out.set(returns.out.get() + 1));
        }
        Ok(Self(view))
    }
}
