//! The border: how Rust values come from and go to JavaScript. JavaScript has validated before it calls an op, so a conversion that
//! fails here names a defect of ours, not of the user's program.

use crate::{IntoException, JsError, layout, ledger, memory};

/// A Rust value taken from a JavaScript argument.
pub trait FromV8<'s>: Sized {
    /// Converts, or says what was expected.
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError>;
}

/// A Rust value given to JavaScript.
pub trait ToV8<'s> {
    /// Converts; fails only where V8 has a limit (a string over its maximum length).
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError>;

    /// Returns the value from an op. Primitives do so without a handle.
    fn return_to_v8(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        mut rv: v8::ReturnValue<'s, v8::Value>,
    ) -> Result<(), JsError>
    where
        Self: Sized,
    {
        self.to_v8(scope).map(|value| rv.set(value))
    }
}

/// `return_to_v8` by a setter of V8's.
macro_rules! returned_by {
    ($setter:ident as $into:ty) => {
        fn return_to_v8(
            self,
            _scope: &mut v8::PinScope<'s, '_>,
            mut rv: v8::ReturnValue<'s, v8::Value>,
        ) -> Result<(), JsError> {
            rv.$setter(self as $into);
            Ok(())
        }
    };
}

/// A JavaScript string; empty when `text` is over V8's maximum length, which internal texts never are.
pub fn string<'s>(scope: &mut v8::PinScope<'s, '_>, text: &str) -> v8::Local<'s, v8::String> {
    v8::String::new(scope, text).unwrap_or_else(|| v8::String::empty(scope))
}

fn expected(what: &'static str) -> JsError {
    JsError::type_error(format!("internal argument must be {what}")).with_code("ERR_INVALID_ARG_TYPE")
}

/// The error for a string over V8's maximum length (0x1fffffe8 characters).
pub fn string_too_long() -> JsError {
    JsError::error("Cannot create a string longer than 0x1fffffe8 characters").with_code("ERR_STRING_TOO_LONG")
}

impl<'s> FromV8<'s> for bool {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(value.boolean_value(scope))
    }
}

macro_rules! number_from_v8 {
    ($($type:ty),*) => {$(
        impl<'s> FromV8<'s> for $type {
            fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
                if let Some(small) = layout::small_integer(&value) {
                    return Ok(small as $type);
                }
                if let Ok(big) = v8::Local::<v8::BigInt>::try_from(value) {
                    return Ok(big.i64_value().0 as $type);
                }
                value.number_value(scope).map(|n| n as $type).ok_or_else(|| expected("a number"))
            }
        }
    )*};
}
number_from_v8!(u8, i8, u16, i16, i64, u64, usize, isize, f64);

impl<'s> FromV8<'s> for i32 {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        match layout::small_integer(&value) {
            Some(small) => Ok(small),
            None => value.int32_value(scope).ok_or_else(|| expected("a 32-bit integer")),
        }
    }
}

impl<'s> FromV8<'s> for u32 {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        match layout::small_integer(&value) {
            Some(small) => Ok(small as u32),
            None => value.uint32_value(scope).ok_or_else(|| expected("an unsigned 32-bit integer")),
        }
    }
}

impl<'s> FromV8<'s> for String {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        value.to_string(scope).map(|text| text.to_rust_string_lossy(scope)).ok_or_else(|| expected("a string"))
    }
}

/// `undefined` and `null` are `None`.
impl<'s, T: FromV8<'s>> FromV8<'s> for Option<T> {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        if value.is_null_or_undefined() { Ok(None) } else { T::from_v8(scope, value).map(Some) }
    }
}

/// From an array.
impl<'s, T: FromV8<'s>> FromV8<'s> for Vec<T> {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let array = v8::Local::<v8::Array>::try_from(value).map_err(|_| expected("an array"))?;
        (0..array.length())
            .map(|index| {
                let item = array.get_index(scope, index).ok_or_else(|| expected("a readable array"))?;
                T::from_v8(scope, item)
            })
            .collect()
    }
}

impl<'s> FromV8<'s> for v8::Local<'s, v8::Value> {
    fn from_v8(_scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(value)
    }
}

macro_rules! local_from_v8 {
    ($($type:ident: $what:literal),* $(,)?) => {$(
        impl<'s> FromV8<'s> for v8::Local<'s, v8::$type> {
            fn from_v8(_scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
                value.try_into().map_err(|_| expected($what))
            }
        }
    )*};
}
local_from_v8!(
    Object: "an object", Function: "a function", Array: "an array", String: "a string", Symbol: "a symbol", Name: "a property name",
    Number: "a number", BigInt: "a bigint", Promise: "a promise", Uint8Array: "a Uint8Array", ArrayBuffer: "an ArrayBuffer",
    ArrayBufferView: "an ArrayBufferView", Map: "a Map", Set: "a Set", Proxy: "a Proxy", TypedArray: "a TypedArray",
    SharedArrayBuffer: "a SharedArrayBuffer", Date: "a Date", RegExp: "a RegExp", External: "an external",
);

impl<'s> ToV8<'s> for () {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        Ok(v8::undefined(scope).into())
    }

    /// An op returns `undefined` unless it says otherwise.
    fn return_to_v8(
        self,
        _scope: &mut v8::PinScope<'s, '_>,
        _rv: v8::ReturnValue<'s, v8::Value>,
    ) -> Result<(), JsError> {
        Ok(())
    }
}

impl<'s> ToV8<'s> for bool {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        Ok(v8::Boolean::new(scope, self).into())
    }

    returned_by!(set_bool as bool);
}

macro_rules! int_to_v8 {
    ($($type:ty => $class:ident as $into:ty: $setter:ident),* $(,)?) => {$(
        impl<'s> ToV8<'s> for $type {
            fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
                Ok(v8::$class::new(scope, self as $into).into())
            }

            returned_by!($setter as $into);
        }
    )*};
}
impl<'s> ToV8<'s> for u32 {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        Ok(v8::Integer::new_from_unsigned(scope, self).into())
    }

    returned_by!(set_uint32 as u32);
}
int_to_v8!(
    u8 => Integer as i32: set_int32, i8 => Integer as i32: set_int32, u16 => Integer as i32: set_int32,
    i16 => Integer as i32: set_int32, i32 => Integer as i32: set_int32, i64 => Number as f64: set_double,
    u64 => Number as f64: set_double, usize => Number as f64: set_double, isize => Number as f64: set_double,
    f64 => Number as f64: set_double,
);

impl<'s> ToV8<'s> for &str {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        v8::String::new(scope, self).map(Into::into).ok_or_else(string_too_long)
    }
}

impl<'s> ToV8<'s> for String {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        self.as_str().to_v8(scope)
    }
}

/// `None` is `undefined`.
impl<'s, T: ToV8<'s>> ToV8<'s> for Option<T> {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Some(value) => value.to_v8(scope),
            None => Ok(v8::undefined(scope).into()),
        }
    }
}

/// A `Uint8Array` over the vector's own memory, without a copy unless the copy is cheaper.
impl<'s> ToV8<'s> for Vec<u8> {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let length = self.len();
        let buffer = if length <= COPIED { copied(scope, &self) } else { adopted(scope, self) };
        v8::Uint8Array::new(scope, buffer, 0, length)
            .map(Into::into)
            .ok_or_else(|| JsError::range_error("Array buffer allocation failed"))
    }
}

/// V8 makes and frees memory of its own in less time than it takes over somebody's.
const COPIED: usize = 1024;

fn copied<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::ArrayBuffer> {
    let buffer = v8::ArrayBuffer::new(scope, bytes.len());
    if let Some(data) = buffer.data() {
        // SAFETY: the buffer is as long as the bytes, new, and seen by nobody else.
        unsafe { data.cast::<u8>().copy_from_nonoverlapping(std::ptr::NonNull::from(bytes).cast(), bytes.len()) };
    }
    buffer
}

fn adopted<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: Vec<u8>) -> v8::Local<'s, v8::ArrayBuffer> {
    memory::announce(scope, bytes.len());
    let store = ledger::adopt(scope, bytes).make_shared();
    v8::ArrayBuffer::with_backing_store(scope, &store)
}

/// Marks vectors that become JavaScript arrays; `Vec<u8>` becomes a `Uint8Array` instead.
pub trait ArrayItem {}
impl ArrayItem for String {}
impl ArrayItem for Vec<u8> {}
impl ArrayItem for i32 {}
impl ArrayItem for u32 {}
impl ArrayItem for f64 {}
impl ArrayItem for i64 {}
impl ArrayItem for u64 {}
impl ArrayItem for bool {}
impl<T> ArrayItem for Option<T> {}
impl<T> ArrayItem for v8::Local<'_, T> {}

impl<'s, T: ToV8<'s> + ArrayItem> ToV8<'s> for Vec<T> {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let mut items = Vec::with_capacity(self.len());
        for item in self {
            items.push(item.to_v8(scope)?);
        }
        Ok(v8::Array::new_with_elements(scope, &items).into())
    }
}

macro_rules! tuple_to_v8 {
    ($($name:ident),*) => {
        impl<$($name),*> ArrayItem for ($($name,)*) {}

        /// A tuple becomes an array.
        impl<'s, $($name: ToV8<'s>),*> ToV8<'s> for ($($name,)*) {
            fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
                #[expect(non_snake_case, reason = "the type parameters name the bindings")]
                let ($($name,)*) = self;
                let items = [$($name.to_v8(scope)?),*];
                Ok(v8::Array::new_with_elements(scope, &items).into())
            }
        }
    };
}
tuple_to_v8!(A, B);
tuple_to_v8!(A, B, C);
tuple_to_v8!(A, B, C, D);
tuple_to_v8!(A, B, C, D, E);
tuple_to_v8!(A, B, C, D, E, F);
tuple_to_v8!(A, B, C, D, E, F, G);
tuple_to_v8!(A, B, C, D, E, F, G, H);

impl<'s, T> ToV8<'s> for v8::Local<'s, T>
where
    v8::Local<'s, T>: Into<v8::Local<'s, v8::Value>>,
{
    fn to_v8(self, _scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        Ok(self.into())
    }
}

/// What an op may return: a value, or a result whose error throws.
pub trait OpReturn<'s> {
    /// Sets the return value or throws.
    fn finish(self, scope: &mut v8::PinScope<'s, '_>, rv: v8::ReturnValue<'s, v8::Value>);
}

impl<'s, T: ToV8<'s>> OpReturn<'s> for T {
    fn finish(self, scope: &mut v8::PinScope<'s, '_>, rv: v8::ReturnValue<'s, v8::Value>) {
        if let Err(error) = self.return_to_v8(scope, rv) {
            crate::error::throw(scope, error);
        }
    }
}

/// `finish` for results; a function beside the trait because `Result` is not a [`ToV8`] value.
pub fn finish_result<'s, T: ToV8<'s>, E: IntoException>(
    result: Result<T, E>,
    scope: &mut v8::PinScope<'s, '_>,
    rv: v8::ReturnValue<'s, v8::Value>,
) {
    match result {
        Ok(value) => value.finish(scope, rv),
        Err(error) => crate::error::throw(scope, error),
    }
}
