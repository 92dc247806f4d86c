//! Bytes borrowed from JavaScript for the length of one op: no reference counting, no copy.

use std::marker::PhantomData;

use v8::fast_api::{FastApiCallbackOptions, Type};

use crate::fast::FromFast;
use crate::{FromV8, JsError};

/// The bytes of an `ArrayBufferView`, `ArrayBuffer` or `SharedArrayBuffer`. No JavaScript may run while they are looked at; ops that
/// call back or go to the pool take [`crate::Bytes`].
pub struct Slice<'s> {
    data: *mut u8,
    length: usize,
    scope: PhantomData<&'s [u8]>,
}

impl<'s> Slice<'s> {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: `from_v8` took the address from V8; the argument's handle keeps the memory alive for 's, and it lies outside V8's heap.
        unsafe { std::slice::from_raw_parts(self.data, self.length) }
    }

    /// The bytes, writable.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        if self.length == 0 {
            return &mut [];
        }
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.data, self.length) }
    }
}

impl std::ops::Deref for Slice<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl<'s> FromV8<'s> for Slice<'s> {
    fn from_v8(_scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        of_value(value)
    }
}

impl<'s> FromFast for Slice<'s> {
    type Raw = v8::Local<'s, v8::Value>;
    const TYPE: Type = Type::V8Value;

    #[inline]
    fn from_fast(value: Self::Raw, _options: &FastApiCallbackOptions<'_>) -> Result<Self, JsError> {
        of_value(value)
    }
}

// Otherwise the collector moves small arrays.
const _: () = assert!(v8::TYPED_ARRAY_MAX_SIZE_IN_HEAP == 0, "the memory of every view lies outside V8's heap");

/// The bytes of a view or buffer; none where it was detached or has shrunk away.
#[inline]
fn of_value<'s>(value: v8::Local<'s, v8::Value>) -> Result<Slice<'s>, JsError> {
    let Ok(view) = v8::Local::<v8::ArrayBufferView>::try_from(value) else { return of_buffer(value) };
    // SAFETY: no storage is needed where the memory lies outside V8's heap.
    let (data, length) = unsafe { view.get_contents_raw_parts(&mut []) };
    Ok(Slice { data, length: if data.is_null() { 0 } else { length }, scope: PhantomData })
}

fn of_buffer<'s>(value: v8::Local<'s, v8::Value>) -> Result<Slice<'s>, JsError> {
    let (data, length) = if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        (buffer.data(), buffer.byte_length())
    } else if let Ok(buffer) = v8::Local::<v8::SharedArrayBuffer>::try_from(value) {
        (buffer.get_backing_store().data(), buffer.byte_length())
    } else {
        return Err(JsError::type_error("argument must be a buffer").with_code("ERR_INVALID_ARG_TYPE"));
    };
    let data = data.map_or(std::ptr::null_mut(), |data| data.as_ptr().cast());
    Ok(Slice { data, length: if data.is_null() { 0 } else { length }, scope: PhantomData })
}
