//! Views of JavaScript memory as Rust slices. A view keeps the backing store alive and may cross threads, so that blocking work reads
//! and writes JavaScript's buffers in place.
//!
//! JavaScript can write to the same memory while the pool works on it. That is the contract of `fs.read(fd, buffer)`: which bytes
//! are seen is unspecified, as it is in Node. Memory that JavaScript can take away by shrinking a resizable `ArrayBuffer` is not worked on in
//! place: the view is a copy. What was written into one is stored as far as the buffer reaches, when the view is dropped on the thread of the
//! buffer; from another it goes home first, to be stored by the next entry into JavaScript there ([`write_back`]).

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, ThreadId};

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
}

thread_local! {
    /// How many copies of buffers of this thread are written into, here or elsewhere.
    static OUT: Cell<usize> = const { Cell::new(0) };
    /// The way home for those that were written into elsewhere.
    static RETURNS: (Sender<View>, Receiver<View>) = channel();
}

/// The thread of a buffer, to which a copy of it returns.
struct Home {
    thread: ThreadId,
    returns: Sender<View>,
}

impl Home {
    fn here() -> Self {
        OUT.set(OUT.get() + 1);
        Self { thread: thread::current().id(), returns: RETURNS.with(|(returns, _)| returns.clone()) }
    }

    /// A thread that has ended has no use for what comes back.
    fn take_back(self, view: View) {
        if self.thread == thread::current().id() {
            view.arrive();
        } else {
            self.returns.send(view).ok();
        }
    }
}

/// Stores what work elsewhere has written for buffers of this thread that can shrink. Every entry into JavaScript begins with it.
pub fn write_back() {
    if OUT.get() > 0 {
        RETURNS.with(|(_, arrived)| arrived.try_iter().for_each(|view| view.arrive()));
    }
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
        Self { data, copy: Some(Copied { bytes, offset }), ..self }
    }

    /// The copy is back on the thread of its buffer.
    fn arrive(&self) {
        OUT.set(OUT.get() - 1);
        self.store_copy();
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
pub struct BytesMut {
    view: View,
    /// Where it is a copy.
    home: Option<Home>,
}

impl BytesMut {
    /// The bytes, writable.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        // SAFETY: as in `Bytes::as_slice`; concurrent JavaScript access is the caller's documented contract.
        unsafe { std::slice::from_raw_parts_mut(self.view.data.as_ptr(), self.view.length) }
    }

    /// Makes what was written so far visible to JavaScript, which it is anyway but in buffers that can shrink. For views that stay on their
    /// thread and are used again; others are stored once they are dropped.
    pub fn store(&self) {
        self.view.store_copy();
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.view.length
    }

    /// Whether there is nothing to write into.
    pub fn is_empty(&self) -> bool {
        self.view.length == 0
    }
}

impl Drop for BytesMut {
    fn drop(&mut self) {
        if let Some(home) = self.home.take() {
            home.take_back(std::mem::replace(&mut self.view, View::empty()));
        }
    }
}

impl<'s> FromV8<'s> for BytesMut {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let view = View::from_value(scope, value)?;
        let home = view.copy.is_some().then(Home::here);
        Ok(Self { view, home })
    }
}
