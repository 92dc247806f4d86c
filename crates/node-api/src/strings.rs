//! Strings and symbols.

use std::collections::HashMap;
use std::ffi::{c_char, c_void};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use runtime::v8::{self, NewStringType};

use crate::abi::{AUTO_LENGTH, Finalize, In, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::env::Env;
use crate::finalizer::Finalizer;
use crate::reference::Key;

/// A string from UTF-8.
pub(crate) fn utf8<'s>(scope: &mut v8::PinScope<'s, '_>, text: &[u8]) -> Result<v8::Local<'s, v8::String>> {
    v8::String::new_from_utf8(scope, text, NewStringType::Normal).ok_or(Status::GenericFailure)
}

/// A property name from UTF-8.
pub(crate) fn key<'s>(scope: &mut v8::PinScope<'s, '_>, text: &[u8]) -> Result<v8::Local<'s, v8::String>> {
    v8::String::new_from_utf8(scope, text, NewStringType::Internalized).ok_or(Status::GenericFailure)
}

fn from_utf8(env: EnvPtr, text: In<c_char>, length: usize, result: Out<Val>, kind: NewStringType) -> Status {
    env.values(|_, scope| {
        let text = text.text(length)?;
        result.check()?;
        result.set(v8::String::new_from_utf8(scope, text, kind).ok_or(Status::GenericFailure)?)
    })
}

fn from_latin1(env: EnvPtr, text: In<c_char>, length: usize, result: Out<Val>, kind: NewStringType) -> Status {
    env.values(|_, scope| {
        let text = text.text(length)?;
        result.check()?;
        result.set(v8::String::new_from_one_byte(scope, text, kind).ok_or(Status::GenericFailure)?)
    })
}

fn from_utf16(env: EnvPtr, text: In<u16>, length: usize, result: Out<Val>, kind: NewStringType) -> Status {
    env.values(|_, scope| {
        let text = text.wide_text(length)?;
        result.check()?;
        result.set(v8::String::new_from_two_byte(scope, text, kind).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_string_utf8(env: EnvPtr, text: In<c_char>, length: usize, result: Out<Val>) -> Status {
    from_utf8(env, text, length, result, NewStringType::Normal)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_string_latin1(env: EnvPtr, text: In<c_char>, length: usize, result: Out<Val>) -> Status {
    from_latin1(env, text, length, result, NewStringType::Normal)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_string_utf16(env: EnvPtr, text: In<u16>, length: usize, result: Out<Val>) -> Status {
    from_utf16(env, text, length, result, NewStringType::Normal)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_property_key_utf8(
    env: EnvPtr,
    text: In<c_char>,
    length: usize,
    result: Out<Val>,
) -> Status {
    from_utf8(env, text, length, result, NewStringType::Internalized)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_property_key_latin1(
    env: EnvPtr,
    text: In<c_char>,
    length: usize,
    result: Out<Val>,
) -> Status {
    from_latin1(env, text, length, result, NewStringType::Internalized)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_property_key_utf16(
    env: EnvPtr,
    text: In<u16>,
    length: usize,
    result: Out<Val>,
) -> Status {
    from_utf16(env, text, length, result, NewStringType::Internalized)
}

// ---- strings in the addon's memory ----

/// The finalizers of strings in the addon's memory, by its address: V8 tells only that when a string goes.
static EXTERNAL: OnceLock<Mutex<HashMap<usize, (&'static EnvCell, Key)>>> = OnceLock::new();

/// An environment named from the registry that all threads share.
struct EnvCell(Env);

// SAFETY: entries are made and taken on the environment's own thread only: V8 frees a string's memory on its isolate's thread.
unsafe impl Sync for EnvCell {}

impl EnvCell {
    fn of(env: &'static Env) -> &'static Self {
        // SAFETY: `EnvCell` is a plain wrapper; the reference is only used as `&Env` again.
        unsafe { &*std::ptr::from_ref(env).cast::<EnvCell>() }
    }
}

fn external() -> MutexGuard<'static, HashMap<usize, (&'static EnvCell, Key)>> {
    EXTERNAL.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// V8 no longer uses the memory at `address`.
fn released(address: usize) {
    let Some((env, key)) = external().remove(&address) else { return };
    let env = &env.0;
    let finalizer = env.references.take_finalizer(key);
    env.delete_reference(key);
    if let Some(finalizer) = finalizer {
        env.collected(finalizer);
    }
}

unsafe extern "C" fn release_one_byte(data: *mut c_char, _length: usize) {
    released(data.addr());
}

unsafe extern "C" fn release_two_byte(data: *mut u16, _length: usize) {
    released(data.addr());
}

/// Registers a string's memory before V8 gets it.
fn adopt(env: &'static Env, address: usize, finalizer: Option<Finalizer>) {
    if finalizer.is_some() {
        let key = env.finalize_at_end(finalizer, std::ptr::null_mut());
        external().insert(address, (EnvCell::of(env), key));
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_external_string_latin1(
    env: EnvPtr,
    text: In<c_char>,
    length: usize,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<Val>,
    copied: Out<bool>,
) -> Status {
    env.values(|env, scope| {
        let bytes = text.text(length)?;
        result.check()?;
        let data = bytes.as_ptr().cast_mut();
        adopt(env, data.addr(), Finalizer::new(callback, data.cast(), hint));
        // SAFETY: the addon gives the memory away until its finalizer runs, which `release_one_byte` arranges.
        let string = unsafe { v8::String::new_external_onebyte_raw(scope, data.cast(), bytes.len(), release_one_byte) };
        copied.set_optional(false);
        result.set(string.ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_external_string_utf16(
    env: EnvPtr,
    text: In<u16>,
    length: usize,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<Val>,
    copied: Out<bool>,
) -> Status {
    env.values(|env, scope| {
        let units = text.wide_text(length)?;
        result.check()?;
        let data = units.as_ptr().cast_mut();
        adopt(env, data.addr(), Finalizer::new(callback, data.cast(), hint));
        // SAFETY: as for Latin-1.
        let string = unsafe { v8::String::new_external_twobyte_raw(scope, data, units.len(), release_two_byte) };
        copied.set_optional(false);
        result.set(string.ok_or(Status::GenericFailure)?)
    })
}

// ---- reading ----

/// Copies a string out: without a buffer its length is told; with one it is cut to fit and ends with a zero.
fn copy_out<T: From<u8> + Copy>(
    env: EnvPtr,
    value: Val,
    buffer: Out<T>,
    capacity: usize,
    result: Out<usize>,
    length: impl FnOnce(&v8::String, &v8::Isolate) -> usize,
    write: impl FnOnce(&v8::String, &v8::Isolate, &mut [T]) -> usize,
) -> Status {
    env.values(|_, scope| {
        let string = value.cast::<v8::String>(scope, Status::StringExpected)?;
        let needed = length(&string, scope);
        if !buffer.is_wanted() {
            return result.set(needed);
        }
        let Some(room) = capacity.checked_sub(1) else {
            result.set_optional(0usize);
            return Ok(());
        };
        let target = buffer.slice(room.min(needed) + 1);
        let last = target.len() - 1;
        let written = write(&string, scope, &mut target[..last]);
        target[written] = T::from(0);
        result.set_optional(written);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_string_utf8(
    env: EnvPtr,
    value: Val,
    buffer: Out<u8>,
    capacity: usize,
    result: Out<usize>,
) -> Status {
    let length = |string: &v8::String, isolate: &v8::Isolate| string.utf8_length(isolate);
    copy_out(env, value, buffer, capacity, result, length, |string, isolate, target| {
        string.write_utf8_v2(isolate, target, v8::WriteFlags::kReplaceInvalidUtf8, None)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_string_latin1(
    env: EnvPtr,
    value: Val,
    buffer: Out<u8>,
    capacity: usize,
    result: Out<usize>,
) -> Status {
    copy_out(
        env,
        value,
        buffer,
        capacity,
        result,
        |string, _| string.length(),
        |string, isolate, target| {
            string.write_one_byte_v2(isolate, 0, target, v8::WriteFlags::empty());
            target.len()
        },
    )
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_string_utf16(
    env: EnvPtr,
    value: Val,
    buffer: Out<u16>,
    capacity: usize,
    result: Out<usize>,
) -> Status {
    copy_out(
        env,
        value,
        buffer,
        capacity,
        result,
        |string, _| string.length(),
        |string, isolate, target| {
            string.write_v2(isolate, 0, target, v8::WriteFlags::empty());
            target.len()
        },
    )
}

// ---- symbols ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_symbol(env: EnvPtr, description: Val, result: Out<Val>) -> Status {
    env.values(|_, scope| {
        result.check()?;
        let description = match description.is_null() {
            true => None,
            false => Some(description.cast::<v8::String>(scope, Status::StringExpected)?),
        };
        result.set(v8::Symbol::new(scope, description))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_symbol_for(env: EnvPtr, description: In<c_char>, length: usize, result: Out<Val>) -> Status {
    env.values(|_, scope| {
        result.check()?;
        let text = if description.is_null() && length == AUTO_LENGTH { &[] } else { description.text(length)? };
        let description = utf8(scope, text)?;
        result.set(v8::Symbol::for_key(scope, description))
    })
}
