//! V8's serialiser as a class that JavaScript subclasses: values in V8's wire format, with hooks for what the format does not know.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::string;
use runtime::v8::ValueSerializerHelper;
use runtime::{Bytes, JsError, OpError, Thrown, class, v8};

/// The JavaScript object that writes now. Held only while it does: a handle kept longer would keep the object alive forever.
type Current = Rc<RefCell<Option<v8::Global<v8::Object>>>>;

/// The tag of a version and the version of Node's V8. Ours would write the next one, which Node refuses; it differs only
/// in lengths of 4 GiB and more.
const HEADER: [u8; 2] = [0xFF, 15];

/// `new ValueSerializer()`
pub(crate) struct ValueSerializer {
    /// `None` when it has finished: V8's part is many times as large as ours, and garbage of this kind waits long for its collection.
    inner: RefCell<Option<v8::ValueSerializer<'static>>>,
    current: Current,
}

impl ValueSerializer {
    fn with<T>(&self, body: impl FnOnce(&v8::ValueSerializer<'static>) -> T) -> Result<T, JsError> {
        let inner = self.inner.borrow();
        inner.as_ref().map(body).ok_or_else(|| JsError::error("The serializer has finished"))
    }
}

#[class]
impl ValueSerializer {
    #[constructor]
    fn new(scope: &mut v8::PinScope<'_, '_>) -> ValueSerializer {
        let current = Current::default();
        let inner = v8::ValueSerializer::new(scope, Box::new(Hooks(current.clone())));
        ValueSerializer { inner: RefCell::new(Some(inner)), current }
    }

    #[method]
    fn write_header(&self) -> Result<(), JsError> {
        self.with(|inner| inner.write_raw_bytes(&HEADER))
    }

    #[method]
    fn write_value<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        this: v8::Local<'s, v8::Object>,
        value: v8::Local<'s, v8::Value>,
    ) -> Result<bool, OpError> {
        let outer = self.current.replace(Some(v8::Global::new(scope, this)));
        let context = scope.get_current_context();
        let written = self.with(|inner| inner.write_value(context, value));
        self.current.replace(outer);
        Ok(written?.ok_or(Thrown)?)
    }

    #[method]
    fn write_uint32(&self, value: u32) -> Result<(), JsError> {
        self.with(|inner| inner.write_uint32(value))
    }

    #[method]
    fn write_uint64(&self, high: u32, low: u32) -> Result<(), JsError> {
        self.with(|inner| inner.write_uint64(u64::from(high) << 32 | u64::from(low)))
    }

    #[method]
    fn write_double(&self, value: f64) -> Result<(), JsError> {
        self.with(|inner| inner.write_double(value))
    }

    #[method]
    fn write_raw_bytes(&self, bytes: Bytes) -> Result<(), JsError> {
        self.with(|inner| inner.write_raw_bytes(&bytes))
    }

    #[method]
    fn transfer_array_buffer<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        id: u32,
        buffer: v8::Local<'s, v8::ArrayBuffer>,
    ) -> Result<(), JsError> {
        self.with(|inner| inner.transfer_array_buffer(id, buffer))
    }

    #[method]
    fn treat_views_as_host_objects(&self, on: bool) -> Result<(), JsError> {
        self.with(|inner| inner.set_treat_array_buffer_views_as_host_objects(on))
    }

    /// What was written; the serialiser is empty afterwards.
    #[method]
    fn release(&self) -> Result<Vec<u8>, JsError> {
        self.with(v8::ValueSerializer::release)
    }

    /// The same for the last time.
    #[method]
    fn finish(&self) -> Result<Vec<u8>, JsError> {
        let written = self.release()?;
        // It stays where a value is being written, which only a program's own hooks can bring about.
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            inner.take();
        }
        Ok(written)
    }
}

/// Calls `_getDataCloneError`, `_writeHostObject` and `_getSharedArrayBufferId` of the JavaScript object, where it has them.
struct Hooks(Current);

impl Hooks {
    fn method<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: &str,
    ) -> Option<(v8::Local<'s, v8::Object>, v8::Local<'s, v8::Function>)> {
        let this = v8::Local::new(scope, self.0.borrow().as_ref()?);
        let key = string(scope, name);
        let method = this.get(scope, key.into())?;
        Some((this, method.try_into().ok()?))
    }
}

impl v8::ValueSerializerImpl for Hooks {
    fn throw_data_clone_error<'s>(&self, scope: &mut v8::PinScope<'s, '_>, message: v8::Local<'s, v8::String>) {
        let error = match self.method(scope, "_getDataCloneError") {
            Some((this, method)) => method.call(scope, this.into(), &[message.into()]),
            None => Some(v8::Exception::error(scope, message)),
        };
        if let Some(error) = error {
            scope.throw_exception(error);
        }
    }

    fn write_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
        _serializer: &dyn ValueSerializerHelper,
    ) -> Option<bool> {
        let Some((this, method)) = self.method(scope, "_writeHostObject") else {
            let name = object.get_constructor_name().to_rust_string_lossy(scope);
            let message = string(scope, &format!("[object {name}] could not be cloned."));
            self.throw_data_clone_error(scope, message);
            return None;
        };
        method.call(scope, this.into(), &[object.into()]).map(|_| true)
    }

    fn get_shared_array_buffer_id<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        buffer: v8::Local<'s, v8::SharedArrayBuffer>,
    ) -> Option<u32> {
        let Some((this, method)) = self.method(scope, "_getSharedArrayBufferId") else {
            let message = string(scope, "#<SharedArrayBuffer> could not be cloned.");
            self.throw_data_clone_error(scope, message);
            return None;
        };
        method.call(scope, this.into(), &[buffer.into()])?.uint32_value(scope)
    }
}
