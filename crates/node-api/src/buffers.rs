//! Array buffers, their views and Node's buffers.

use std::ffi::c_void;

use runtime::engine::string;
use runtime::sys::event_loop::Remote;
use runtime::{state, v8};

use crate::abi::{Finalize, In, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::env::{Env, Opaque};
use crate::finalizer::Finalizer;
use crate::functions::Throw;
use crate::reference::Key;
use crate::values::test;

type ArrayBuffer<'s> = v8::Local<'s, v8::ArrayBuffer>;

/// Where a store's bytes are; null for an empty one.
fn start_of(store: &v8::BackingStore) -> *mut c_void {
    store.data().map_or(std::ptr::null_mut(), std::ptr::NonNull::as_ptr)
}

/// A buffer or a shared one, for the functions of V8 that take either.
fn either_buffer<'s>(value: v8::Local<'s, v8::Value>) -> Option<ArrayBuffer<'s>> {
    if value.is_shared_array_buffer() {
        // SAFETY: to V8 both are the same class of object; what is called with it only reads the length and refers to it.
        return Some(unsafe { std::mem::transmute::<v8::Local<'s, v8::Value>, ArrayBuffer<'s>>(value) });
    }
    value.try_into().ok()
}

/// The bytes of either kind of buffer.
fn store_of(value: v8::Local<'_, v8::Value>) -> Option<v8::SharedRef<v8::BackingStore>> {
    if let Ok(shared) = v8::Local::<v8::SharedArrayBuffer>::try_from(value) {
        return Some(shared.get_backing_store());
    }
    v8::Local::<v8::ArrayBuffer>::try_from(value).ok().map(|buffer| buffer.get_backing_store())
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_arraybuffer(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_array_buffer)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_is_sharedarraybuffer(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_shared_array_buffer)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_typedarray(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_typed_array)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_dataview(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_data_view)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_buffer(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_array_buffer_view)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_arraybuffer(
    env: EnvPtr,
    length: usize,
    data: Out<*mut c_void>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let buffer = v8::ArrayBuffer::new(scope, length);
        data.set_optional(start_of(&buffer.get_backing_store()));
        result.set(buffer)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_sharedarraybuffer(
    env: EnvPtr,
    length: usize,
    data: Out<*mut c_void>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let buffer = v8::SharedArrayBuffer::new(scope, length).ok_or(Status::GenericFailure)?;
        data.set_optional(start_of(&buffer.get_backing_store()));
        result.set(buffer)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_arraybuffer_info(
    env: EnvPtr,
    buffer: Val,
    data: Out<*mut c_void>,
    length: Out<usize>,
) -> Status {
    env.values(|_, scope| {
        let store = store_of(buffer.local(scope)?).ok_or(Status::InvalidArg)?;
        data.set_optional(start_of(&store));
        length.set_optional(store.byte_length());
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_detach_arraybuffer(env: EnvPtr, buffer: Val) -> Status {
    env.values(|_, scope| {
        let buffer = buffer.cast::<v8::ArrayBuffer>(scope, Status::ArraybufferExpected)?;
        if !buffer.is_detachable() {
            return Err(Status::DetachableArraybufferExpected);
        }
        buffer.detach(None).ok_or(Status::GenericFailure).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_detached_arraybuffer(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        result.set(v8::Local::<v8::ArrayBuffer>::try_from(value).is_ok_and(|buffer| buffer.was_detached()))
    })
}

// ---- memory of the addon ----

/// The end of memory that an addon lent: V8 frees its store on any thread, the finalizer runs on the environment's.
struct Lent {
    key: Key,
    env: Opaque,
    remote: Remote,
}

impl Lent {
    fn send_home(self) {
        let (env, key) = (self.env, self.key);
        self.remote.post(Box::new(move |_| {
            let env = env;
            // SAFETY: environments are never freed; a loop that still runs jobs is that of the environment's thread.
            let env: &'static Env = unsafe { &*env.0.cast::<Env>() };
            env.lent_memory_returned(key);
        }));
    }
}

impl Env {
    fn lent_memory_returned(&'static self, key: Key) {
        let finalizer = self.references.take_finalizer(key);
        self.delete_reference(key);
        if let Some(finalizer) = finalizer {
            self.collected(finalizer);
        }
    }
}

unsafe extern "C" fn return_lent(_data: *mut c_void, _length: usize, lent: *mut c_void) {
    if !lent.is_null() {
        // SAFETY: `lend` leaked this box for exactly one call of this function.
        unsafe { Box::from_raw(lent.cast::<Lent>()) }.send_home();
    }
}

/// An array buffer over memory of the addon.
fn lend<'s>(
    env: &'static Env,
    scope: &mut v8::PinScope<'s, '_>,
    data: *mut c_void,
    length: usize,
    finalizer: Option<Finalizer>,
) -> Result<ArrayBuffer<'s>> {
    if data.is_null() {
        // Nothing is lent, and the finalizer's time has come.
        let buffer = v8::ArrayBuffer::new(scope, 0);
        buffer.detach(None);
        if let Some(finalizer) = finalizer {
            env.finalizers.push(env, finalizer);
        }
        return Ok(buffer);
    }
    let lent = finalizer.map_or(std::ptr::null_mut(), |finalizer| {
        let key = env.finalize_at_end(Some(finalizer), data);
        let remote = state(scope).event_loop().remote();
        let env = Opaque(std::ptr::from_ref(env).cast_mut().cast());
        Box::into_raw(Box::new(Lent { key, env, remote })).cast()
    });
    // SAFETY: the addon promises `length` bytes until its finalizer runs, which `return_lent` arranges.
    let store = unsafe { v8::ArrayBuffer::new_backing_store_from_ptr(data, length, return_lent, lent) };
    let buffer = v8::ArrayBuffer::with_backing_store(scope, &store.make_shared());
    keep_here(scope, buffer).ok_or(Status::GenericFailure)?;
    Ok(buffer)
}

/// Memory of the addon does not move to other threads, where its finalizer would come too late.
fn keep_here<'s>(scope: &mut v8::PinScope<'s, '_>, buffer: ArrayBuffer<'s>) -> Option<()> {
    let exports = state(scope).require(scope, "internal:web/transferable")?;
    let key = string(scope, "markAsUntransferable");
    let mark = v8::Local::<v8::Function>::try_from(exports.get(scope, key.into())?).ok()?;
    mark.call(scope, exports.into(), &[buffer.into()]).map(drop)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_external_arraybuffer(
    env: EnvPtr,
    data: *mut c_void,
    length: usize,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        result.check()?;
        result.set(lend(env, scope, data, length, Finalizer::new(callback, data, hint))?)
    })
}

/// `node_api_noenv_finalize`.
type NoEnvFinalize = unsafe extern "C" fn(data: *mut c_void, hint: *mut c_void);

struct SharedEnd {
    callback: NoEnvFinalize,
    hint: *mut c_void,
}

unsafe extern "C" fn end_shared(data: *mut c_void, _length: usize, end: *mut c_void) {
    if !end.is_null() {
        // SAFETY: the creation below leaked this box for exactly one call of this function.
        let end = unsafe { Box::from_raw(end.cast::<SharedEnd>()) };
        // SAFETY: the addon gave a function of this type, to be called on any thread.
        unsafe { (end.callback)(data, end.hint) }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_external_sharedarraybuffer(
    env: EnvPtr,
    data: *mut c_void,
    length: usize,
    callback: Option<NoEnvFinalize>,
    hint: *mut c_void,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        result.check()?;
        if data.is_null() && length != 0 {
            return Err(Status::InvalidArg);
        }
        let end = callback
            .map_or(std::ptr::null_mut(), |callback| Box::into_raw(Box::new(SharedEnd { callback, hint })).cast());
        // SAFETY: the addon promises `length` bytes until its finalizer runs, which `end_shared` arranges.
        let store = unsafe { v8::SharedArrayBuffer::new_backing_store_from_ptr(data, length, end_shared, end) };
        result.set(v8::SharedArrayBuffer::with_backing_store(scope, &store.make_shared()))
    })
}

// ---- views ----

type IsKind = fn(&v8::Value) -> bool;

/// The kinds of typed arrays in the order of `napi_typedarray_type`, with the size of an element.
const KINDS: [(&str, usize, IsKind); 12] = [
    ("Int8Array", 1, v8::Value::is_int8_array),
    ("Uint8Array", 1, v8::Value::is_uint8_array),
    ("Uint8ClampedArray", 1, v8::Value::is_uint8_clamped_array),
    ("Int16Array", 2, v8::Value::is_int16_array),
    ("Uint16Array", 2, v8::Value::is_uint16_array),
    ("Int32Array", 4, v8::Value::is_int32_array),
    ("Uint32Array", 4, v8::Value::is_uint32_array),
    ("Float32Array", 4, v8::Value::is_float32_array),
    ("Float64Array", 8, v8::Value::is_float64_array),
    ("BigInt64Array", 8, v8::Value::is_big_int64_array),
    ("BigUint64Array", 8, v8::Value::is_big_uint64_array),
    ("Float16Array", 2, v8::Value::is_float16_array),
];

fn typed_array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: usize,
    buffer: ArrayBuffer<'s>,
    offset: usize,
    length: usize,
) -> Option<v8::Local<'s, v8::Value>> {
    Some(match kind {
        0 => v8::Int8Array::new(scope, buffer, offset, length)?.into(),
        1 => v8::Uint8Array::new(scope, buffer, offset, length)?.into(),
        2 => v8::Uint8ClampedArray::new(scope, buffer, offset, length)?.into(),
        3 => v8::Int16Array::new(scope, buffer, offset, length)?.into(),
        4 => v8::Uint16Array::new(scope, buffer, offset, length)?.into(),
        5 => v8::Int32Array::new(scope, buffer, offset, length)?.into(),
        6 => v8::Uint32Array::new(scope, buffer, offset, length)?.into(),
        7 => v8::Float32Array::new(scope, buffer, offset, length)?.into(),
        8 => v8::Float64Array::new(scope, buffer, offset, length)?.into(),
        9 => v8::BigInt64Array::new(scope, buffer, offset, length)?.into(),
        10 => v8::BigUint64Array::new(scope, buffer, offset, length)?.into(),
        11 => half_floats(v8::Float16Array::new(scope, buffer, offset, length)?),
        _ => return None,
    })
}

/// The conversion that the bindings lack.
fn half_floats<'s>(array: v8::Local<'s, v8::Float16Array>) -> v8::Local<'s, v8::Value> {
    // SAFETY: a typed array is a value; a local of either type is the same pointer.
    unsafe { std::mem::transmute(array) }
}

/// Whether `length` elements of `size` bytes from `offset` lie in `total` bytes.
fn fits(offset: usize, length: usize, size: usize, total: usize) -> bool {
    length.checked_mul(size).and_then(|bytes| bytes.checked_add(offset)).is_some_and(|end| end <= total)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_typedarray(
    env: EnvPtr,
    kind: i32,
    length: usize,
    buffer: Val,
    offset: usize,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        let buffer = buffer.local(scope)?;
        result.check()?;
        let total = store_of(buffer).ok_or(Status::InvalidArg)?.byte_length();
        let kind = usize::try_from(kind).map_err(|_| Status::InvalidArg)?;
        let (name, size, _) = KINDS.get(kind).ok_or(Status::InvalidArg)?;
        if !offset.is_multiple_of(*size) {
            let message = format!("start offset of {name} should be a multiple of {size}");
            env.throw(scope, Throw::Range, "ERR_NAPI_INVALID_TYPEDARRAY_ALIGNMENT", &message);
            return Err(Status::InvalidArg);
        }
        if !fits(offset, length, *size, total) {
            env.throw(scope, Throw::Range, "ERR_NAPI_INVALID_TYPEDARRAY_LENGTH", "Invalid typed array length");
            return Err(Status::InvalidArg);
        }
        let buffer = either_buffer(buffer).ok_or(Status::InvalidArg)?;
        result.set(typed_array(scope, kind, buffer, offset, length).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_dataview(
    env: EnvPtr,
    length: usize,
    buffer: Val,
    offset: usize,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        let buffer = buffer.local(scope)?;
        result.check()?;
        let total = store_of(buffer).ok_or(Status::InvalidArg)?.byte_length();
        if !fits(offset, length, 1, total) {
            let message =
                "byte_offset + byte_length should be less than or equal to the size in bytes of the array passed in";
            env.throw(scope, Throw::Range, "ERR_NAPI_INVALID_DATAVIEW_ARGS", message);
            return Err(Status::PendingException);
        }
        let buffer = either_buffer(buffer).ok_or(Status::InvalidArg)?;
        result.set(v8::DataView::new(scope, buffer, offset, length))
    })
}

/// Where the bytes of a view are.
fn view_start(scope: &mut v8::PinScope<'_, '_>, view: v8::Local<'_, v8::ArrayBufferView>) -> *mut c_void {
    // Asking for the buffer moves the bytes of small arrays out of V8's heap, where they would not stay in place.
    view.buffer(scope);
    view.data()
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_typedarray_info(
    env: EnvPtr,
    array: Val,
    kind: Out<i32>,
    length: Out<usize>,
    data: Out<*mut c_void>,
    buffer: Out<Val>,
    offset: Out<usize>,
) -> Status {
    env.values(|_, scope| {
        let array = array.cast::<v8::TypedArray>(scope, Status::InvalidArg)?;
        if let Some(found) = KINDS.iter().position(|(_, _, is_kind)| is_kind(&array)) {
            kind.set_optional(found as i32);
        }
        length.set_optional(array.length());
        view_info(scope, array.into(), data, buffer, offset)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_dataview_info(
    env: EnvPtr,
    view: Val,
    length: Out<usize>,
    data: Out<*mut c_void>,
    buffer: Out<Val>,
    offset: Out<usize>,
) -> Status {
    env.values(|_, scope| {
        let view = view.cast::<v8::DataView>(scope, Status::InvalidArg)?;
        length.set_optional(view.byte_length());
        view_info(scope, view.into(), data, buffer, offset)
    })
}

fn view_info(
    scope: &mut v8::PinScope<'_, '_>,
    view: v8::Local<'_, v8::ArrayBufferView>,
    data: Out<*mut c_void>,
    buffer: Out<Val>,
    offset: Out<usize>,
) -> Result {
    if data.is_wanted() {
        data.set_optional(view_start(scope, view));
    }
    if buffer.is_wanted() {
        buffer.set(view.buffer(scope).ok_or(Status::GenericFailure)?)?;
    }
    offset.set_optional(view.byte_offset());
    Ok(())
}

// ---- Node's buffers ----

/// `Buffer.prototype` of the main realm.
#[derive(Default)]
struct BufferPrototype(std::cell::OnceCell<v8::Global<v8::Value>>);

/// The bytes of an array buffer as a `Buffer`.
fn node_buffer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    buffer: ArrayBuffer<'s>,
    offset: usize,
    length: usize,
) -> Result<v8::Local<'s, v8::Value>> {
    let bytes = v8::Uint8Array::new(scope, buffer, offset, length).ok_or(Status::GenericFailure)?;
    let prototype = buffer_prototype(scope).ok_or(Status::GenericFailure)?;
    bytes.set_prototype(scope, prototype).ok_or(Status::GenericFailure)?;
    Ok(bytes.into())
}

fn buffer_prototype<'s>(scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
    let runtime = state(scope);
    let kept = runtime.slot::<BufferPrototype>();
    if let Some(prototype) = kept.0.get() {
        return Some(v8::Local::new(scope, prototype));
    }
    let exports = runtime.require(scope, "node:buffer")?;
    let key = string(scope, "Buffer");
    let class = v8::Local::<v8::Object>::try_from(exports.get(scope, key.into())?).ok()?;
    let key = string(scope, "prototype");
    let prototype = class.get(scope, key.into())?;
    // A second load between the two looks gives the same object.
    let _ = kept.0.set(v8::Global::new(scope, prototype));
    Some(prototype)
}

/// Longest buffer, V8's limit of typed arrays.
const MAX_LENGTH: usize = v8::Uint8Array::MAX_LENGTH;

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_buffer(env: EnvPtr, length: usize, data: Out<*mut c_void>, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        if length > MAX_LENGTH {
            return Err(Status::GenericFailure);
        }
        let buffer = v8::ArrayBuffer::new(scope, length);
        data.set_optional(start_of(&buffer.get_backing_store()));
        result.set(node_buffer(scope, buffer, 0, length)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_buffer_copy(
    env: EnvPtr,
    length: usize,
    source: In<u8>,
    data: Out<*mut c_void>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let source = source.slice(length)?.to_vec().into_boxed_slice();
        let store = v8::ArrayBuffer::new_backing_store_from_boxed_slice(source).make_shared();
        let buffer = v8::ArrayBuffer::with_backing_store(scope, &store);
        data.set_optional(start_of(&store));
        result.set(node_buffer(scope, buffer, 0, length)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_external_buffer(
    env: EnvPtr,
    length: usize,
    data: *mut c_void,
    callback: Option<Finalize>,
    hint: *mut c_void,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        result.check()?;
        let buffer = lend(env, scope, data, length, Finalizer::new(callback, data, hint))?;
        let length = buffer.byte_length();
        result.set(node_buffer(scope, buffer, 0, length)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_buffer_from_arraybuffer(
    env: EnvPtr,
    buffer: Val,
    offset: usize,
    length: usize,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        let buffer = buffer.local(scope)?;
        result.check()?;
        let buffer = v8::Local::<v8::ArrayBuffer>::try_from(buffer).map_err(|_| Status::ArraybufferExpected)?;
        if !fits(offset, length, 1, buffer.byte_length()) {
            env.throw(scope, Throw::Range, "ERR_OUT_OF_RANGE", "The byte offset + length is out of range");
            return Ok(());
        }
        result.set(node_buffer(scope, buffer, offset, length)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_buffer_info(env: EnvPtr, value: Val, data: Out<*mut c_void>, length: Out<usize>) -> Status {
    env.values(|_, scope| {
        let view = value.cast::<v8::ArrayBufferView>(scope, Status::InvalidArg)?;
        if data.is_wanted() {
            data.set_optional(view_start(scope, view));
        }
        length.set_optional(view.byte_length());
        Ok(())
    })
}
