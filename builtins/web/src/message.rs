//! Structured cloning: a value as V8's wire format, with what travels beside it.
//!
//! Objects that V8 cannot write by itself (ports, blobs, DOMExceptions) are "host objects": JavaScript marks them with
//! `markCloneable`, and is asked for an index of each, which the format then holds. What is under the index is a message of its own
//! and perhaps a native value.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use runtime::engine::string;
use runtime::parcel::Contents;
use runtime::{JsError, Memory, Native, OpError, Parcel, Thrown, class, engine, op, state, v8};

/// Name of the private property that marks host objects.
const MARK: &str = "anode:cloneable";

/// The private property of an isolate, kept so that it is looked up by its name once.
#[derive(Default)]
struct Mark(RefCell<Option<v8::Global<v8::Private>>>);

fn mark<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let slot = state(scope).slot::<Mark>();
    let mut known = slot.0.borrow_mut();
    let global = known.get_or_insert_with(|| {
        let name = string(scope, MARK);
        let private = v8::Private::for_api(scope, Some(name));
        v8::Global::new(scope, private)
    });
    v8::Local::new(scope, &*global)
}

/// Marks an object as one that its class clones or transfers; a marked prototype marks all that inherit from it.
#[op]
pub(crate) fn mark_cloneable<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) {
    let key = mark(scope);
    let yes = v8::Boolean::new(scope, true);
    object.set_private(scope, key, yes.into());
}

/// Whether a marked class has made the object: it is marked itself, or inherits the mark through the prototype of its class. What only
/// inherits from an instance is none.
#[op]
pub(crate) fn is_instance<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> bool {
    let key = mark(scope);
    object.has_private(scope, key) == Some(true)
        || has_class(scope, object) == Some(true) && has_marked_prototype(scope, object, key) == Some(true)
}

/// Whether the object's prototype is that of a class, which is known by its constructor.
fn has_class<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> Option<bool> {
    let prototype = prototype_of(scope, object)?;
    has_constructor(scope, prototype)
}

/// Keeps a buffer from being detached by anybody; other objects cannot be anyway.
#[op]
pub(crate) fn prevent_detach<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) {
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(object) {
        let key = v8::Symbol::new(scope, None);
        buffer.set_detach_key(key.into());
    }
}

/// A serialised value, readable in any isolate.
#[derive(Default)]
pub(crate) struct Content {
    bytes: Vec<u8>,
    buffers: Vec<Memory>,
    shared: Vec<Memory>,
    modules: Vec<v8::CompiledWasmModule>,
    hosts: Vec<Host>,
}

/// A host object.
struct Host {
    /// What makes the object again: the specifier of a module and the name of its function, `internal:x/y#revive`.
    from: String,
    content: Arc<Content>,
    parcel: Option<Contents>,
}

impl Content {
    /// Whether a host object was packed with `parcel`.
    pub(crate) fn carries(&self, is_it: impl Fn(&Contents) -> bool) -> bool {
        self.hosts.iter().filter_map(|host| host.parcel.as_ref()).any(is_it)
    }
}

/// A host object for JavaScript: `[from, message, parcel]`.
type Packed<'s> = (v8::Local<'s, v8::String>, v8::Local<'s, v8::Object>, v8::Local<'s, v8::Value>);

/// A message in JavaScript's hands.
pub(crate) struct Message(RefCell<Arc<Content>>);

impl Message {
    pub(crate) fn object<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        content: Arc<Content>,
    ) -> Result<v8::Local<'s, v8::Object>, OpError> {
        Ok(engine::class::instantiate(scope, Self(RefCell::new(content))).ok_or(Thrown)?)
    }

    pub(crate) fn content(&self) -> Arc<Content> {
        self.0.borrow().clone()
    }
}

#[class]
impl Message {
    /// Adds the host object of the next index. Only a message that was not sent takes any.
    #[method]
    fn add_host<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        from: String,
        message: Native<'s, Message>,
        parcel: Option<Native<'s, Parcel>>,
    ) {
        let host = Host { from, content: message.content(), parcel: parcel.map(|parcel| parcel.contents()) };
        if let Some(content) = Arc::get_mut(&mut self.0.borrow_mut()) {
            content.hosts.push(host);
        }
    }

    /// The number of host objects.
    #[method]
    fn host_count(&self) -> u32 {
        u32::try_from(self.0.borrow().hosts.len()).unwrap_or(u32::MAX)
    }

    /// A host object as it was packed; nothing for an index that no object has.
    #[method]
    fn host<'s>(&self, scope: &mut v8::PinScope<'s, '_>, index: u32) -> Result<Option<Packed<'s>>, OpError> {
        let content = self.content();
        let Some(host) = content.hosts.get(index as usize) else { return Ok(None) };
        let parcel = match &host.parcel {
            Some(contents) => Parcel::object(scope, contents.clone())?.into(),
            None => v8::undefined(scope).into(),
        };
        Ok(Some((string(scope, &host.from), Message::object(scope, host.content.clone())?, parcel)))
    }

    /// The value. `read(index)` gives the host object under the index. The value belongs to the context whose global object is `global`, to the
    /// running one without it.
    #[method]
    fn deserialize<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        read: v8::Local<'s, v8::Function>,
        global: Option<v8::Local<'s, v8::Object>>,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let target = global.and_then(|global| global.get_creation_context(scope));
        let context = target.unwrap_or_else(|| scope.get_current_context());
        let scope = &mut v8::ContextScope::new(scope, context);
        let content = self.content();
        let reader = Reader { read: Some(v8::Global::new(scope, read)), content: content.clone() };
        read_bytes(scope, reader, &content)
    }
}

fn read_bytes<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    reader: Reader,
    content: &Content,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    let context = scope.get_current_context();
    let deserializer = v8::ValueDeserializer::new(scope, Box::new(reader), &content.bytes);
    for (id, memory) in (0..).zip(&content.buffers) {
        let buffer = v8::ArrayBuffer::with_backing_store(scope, memory.store());
        v8::ValueDeserializerHelper::transfer_array_buffer(&deserializer, id, buffer);
    }
    if !v8::ValueDeserializerHelper::read_header(&deserializer, context).unwrap_or(false) {
        return Err(Thrown.into());
    }
    Ok(deserializer.read_value(context).ok_or(Thrown)?)
}

struct Reader {
    /// Gives host objects; not needed where there are none.
    read: Option<v8::Global<v8::Function>>,
    content: Arc<Content>,
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
        let read = v8::Local::new(scope, self.read.as_ref()?);
        let (receiver, index) = (v8::undefined(scope), v8::Integer::new_from_unsigned(scope, index));
        read.call(scope, receiver.into(), &[index.into()])?.try_into().ok()
    }

    fn get_shared_array_buffer_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::SharedArrayBuffer>> {
        let memory = self.content.shared.get(id as usize)?;
        Some(v8::SharedArrayBuffer::with_backing_store(scope, memory.store()))
    }

    fn get_wasm_module_from_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        id: u32,
    ) -> Option<v8::Local<'s, v8::WasmModuleObject>> {
        v8::WasmModuleObject::from_compiled_module(scope, self.content.modules.get(id as usize)?)
    }
}

/// What serialising calls back into.
struct Writer<'w> {
    mark: v8::Local<'w, v8::Private>,
    write: v8::Local<'w, v8::Function>,
    fail: v8::Local<'w, v8::Function>,
    shared: RefCell<Vec<v8::Global<v8::SharedArrayBuffer>>>,
    modules: RefCell<Vec<v8::CompiledWasmModule>>,
    has_hosts: Cell<bool>,
}

impl<'w> Writer<'w> {
    fn new(
        scope: &mut v8::PinScope<'w, '_>,
        write: v8::Local<'w, v8::Function>,
        fail: v8::Local<'w, v8::Function>,
    ) -> Self {
        Writer {
            mark: mark(scope),
            write,
            fail,
            shared: RefCell::default(),
            modules: RefCell::default(),
            has_hosts: Cell::default(),
        }
    }
}

impl v8::ValueSerializerImpl for &Writer<'_> {
    fn throw_data_clone_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>, message: v8::Local<'s, v8::String>) {
        let fail = v8::Local::new(scope, self.fail);
        let receiver = v8::undefined(scope);
        fail.call(scope, receiver.into(), &[message.into()]);
    }

    fn has_custom_host_object(&self, _isolate: &v8::Isolate) -> bool {
        true
    }

    fn is_host_object<'s>(&self, scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> Option<bool> {
        let key = v8::Local::new(scope, self.mark);
        if object.has_private(scope, key)? {
            return Some(true);
        }
        has_marked_prototype(scope, object, key)
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        serializer: &dyn v8::ValueSerializerHelper,
    ) -> Option<bool> {
        self.has_hosts.set(true);
        let write = v8::Local::new(scope, self.write);
        let receiver = v8::undefined(scope);
        let index = write.call(scope, receiver.into(), &[object.into()])?;
        serializer.write_uint32(index.uint32_value(scope)?);
        Some(true)
    }

    /// The same buffer gets the same index, so that it stays one object on the other side.
    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let mut shared = self.shared.borrow_mut();
        let known = shared.iter().position(|other| v8::Local::new(scope, other) == buffer);
        let index = known.unwrap_or_else(|| {
            shared.push(v8::Global::new(scope, buffer));
            shared.len() - 1
        });
        u32::try_from(index).ok()
    }

    fn get_wasm_module_transfer_id(
        &self,
        _scope: &mut v8::PinScope<'_, '_>,
        module: v8::Local<'_, v8::WasmModuleObject>,
    ) -> Option<u32> {
        let mut modules = self.modules.borrow_mut();
        modules.push(module.get_compiled_module());
        u32::try_from(modules.len() - 1).ok()
    }
}

/// Whether a prototype of the object has the mark; the last one is `Object.prototype` or its like, which never has it. The prototype of a
/// derived class, known by its constructor, is no instance.
fn has_marked_prototype<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    key: v8::Local<'s, v8::Private>,
) -> Option<bool> {
    let Some(mut prototype) = prototype_of(scope, object) else { return Some(false) };
    while let Some(above) = prototype_of(scope, prototype) {
        if prototype.has_private(scope, key)? {
            return has_constructor(scope, object).map(|is_prototype| !is_prototype);
        }
        prototype = above;
    }
    Some(false)
}

/// Whether the object has a constructor of its own.
fn has_constructor<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> Option<bool> {
    let constructor = v8::String::new(scope, "constructor")?;
    object.has_real_named_property(scope, constructor.into())
}

/// The object's prototype. A proxy, which would run its handler, counts for none.
fn prototype_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
) -> Option<v8::Local<'s, v8::Object>> {
    if object.is_proxy() {
        return None;
    }
    object.get_prototype(scope)?.try_into().ok()
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
    let writer = Writer::new(scope, write, fail);
    let content = written(scope, value, &transfer, &writer)?;
    Message::object(scope, Arc::new(content))
}

/// The content of a message that JavaScript never sees: with nothing that moves. Gives the message instead when `write` was called and the host
/// objects are still to be added to it.
pub(crate) fn plain_content<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    write: v8::Local<'s, v8::Function>,
    fail: v8::Local<'s, v8::Function>,
) -> Result<Result<Arc<Content>, v8::Local<'s, v8::Object>>, OpError> {
    let writer = Writer::new(scope, write, fail);
    let content = Arc::new(written(scope, value, &[], &writer)?);
    if writer.has_hosts.get() { Message::object(scope, content).map(Err) } else { Ok(Ok(content)) }
}

/// The value of a message that has no host objects; nothing when it cannot be read, and then reading it again says why.
pub(crate) fn plain_value<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    content: &Arc<Content>,
) -> Option<v8::Local<'s, v8::Value>> {
    if !content.hosts.is_empty() {
        return None;
    }
    v8::tc_scope!(let scope, scope);
    read_bytes(scope, Reader { read: None, content: content.clone() }, content).ok()
}

/// `serialize` and `deserialize` in one, without a message between them: gives the copy, or the message when `write` was called and the
/// host objects are still to be added to it.
#[op]
pub(crate) fn clone<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
    write: v8::Local<'s, v8::Function>,
    fail: v8::Local<'s, v8::Function>,
) -> Result<v8::Local<'s, v8::Value>, OpError> {
    match plain_content(scope, value, write, fail)? {
        Err(message) => Ok(message.into()),
        Ok(content) => read_bytes(scope, Reader { read: None, content: content.clone() }, &content),
    }
}

fn written(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
    transfer: &[v8::Local<'_, v8::ArrayBuffer>],
    writer: &Writer<'_>,
) -> Result<Content, OpError> {
    let bytes = write_bytes(scope, value, transfer, writer)?;
    let buffers: Vec<_> = transfer.iter().map(|buffer| Memory::new(buffer.get_backing_store())).collect();
    for buffer in transfer {
        if buffer.detach(None) != Some(true) {
            return Err(JsError::type_error("An ArrayBuffer could not be detached").into());
        }
    }
    let shared = writer.shared.take();
    let shared = shared.iter().map(|buffer| Memory::new(v8::Local::new(scope, buffer).get_backing_store())).collect();
    Ok(Content { bytes, buffers, shared, modules: writer.modules.take(), hosts: Vec::new() })
}

fn write_bytes(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
    transfer: &[v8::Local<'_, v8::ArrayBuffer>],
    writer: &Writer<'_>,
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

/// Whether a buffer's memory can be taken from it: it still has one, which is not that of a WebAssembly module.
#[op]
pub(crate) fn is_detachable<'s>(_scope: &mut v8::PinScope<'s, '_>, buffer: v8::Local<'s, v8::ArrayBuffer>) -> bool {
    buffer.is_detachable() && !buffer.was_detached()
}
