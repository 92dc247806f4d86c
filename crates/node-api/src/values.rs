//! Plain values: making, testing, reading and converting them.

use runtime::v8;

use crate::abi::{In, Out, Result, Status, Val};
use crate::entry::EnvPtr;

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_undefined(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(Val::of_constant(v8::undefined(scope).into())))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_null(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(Val::of_constant(v8::null(scope).into())))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_global(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|_, scope| {
        let global = scope.get_current_context().global(scope);
        result.set(global)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_boolean(env: EnvPtr, value: bool, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(Val::of_constant(v8::Boolean::new(scope, value).into())))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_double(env: EnvPtr, value: f64, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Number::new(scope, value)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_int32(env: EnvPtr, value: i32, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Integer::new(scope, value)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_uint32(env: EnvPtr, value: u32, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Integer::new_from_unsigned(scope, value)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_int64(env: EnvPtr, value: i64, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Number::new(scope, value as f64)))
}

/// `napi_valuetype`.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum ValueType {
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Symbol,
    Object,
    Function,
    External,
    Bigint,
}

impl ValueType {
    fn of(value: v8::Local<'_, v8::Value>) -> Result<Self> {
        Ok(match value {
            _ if value.is_number() => Self::Number,
            _ if value.is_string() => Self::String,
            _ if value.is_function() => Self::Function,
            // Externals are objects to V8, so this comes first.
            _ if value.is_external() => Self::External,
            _ if value.is_object() => Self::Object,
            _ if value.is_boolean() => Self::Boolean,
            _ if value.is_undefined() => Self::Undefined,
            _ if value.is_null() => Self::Null,
            _ if value.is_symbol() => Self::Symbol,
            _ if value.is_big_int() => Self::Bigint,
            _ => return Err(Status::InvalidArg),
        })
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_typeof(env: EnvPtr, value: Val, result: Out<ValueType>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        result.set(ValueType::of(value)?)
    })
}

/// Reads a number; everything else is refused.
fn number<T>(
    env: EnvPtr,
    value: Val,
    result: Out<T>,
    read: impl FnOnce(&v8::PinScope<'_, '_>, v8::Local<'_, v8::Value>) -> Option<T>,
) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        if !value.is_number() {
            return Err(Status::NumberExpected);
        }
        result.set(read(scope, value).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_double(env: EnvPtr, value: Val, result: Out<f64>) -> Status {
    number(env, value, result, |scope, value| value.number_value(scope))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_int32(env: EnvPtr, value: Val, result: Out<i32>) -> Status {
    number(env, value, result, |scope, value| value.int32_value(scope))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_uint32(env: EnvPtr, value: Val, result: Out<u32>) -> Status {
    number(env, value, result, |scope, value| value.uint32_value(scope))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_int64(env: EnvPtr, value: Val, result: Out<i64>) -> Status {
    // What is not finite is 0, what is too large is held to the range.
    number(env, value, result, |scope, value| {
        value.number_value(scope).map(|number| if number.is_finite() { number as i64 } else { 0 })
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_bool(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        if !value.is_boolean() {
            return Err(Status::BooleanExpected);
        }
        result.set(value.is_true())
    })
}

// ---- bigints ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_bigint_int64(env: EnvPtr, value: i64, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::BigInt::new_from_i64(scope, value)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_bigint_uint64(env: EnvPtr, value: u64, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::BigInt::new_from_u64(scope, value)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_bigint_words(
    env: EnvPtr,
    sign_bit: i32,
    word_count: usize,
    words: In<u64>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        if words.is_null() || i32::try_from(word_count).is_err() {
            return Err(Status::InvalidArg);
        }
        result.check()?;
        let words = words.slice(word_count)?;
        result.set(v8::BigInt::new_from_words(scope, sign_bit != 0, words).ok_or(Status::GenericFailure)?)
    })
}

fn bigint<T>(
    env: EnvPtr,
    value: Val,
    result: Out<T>,
    lossless: Out<bool>,
    read: impl FnOnce(&v8::BigInt) -> (T, bool),
) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        lossless.check()?;
        let value = v8::Local::<v8::BigInt>::try_from(value).map_err(|_| Status::BigintExpected)?;
        let (number, is_lossless) = read(&value);
        lossless.set_optional(is_lossless);
        result.set(number)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_bigint_int64(
    env: EnvPtr,
    value: Val,
    result: Out<i64>,
    lossless: Out<bool>,
) -> Status {
    bigint(env, value, result, lossless, v8::BigInt::i64_value)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_bigint_uint64(
    env: EnvPtr,
    value: Val,
    result: Out<u64>,
    lossless: Out<bool>,
) -> Status {
    bigint(env, value, result, lossless, v8::BigInt::u64_value)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_value_bigint_words(
    env: EnvPtr,
    value: Val,
    sign_bit: Out<i32>,
    word_count: Out<usize>,
    words: Out<u64>,
) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        let capacity = word_count.read()?;
        let value = v8::Local::<v8::BigInt>::try_from(value).map_err(|_| Status::BigintExpected)?;
        if sign_bit.is_wanted() || words.is_wanted() {
            sign_bit.check()?;
            words.check()?;
            let (is_negative, _) = value.to_words_array(words.slice(capacity));
            sign_bit.set_optional(i32::from(is_negative));
        }
        word_count.set(value.word_count())
    })
}

// ---- dates ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_date(env: EnvPtr, time: f64, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        result.set(v8::Date::new(scope, time).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_date(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_date)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_date_value(env: EnvPtr, value: Val, result: Out<f64>) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        let date = v8::Local::<v8::Date>::try_from(value).map_err(|_| Status::DateExpected)?;
        result.set(date.value_of())
    })
}

// ---- tests and conversions ----

/// Answers a question about a value.
pub(crate) fn test(env: EnvPtr, value: Val, result: Out<bool>, question: fn(&v8::Value) -> bool) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.set(question(&value))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_array(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_array)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_promise(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    test(env, value, result, v8::Value::is_promise)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_strict_equals(env: EnvPtr, left: Val, right: Val, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        let (left, right) = (left.local(scope)?, right.local(scope)?);
        result.set(left.strict_equals(right))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_coerce_to_bool(env: EnvPtr, value: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        result.set(value.to_boolean(scope))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_coerce_to_number(env: EnvPtr, value: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        result.set(value.to_number(scope).ok_or(Status::NumberExpected)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_coerce_to_object(env: EnvPtr, value: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        result.set(crate::objects::to_object(scope, value)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_coerce_to_string(env: EnvPtr, value: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        result.set(value.to_string(scope).ok_or(Status::StringExpected)?)
    })
}
