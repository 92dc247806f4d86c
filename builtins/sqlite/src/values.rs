//! Values and errors across the border.

use runtime::engine::{ToV8, v8};
use runtime::{Bytes, FromV8, JsError, OpError};
use sqlite::{Error, Value, ValueRef};

/// How integers become JavaScript values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Integers {
    /// Numbers; those past 2^53 are refused.
    Number,
    /// Bigints.
    BigInt,
}

impl Integers {
    pub(crate) fn of(use_big_ints: bool) -> Integers {
        if use_big_ints { Integers::BigInt } else { Integers::Number }
    }
}

/// The largest integer that a number holds without doubt.
const MAX_SAFE: i64 = (1 << 53) - 1;

/// A value of SQLite for JavaScript.
///
/// # Errors
/// For an integer that no number holds.
pub(crate) fn to_js<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: ValueRef<'_>,
    integers: Integers,
) -> Result<v8::Local<'s, v8::Value>, JsError> {
    match value {
        ValueRef::Null => Ok(v8::null(scope).into()),
        ValueRef::Integer(number) if integers == Integers::BigInt => Ok(v8::BigInt::new_from_i64(scope, number).into()),
        ValueRef::Integer(number) if (-MAX_SAFE..=MAX_SAFE).contains(&number) => (number as f64).to_v8(scope),
        ValueRef::Integer(number) => {
            let message = format!("Value is too large to be represented as a JavaScript number: {number}");
            Err(JsError::range_error(message).with_code("ERR_OUT_OF_RANGE"))
        }
        ValueRef::Real(number) => number.to_v8(scope),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => text.to_v8(scope),
            Err(_) => String::from_utf8_lossy(text).as_ref().to_v8(scope),
        },
        ValueRef::Blob(bytes) => bytes.to_vec().to_v8(scope),
    }
}

/// A JavaScript value for SQLite; `None` for a kind that it does not have.
///
/// # Errors
/// For a bigint of more than 64 bits.
pub(crate) fn from_js(
    scope: &mut v8::PinScope<'_, '_>,
    value: v8::Local<'_, v8::Value>,
) -> Result<Option<Value>, JsError> {
    let value = v8::Local::new(scope, value);
    if value.is_null_or_undefined() {
        return Ok(Some(Value::Null));
    }
    if value.is_boolean() {
        return Ok(Some(Value::Integer(value.is_true().into())));
    }
    if value.is_number() {
        return Ok(value.number_value(scope).map(Value::Real));
    }
    if value.is_string() {
        return Ok(Some(Value::Text(value.to_rust_string_lossy(scope))));
    }
    if let Ok(number) = v8::Local::<v8::BigInt>::try_from(value) {
        let (number, is_lossless) = number.i64_value();
        if !is_lossless {
            let message = "BigInt value is too large to bind.";
            return Err(JsError::type_error(message).with_code("ERR_INVALID_ARG_VALUE"));
        }
        return Ok(Some(Value::Integer(number)));
    }
    if is_binary(value) {
        if is_without_memory(value) {
            return Ok(Some(Value::Null));
        }
        return Ok(Some(Value::Blob(Bytes::from_v8(scope, value)?.to_vec())));
    }
    Ok(None)
}

/// Whether a value is bytes.
pub(crate) fn is_binary(value: v8::Local<'_, v8::Value>) -> bool {
    value.is_array_buffer_view() || value.is_array_buffer() || value.is_shared_array_buffer()
}

/// Whether a value is a buffer, not a view of one, that was made without bytes or whose bytes have gone elsewhere: NULL for Node, where
/// a view of it is a blob without bytes.
fn is_without_memory(value: v8::Local<'_, v8::Value>) -> bool {
    if let Ok(buffer) = v8::Local::<v8::ArrayBuffer>::try_from(value) {
        return buffer.data().is_none();
    }
    v8::Local::<v8::SharedArrayBuffer>::try_from(value).is_ok_and(|buffer| buffer.get_backing_store().data().is_none())
}

/// Throws Node's error for what SQLite has to say.
pub(crate) fn throw(scope: &mut v8::PinScope<'_, '_>, error: &Error) -> OpError {
    if let Some(refusal) = crate::files::refusal(scope, error) {
        return refusal;
    }
    let message = runtime::engine::string(scope, &error.message);
    let exception = v8::Exception::error(scope, message);
    if let Ok(object) = v8::Local::<v8::Object>::try_from(exception) {
        let description = sqlite::describe(error.code);
        let code = runtime::engine::string(scope, "ERR_SQLITE_ERROR").into();
        let errcode = v8::Integer::new(scope, error.code).into();
        let errstr = runtime::engine::string(scope, &description).into();
        for (name, value) in [("code", code), ("errcode", errcode), ("errstr", errstr)] {
            let key = runtime::engine::string(scope, name);
            object.set(scope, key.into(), value);
        }
    }
    scope.throw_exception(exception);
    OpError::Thrown
}

/// The error of something that is closed or in use.
pub(crate) fn invalid_state(message: impl Into<std::borrow::Cow<'static, str>>) -> OpError {
    JsError::error(message).with_code("ERR_INVALID_STATE").into()
}
