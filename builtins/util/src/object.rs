//! The insides of objects that JavaScript cannot reach.

use runtime::engine::string;
use runtime::{op, v8};

/// `[target, handler]` of a proxy, both null once it is revoked; undefined for another value.
#[op]
pub(crate) fn proxy_details<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    value: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::Value> {
    match v8::Local::<v8::Proxy>::try_from(value) {
        Ok(proxy) => {
            let parts = [proxy.get_target(scope), proxy.get_handler(scope)];
            v8::Array::new_with_elements(scope, &parts).into()
        }
        Err(_) => v8::undefined(scope).into(),
    }
}

/// `[state, result]` of a promise: 0 pending (no result), 1 fulfilled, 2 rejected.
#[op]
pub(crate) fn promise_details<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    promise: v8::Local<'s, v8::Promise>,
) -> v8::Local<'s, v8::Array> {
    let state = match promise.state() {
        v8::PromiseState::Pending => 0,
        v8::PromiseState::Fulfilled => 1,
        v8::PromiseState::Rejected => 2,
    };
    let state = v8::Integer::new(scope, state).into();
    if promise.state() == v8::PromiseState::Pending {
        return v8::Array::new_with_elements(scope, &[state]);
    }
    let result = promise.result(scope);
    v8::Array::new_with_elements(scope, &[state, result])
}

/// `[entries, isKeyed]`: what a collection holds or an iterator of one has still to give. With `isKeyed` the entries are keys and values in turn.
#[op]
pub(crate) fn preview_entries<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
) -> v8::Local<'s, v8::Array> {
    let (entries, is_keyed) = object.preview_entries(scope);
    let entries = entries.unwrap_or_else(|| v8::Array::new(scope, 0));
    let is_keyed = v8::Boolean::new(scope, is_keyed);
    v8::Array::new_with_elements(scope, &[entries.into(), is_keyed.into()])
}

/// Own keys that are not array indices, symbols included.
#[op]
pub(crate) fn own_non_index_properties<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    only_enumerable: bool,
) -> Result<v8::Local<'s, v8::Array>, runtime::engine::Thrown> {
    let filter = if only_enumerable { v8::PropertyFilter::ONLY_ENUMERABLE } else { v8::PropertyFilter::ALL_PROPERTIES };
    let args = v8::GetPropertyNamesArgs {
        mode: v8::KeyCollectionMode::OwnOnly,
        property_filter: filter,
        index_filter: v8::IndexFilter::SkipIndices,
        key_conversion: v8::KeyConversionMode::KeepNumbers,
    };
    object.get_property_names(scope, args).ok_or(runtime::engine::Thrown)
}

/// The name of the constructor that V8 remembers, whatever happened to the prototype since.
#[op]
pub(crate) fn constructor_name<'s>(scope: &mut v8::PinScope<'s, '_>, object: v8::Local<'s, v8::Object>) -> String {
    object.get_constructor_name().to_rust_string_lossy(scope)
}

/// The address of an external value, in hexadecimal.
#[op]
pub(crate) fn external_address(external: v8::Local<'_, v8::External>) -> String {
    format!("{:x}", external.value() as usize)
}

/// `Function`, `AsyncFunction`, `GeneratorFunction` or `AsyncGeneratorFunction`.
#[op]
pub(crate) fn function_kind<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    function: v8::Local<'s, v8::Value>,
) -> v8::Local<'s, v8::String> {
    string(
        scope,
        match (function.is_async_function(), function.is_generator_function()) {
            (false, false) => "Function",
            (true, false) => "AsyncFunction",
            (false, true) => "GeneratorFunction",
            (true, true) => "AsyncGeneratorFunction",
        },
    )
}
