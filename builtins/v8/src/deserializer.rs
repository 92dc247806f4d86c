//! The other direction of `serializer.rs`.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::engine::string;
use runtime::v8::ValueDeserializerHelper;
use runtime::{Bytes, JsError, OpError, Thrown, class, v8};

/// As in `serializer.rs`.
type Current = Rc<RefCell<Option<v8::Global<v8::Object>>>>;

/// `new ValueDeserializer(bytes)`
pub(crate) struct ValueDeserializer {
    /// Reads from `data`'s memory, which does not move; declared first to be dropped first.
    inner: v8::ValueDeserializer<'static>,
    data: Bytes,
    current: Current,
}

#[class]
impl ValueDeserializer {
    #[constructor]
    fn new(scope: &mut v8::PinScope<'_, '_>, data: Bytes) -> ValueDeserializer {
        let current = Current::default();
        let inner = v8::ValueDeserializer::new(scope, Box::new(Hooks(current.clone())), &data);
        inner.set_supports_legacy_wire_format(true);
        ValueDeserializer { inner, data, current }
    }

    #[method]
    fn read_header(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<bool, OpError> {
        let context = scope.get_current_context();
        Ok(self.inner.read_header(context).ok_or(Thrown)?)
    }

    #[method]
    fn read_value<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        this: v8::Local<'s, v8::Object>,
    ) -> Result<v8::Local<'s, v8::Value>, OpError> {
        let outer = self.current.replace(Some(v8::Global::new(scope, this)));
        let context = scope.get_current_context();
        let value = self.inner.read_value(context);
        self.current.replace(outer);
        Ok(value.ok_or(Thrown)?)
    }

    #[method]
    fn get_wire_format_version(&self) -> u32 {
        self.inner.get_wire_format_version()
    }

    #[method]
    fn read_uint32(&self) -> Result<u32, JsError> {
        let mut value = 0;
        if self.inner.read_uint32(&mut value) { Ok(value) } else { Err(JsError::error("ReadUint32() failed")) }
    }

    /// The high and the low half.
    #[method]
    fn read_uint64(&self) -> Result<(f64, f64), JsError> {
        let mut value = 0;
        if !self.inner.read_uint64(&mut value) {
            return Err(JsError::error("ReadUint64() failed"));
        }
        Ok(((value >> 32) as f64, (value & 0xffff_ffff) as f64))
    }

    #[method]
    fn read_double(&self) -> Result<f64, JsError> {
        let mut value = 0.0;
        if self.inner.read_double(&mut value) { Ok(value) } else { Err(JsError::error("ReadDouble() failed")) }
    }

    /// Passes over `length` bytes and gives where they begin in the buffer.
    #[method]
    fn skip_raw_bytes(&self, length: u32) -> Result<f64, JsError> {
        let bytes =
            self.inner.read_raw_bytes(length as usize).ok_or_else(|| JsError::error("ReadRawBytes() failed"))?;
        Ok((bytes.as_ptr().addr() - self.data.as_ptr().addr()) as f64)
    }

    #[method]
    fn transfer_array_buffer<'s>(
        &self,
        _scope: &mut v8::PinScope<'s, '_>,
        id: u32,
        buffer: v8::Local<'s, v8::Value>,
    ) -> Result<(), JsError> {
        if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(buffer) {
            self.inner.transfer_array_buffer(id, buffer);
        } else if let Ok(buffer) = v8::Local::<v8::SharedArrayBuffer>::try_from(buffer) {
            self.inner.transfer_shared_array_buffer(id, buffer);
        } else {
            return Err(JsError::type_error("arrayBuffer must be an ArrayBuffer or SharedArrayBuffer")
                .with_code("ERR_INVALID_ARG_TYPE"));
        }
        Ok(())
    }
}

/// Calls `_readHostObject` of the JavaScript object.
struct Hooks(Current);

impl v8::ValueDeserializerImpl for Hooks {
    fn read_host_object<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        _deserializer: &dyn ValueDeserializerHelper,
    ) -> Option<v8::Local<'s, v8::Object>> {
        // V8 forbids JavaScript while it reads; this is the one place where the format hands over to it.
        v8::allow_javascript_execution_scope!(let scope, scope);
        let this = v8::Local::new(scope, self.0.borrow().as_ref()?);
        let key = string(scope, "_readHostObject");
        let method = this.get(scope, key.into())?;
        let Ok(method) = v8::Local::<v8::Function>::try_from(method) else {
            return self.refuse(scope, "#<Deserializer> cannot read host objects");
        };
        let value = method.call(scope, this.into(), &[])?;
        match v8::Local::<v8::Object>::try_from(value) {
            Ok(object) => Some(object),
            Err(_) => self.refuse(scope, "readHostObject must return an object"),
        }
    }
}

impl Hooks {
    fn refuse<'s>(&self, scope: &mut v8::PinScope<'s, '_>, message: &str) -> Option<v8::Local<'s, v8::Object>> {
        let message = string(scope, message);
        let error = v8::Exception::type_error(scope, message);
        scope.throw_exception(error);
        None
    }
}
