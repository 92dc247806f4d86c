//! Structured cloning: a value as V8's wire format, with the memory that travels beside it.
//!
//! Objects that V8 cannot write by itself (ports, blobs, DOMExceptions) are "host objects": JavaScript marks them with
//! `markCloneable`, and is asked to put each into a table; the format holds the index.

use std::cell::RefCell;

use runtime::engine::string;
use runtime::{JsError, OpError, Thrown, class, engine, op, v8};

/// Name of the private property that marks host objects.
const MARK: &str = "anode:cloneable";

fn mark<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = string(scope, MARK);
    v8::Private::for_api(scope, Some(name))
}

/// Marks an object as one that its class clones or transfers.
#[op]
pub(crate) fn mark_cloneable<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) {
    let key = mark(scope);
    let yes = v8::Boolean::new(scope, true);
    object.set_private(scope, key, yes.into());
}

/// A serialised value.
pub(crate) struct Message {
    bytes: Vec<u8>,
    buffers: Vec<v8::SharedRef<v8::BackingStore>>,
    shared: Vec<v8::SharedRef<v8::BackingStore>>,
}

#[class]
impl Message {
    /// The value. `read(index)` gives the host object that was written under the index.
    #[method]
    fn deserialize<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        read: v8::Local<'s, v8::Function>,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let reader = Reader { read: v8::Global::new(scope, read), shared: self.shared.clone() };
        let deserializer = v8::ValueDeserializer::new(scope, Box::new(reader), &self.bytes);
        for (id, store) in (0..).zip(&self.buffers) {
            let buffer = v8::ArrayBuffer::with_backing_store(scope, store);
            v8::ValueDeserializerHelper::transfer_array_buffer(&deserializer, id, buffer);
        }
        let context = scope.get_current_context();
        if !v8::ValueDeserializerHelper::read_header(&deserializer, context).unwrap_or(false) {
            return Err(Thrown.into());
        }
        Ok(deserializer.read_value(context).ok_or(Thrown)?)
    }
}

struct Reader {
    read: v8::Global<v8::Function>,
    shared: Vec<v8::SharedRef<v8::BackingStore>>,
}

impl v8::ValueDeserializerImpl for Reader {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        deserializer: &dyn v8::ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        let mut index = 0;
        if !deserializer.read_uint32(&mut index) {
            return None;
        }
        // V8 forbids JavaScript while it reads; this is the one place where the format hands over to it.
        v8::allow_javascript_execution_scope!(let scope, scope);
        let read = v8::Local::new(scope, &self.read);
        let (receiver, index) = (v8::undefined(scope), v8::Integer::new_from_unsigned(scope, index));
        read.call(scope, receiver.into(), &[index.into()])?.try_into().ok()
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        self.shared.get(id as usize).map(|store| v8::SharedArrayBuffer::with_backing_store(scope, store))
    }
}

/// What serialising calls back into.
struct Writer {
    write: v8::Global<v8::Function>,
    fail: v8::Global<v8::Function>,
    shared: RefCell<Vec<v8::SharedRef<v8::BackingStore>>>,
}

impl v8::ValueSerializerImpl for &Writer {
    fn throw_data_clone_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>, message: v8::Local<'s, v8::String>) {
        let fail = v8::Local::new(scope, &self.fail);
        let receiver = v8::undefined(scope);
        fail.call(scope, receiver.into(), &[message.into()]);
    }

    fn has_custom_host_object(&self, _isolate: &v8::Isolate) -> bool {
        true
    }

    fn is_host_object<'s>(&self, scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> Option<bool> {
        let key = mark(scope);
        object.has_private(scope, key)
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        serializer: &dyn v8::ValueSerializerHelper,
    ) -> Option<bool> {
        let write = v8::Local::new(scope, &self.write);
        let receiver = v8::undefined(scope);
        let index = write.call(scope, receiver.into(), &[object.into()])?;
        serializer.write_uint32(index.uint32_value(scope)?);
        Some(true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let mut shared = self.shared.borrow_mut();
        shared.push(buffer.get_backing_store());
        u32::try_from(shared.len() - 1).ok()
    }
}

/// Serialises `value`; the buffers of `transfer` move instead of being copied and are detached. `write(object)` gives the index of a
/// host object, `fail(text)` throws a DataCloneError.
#[op]
pub(crate) fn serialize<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    transfer: Vec<v8::Local<'s, v8::ArrayBuffer>>,
    write: v8::Local<'s, v8::Function>,
    fail: v8::Local<'s, v8::Function>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let writer =
        Writer { write: v8::Global::new(scope, write), fail: v8::Global::new(scope, fail), shared: RefCell::default() };
    let bytes = write_bytes(scope, value, &transfer, &writer)?;
    let buffers: Vec<_> = transfer.iter().map(|buffer| buffer.get_backing_store()).collect();
    for buffer in &transfer {
        if buffer.detach(None) != Some(true) {
            return Err(JsError::type_error("An ArrayBuffer could not be detached").into());
        }
    }
    let message = Message { bytes, buffers, shared: writer.shared.into_inner() };
    Ok(engine::class::instantiate(scope, message).ok_or(Thrown)?)
}

fn write_bytes(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
    transfer: &[v8::Local<'_, v8::ArrayBuffer>],
    writer: &Writer,
) -> Result<Vec<u8>, Thrown> {
    let serializer = v8::ValueSerializer::new(scope, Box::new(writer));
    v8::ValueSerializerHelper::write_header(&serializer);
    for (id, buffer) in (0..).zip(transfer) {
        v8::ValueSerializerHelper::transfer_array_buffer(&serializer, id, *buffer);
    }
    let context = scope.get_current_context();
    match serializer.write_value(context, value) {
        Some(true) => Ok(serializer.release()),
        _ => Err(Thrown),
    }
}

/// Whether a buffer's memory is gone.
#[op]
pub(crate) fn is_detached<'s>(_scope: &mut v8::PinScope<'s, '_>, buffer: v8::Local<'s, v8::ArrayBuffer>) -> bool {
    buffer.was_detached()
}
