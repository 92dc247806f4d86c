//! One number for what an object is to the engine: `util.inspect` and the comparisons ask once per object.

use runtime::engine::is_ordinary_object;
use runtime::{op, v8};

/// In the order of `internal:util/inspect/kinds`.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Proxy,
    Array,
    Set,
    Map,
    TypedArray,
    MapIterator,
    SetIterator,
    Arguments,
    Function,
    RegExp,
    Date,
    Error,
    ArrayBuffer,
    SharedArrayBuffer,
    DataView,
    Promise,
    WeakSet,
    WeakMap,
    ModuleNamespace,
    Boxed,
    External,
}

/// The kind of an object; `Plain` for objects of no special type.
#[op(fast)]
pub(crate) fn kind_of(value: v8::Local<'_, v8::Value>) -> i32 {
    classify(value) as i32
}

fn classify(value: v8::Local<'_, v8::Value>) -> Kind {
    // A proxy of a function is a function too, so proxies come first.
    match () {
        () if is_ordinary_object(value) => Kind::Plain,
        () if value.is_proxy() => Kind::Proxy,
        () if value.is_array() => Kind::Array,
        () if value.is_function() => Kind::Function,
        () if value.is_array_buffer_view() => view_kind(value),
        () if value.is_set() => Kind::Set,
        () if value.is_map() => Kind::Map,
        () if value.is_native_error() => Kind::Error,
        () if value.is_date() => Kind::Date,
        () if value.is_promise() => Kind::Promise,
        () if value.is_reg_exp() => Kind::RegExp,
        () => rare_kind(value),
    }
}

fn view_kind(value: v8::Local<'_, v8::Value>) -> Kind {
    if value.is_typed_array() { Kind::TypedArray } else { Kind::DataView }
}

fn rare_kind(value: v8::Local<'_, v8::Value>) -> Kind {
    match () {
        () if value.is_map_iterator() => Kind::MapIterator,
        () if value.is_set_iterator() => Kind::SetIterator,
        () if value.is_arguments_object() => Kind::Arguments,
        () if value.is_array_buffer() => Kind::ArrayBuffer,
        () if value.is_shared_array_buffer() => Kind::SharedArrayBuffer,
        () if value.is_weak_set() => Kind::WeakSet,
        () if value.is_weak_map() => Kind::WeakMap,
        () if value.is_module_namespace_object() => Kind::ModuleNamespace,
        () if is_boxed(value) => Kind::Boxed,
        () if value.is_external() => Kind::External,
        () => Kind::Plain,
    }
}

fn is_boxed(value: v8::Local<'_, v8::Value>) -> bool {
    value.is_number_object()
        || value.is_string_object()
        || value.is_boolean_object()
        || value.is_big_int_object()
        || value.is_symbol_object()
}
