//! Objects and arrays: making them, their properties and prototypes.

use std::ffi::c_char;

use runtime::v8::{self, GetPropertyNamesArgs, IndexFilter, KeyCollectionMode, KeyConversionMode, PropertyFilter};

use crate::abi::{In, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::strings;

type Object<'s> = v8::Local<'s, v8::Object>;

/// A value as an object, as property access in JavaScript sees it. `null` and `undefined` have none; that they throw is not passed on.
pub(crate) fn to_object<'s>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Object<'s>> {
    if value.is_null_or_undefined() {
        return Err(Status::ObjectExpected);
    }
    value.to_object(scope).ok_or(Status::ObjectExpected)
}

fn object_of<'s>(scope: &mut v8::PinScope<'s, '_>, value: Val) -> Result<Object<'s>> {
    let value = value.local(scope)?;
    to_object(scope, value)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_object(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Object::new(scope)))
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_object_with_properties(
    env: EnvPtr,
    prototype: Val,
    names: In<Val>,
    values: In<Val>,
    count: usize,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let prototype = match prototype.is_null() {
            true => v8::null(scope).into(),
            false => prototype.local(scope)?,
        };
        if !prototype.is_object() && !prototype.is_null() {
            return Err(Status::ObjectExpected);
        }
        let names = names.slice(count)?.iter().map(|name| name.cast::<v8::Name>(scope, Status::NameExpected));
        let names = names.collect::<Result<Vec<_>>>()?;
        let values = values.slice(count)?.iter().map(|value| value.local(scope)).collect::<Result<Vec<_>>>()?;
        result.set(v8::Object::with_prototype_and_properties(scope, prototype, &names, &values))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_array(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Array::new(scope, 0)))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_array_with_length(env: EnvPtr, length: usize, result: Out<Val>) -> Status {
    env.values(|_, scope| result.set(v8::Array::new(scope, i32::try_from(length).unwrap_or(0))))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_array_length(env: EnvPtr, value: Val, result: Out<u32>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.check()?;
        let array = v8::Local::<v8::Array>::try_from(value).map_err(|_| Status::ArrayExpected)?;
        result.set(array.length())
    })
}

// ---- by key ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_set_property(env: EnvPtr, object: Val, key: Val, value: Val) -> Status {
    env.script(|_, scope| {
        let (key, value) = (key.local(scope)?, value.local(scope)?);
        let object = object_of(scope, object)?;
        object.set(scope, key, value).filter(|set| *set).ok_or(Status::InvalidArg).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_has_property(env: EnvPtr, object: Val, key: Val, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let key = key.local(scope)?;
        let object = object_of(scope, object)?;
        result.set(object.has(scope, key).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_property(env: EnvPtr, object: Val, key: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        let key = key.local(scope)?;
        result.check()?;
        let object = object_of(scope, object)?;
        result.set(object.get(scope, key).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_delete_property(env: EnvPtr, object: Val, key: Val, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        let key = key.local(scope)?;
        let object = object_of(scope, object)?;
        result.set_optional(object.delete(scope, key).ok_or(Status::GenericFailure)?);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_has_own_property(env: EnvPtr, object: Val, key: Val, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        let key = key.local(scope)?;
        result.check()?;
        let object = object_of(scope, object)?;
        let key = v8::Local::<v8::Name>::try_from(key).map_err(|_| Status::NameExpected)?;
        result.set(object.has_own_property(scope, key).ok_or(Status::GenericFailure)?)
    })
}

// ---- by name ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_set_named_property(env: EnvPtr, object: Val, name: In<c_char>, value: Val) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        let object = object_of(scope, object)?;
        let key = strings::key(scope, name.terminated()?)?;
        object.set(scope, key.into(), value).filter(|set| *set).ok_or(Status::InvalidArg).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_has_named_property(env: EnvPtr, object: Val, name: In<c_char>, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        let key = strings::key(scope, name.terminated()?)?;
        result.set(object.has(scope, key.into()).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_named_property(env: EnvPtr, object: Val, name: In<c_char>, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        let key = strings::key(scope, name.terminated()?)?;
        result.set(object.get(scope, key.into()).ok_or(Status::GenericFailure)?)
    })
}

// ---- by index ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_set_element(env: EnvPtr, object: Val, index: u32, value: Val) -> Status {
    env.script(|_, scope| {
        let value = value.local(scope)?;
        let object = object_of(scope, object)?;
        object.set_index(scope, index, value).filter(|set| *set).ok_or(Status::InvalidArg).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_has_element(env: EnvPtr, object: Val, index: u32, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        result.set(object.has_index(scope, index).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_element(env: EnvPtr, object: Val, index: u32, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        result.set(object.get_index(scope, index).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_delete_element(env: EnvPtr, object: Val, index: u32, result: Out<bool>) -> Status {
    env.script(|_, scope| {
        let object = object_of(scope, object)?;
        result.set_optional(object.delete_index(scope, index).ok_or(Status::GenericFailure)?);
        Ok(())
    })
}

// ---- names ----

/// `napi_key_own_only`; 0 includes the prototypes.
const OWN_ONLY: i32 = 1;
/// `napi_key_numbers_to_strings`; 0 keeps numbers.
const NUMBERS_TO_STRINGS: i32 = 1;
/// `napi_key_enumerable` and `napi_key_skip_symbols`.
const STRING_KEYS: i32 = 1 << 1 | 1 << 4;

fn filter(bits: i32) -> PropertyFilter {
    let parts = [
        PropertyFilter::ONLY_WRITABLE,
        PropertyFilter::ONLY_ENUMERABLE,
        PropertyFilter::ONLY_CONFIGURABLE,
        PropertyFilter::SKIP_STRINGS,
        PropertyFilter::SKIP_SYMBOLS,
    ];
    let chosen = parts.into_iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0);
    chosen.fold(PropertyFilter::ALL_PROPERTIES, |all, (_, part)| all | part)
}

fn names(env: EnvPtr, object: Val, mode: i32, bits: i32, conversion: i32, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        let mode = match mode {
            0 => KeyCollectionMode::IncludePrototypes,
            OWN_ONLY => KeyCollectionMode::OwnOnly,
            _ => return Err(Status::InvalidArg),
        };
        let key_conversion = match conversion {
            0 => KeyConversionMode::KeepNumbers,
            NUMBERS_TO_STRINGS => KeyConversionMode::ConvertToString,
            _ => return Err(Status::InvalidArg),
        };
        let wanted = GetPropertyNamesArgs {
            mode,
            property_filter: filter(bits),
            index_filter: IndexFilter::IncludeIndices,
            key_conversion,
        };
        result.set(object.get_property_names(scope, wanted).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_property_names(env: EnvPtr, object: Val, result: Out<Val>) -> Status {
    names(env, object, 0, STRING_KEYS, NUMBERS_TO_STRINGS, result)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_all_property_names(
    env: EnvPtr,
    object: Val,
    mode: i32,
    filter: i32,
    conversion: i32,
    result: Out<Val>,
) -> Status {
    names(env, object, mode, filter, conversion, result)
}

// ---- prototypes and integrity ----

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_prototype(env: EnvPtr, object: Val, result: Out<Val>) -> Status {
    env.script(|_, scope| {
        result.check()?;
        let object = object_of(scope, object)?;
        result.set(object.get_prototype(scope).ok_or(Status::GenericFailure)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_set_prototype(env: EnvPtr, object: Val, prototype: Val) -> Status {
    env.script(|_, scope| {
        let prototype = prototype.local(scope)?;
        let object = object_of(scope, object)?;
        object.set_prototype(scope, prototype).filter(|set| *set).ok_or(Status::InvalidArg).map(drop)
    })
}

fn set_integrity(env: EnvPtr, object: Val, level: v8::IntegrityLevel) -> Status {
    env.script(|_, scope| {
        let object = object_of(scope, object)?;
        object.set_integrity_level(scope, level).filter(|set| *set).ok_or(Status::GenericFailure).map(drop)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_object_freeze(env: EnvPtr, object: Val) -> Status {
    set_integrity(env, object, v8::IntegrityLevel::Frozen)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_object_seal(env: EnvPtr, object: Val) -> Status {
    set_integrity(env, object, v8::IntegrityLevel::Sealed)
}
