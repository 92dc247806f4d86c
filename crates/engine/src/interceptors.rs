//! Objects whose properties native code answers for.
//!
//! V8 asks for names and for indices in ways of their own. To JavaScript an index is the name it is, so who answers does so once, by name.

use v8::{Intercepted, MapFnTo};

use crate::string;

/// A name or a symbol.
pub type Key<'s> = v8::Local<'s, v8::Name>;
/// What V8 tells of the object that is asked.
pub type Arguments<'s> = v8::PropertyCallbackArguments<'s>;

/// One of the two sorts of keys that V8 enumerates apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    Names,
    Indices,
}

/// Answers for the properties of an object. [`Intercepted::kNo`] lets V8 go on as though nobody had been asked.
pub trait Interceptor: 'static {
    /// Whether [`Interceptor::describe`] is asked; otherwise V8 makes descriptors of the attributes and the value.
    const DESCRIBES: bool = false;

    fn get<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        result: v8::ReturnValue<'_, v8::Value>,
    ) -> Intercepted;

    fn set<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        value: v8::Local<'s, v8::Value>,
        arguments: &Arguments<'s>,
        result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted;

    /// The attributes of a property that is there.
    fn query<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
    ) -> Option<v8::PropertyAttribute>;

    fn delete<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted;

    /// The keys of one sort; `None` when it cannot tell or has thrown.
    fn enumerate<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        keys: Keys,
        arguments: &Arguments<'s>,
    ) -> Option<v8::Local<'s, v8::Array>>;

    fn define<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        descriptor: &v8::PropertyDescriptor,
        arguments: &Arguments<'s>,
        result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted;

    /// The descriptor of a property that is there, as an object.
    fn describe<'s>(
        _scope: &mut v8::PinScope<'s, '_>,
        _key: Key<'s>,
        _arguments: &Arguments<'s>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        None
    }
}

/// Lets `I` answer for the objects of `template`. The callbacks find `data` among their arguments.
pub fn install<'s, I: Interceptor>(
    template: v8::Local<'s, v8::ObjectTemplate>,
    data: Option<v8::Local<'s, v8::Value>>,
) {
    let mut named = v8::NamedPropertyHandlerConfiguration::new()
        .getter(named_getter::<I>)
        .setter(named_setter::<I>)
        .query(named_query::<I>)
        .deleter(named_deleter::<I>)
        .enumerator(named_enumerator::<I>)
        .definer(named_definer::<I>)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT);
    let mut indexed = v8::IndexedPropertyHandlerConfiguration::new()
        .getter(indexed_getter::<I>)
        .setter(indexed_setter::<I>)
        .query(indexed_query::<I>)
        .deleter(indexed_deleter::<I>)
        .enumerator(indexed_enumerator::<I>)
        .definer(indexed_definer::<I>)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT);
    if I::DESCRIBES {
        named = named.descriptor(named_descriptor::<I>);
        indexed = indexed.descriptor(indexed_descriptor::<I>);
    }
    if let Some(data) = data {
        named = named.data(data);
        indexed = indexed.data(data);
    }
    template.set_named_property_handler(named);
    template.set_indexed_property_handler(indexed);
}

/// What a startup snapshot with objects of `I` refers to.
pub fn references<I: Interceptor>() -> Vec<v8::ExternalReference> {
    vec![
        v8::ExternalReference { named_getter: named_getter::<I>.map_fn_to() },
        v8::ExternalReference { named_setter: named_setter::<I>.map_fn_to() },
        v8::ExternalReference { named_query: named_query::<I>.map_fn_to() },
        v8::ExternalReference { named_deleter: named_deleter::<I>.map_fn_to() },
        v8::ExternalReference { enumerator: named_enumerator::<I>.map_fn_to() },
        v8::ExternalReference { named_definer: named_definer::<I>.map_fn_to() },
        v8::ExternalReference { indexed_getter: indexed_getter::<I>.map_fn_to() },
        v8::ExternalReference { indexed_setter: indexed_setter::<I>.map_fn_to() },
        v8::ExternalReference { indexed_query: indexed_query::<I>.map_fn_to() },
        v8::ExternalReference { indexed_deleter: indexed_deleter::<I>.map_fn_to() },
        v8::ExternalReference { enumerator: indexed_enumerator::<I>.map_fn_to() },
        v8::ExternalReference { indexed_definer: indexed_definer::<I>.map_fn_to() },
    ]
}

/// The own keys of one sort that an object has.
pub fn own_keys<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    object: v8::Local<'s, v8::Object>,
    keys: Keys,
    filter: v8::PropertyFilter,
) -> Option<v8::Local<'s, v8::Array>> {
    let wanted = v8::GetPropertyNamesArgs {
        mode: v8::KeyCollectionMode::OwnOnly,
        property_filter: filter,
        index_filter: match keys {
            Keys::Names => v8::IndexFilter::SkipIndices,
            Keys::Indices => v8::IndexFilter::IncludeIndices,
        },
        key_conversion: v8::KeyConversionMode::KeepNumbers,
    };
    let names = object.get_property_names(scope, wanted)?;
    if keys == Keys::Names {
        return Some(names);
    }
    let all = (0..names.length()).filter_map(|at| names.get_index(scope, at));
    let indices: Vec<_> = all.filter(|name| name.is_uint32()).collect();
    Some(v8::Array::new_with_elements(scope, &indices))
}

fn name_of<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> Key<'s> {
    string(scope, &index.to_string()).into()
}

fn named_getter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    I::get(scope, key, &arguments, result)
}

fn indexed_getter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let key = name_of(scope, index);
    I::get(scope, key, &arguments, result)
}

fn named_setter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    value: v8::Local<'s, v8::Value>,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    I::set(scope, key, value, &arguments, result)
}

fn indexed_setter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    value: v8::Local<'s, v8::Value>,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    I::set(scope, key, value, &arguments, result)
}

fn named_query<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut result: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    let Some(attributes) = I::query(scope, key, &arguments) else { return Intercepted::kNo };
    result.set_uint32(attributes.as_u32());
    Intercepted::kYes
}

fn indexed_query<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_query::<I>(scope, key, arguments, result)
}

fn named_deleter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    I::delete(scope, key, &arguments, result)
}

fn indexed_deleter<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    I::delete(scope, key, &arguments, result)
}

fn named_enumerator<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut result: v8::ReturnValue<'_, v8::Array>,
) {
    if let Some(names) = I::enumerate(scope, Keys::Names, &arguments) {
        result.set(names);
    }
}

fn indexed_enumerator<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut result: v8::ReturnValue<'_, v8::Array>,
) {
    if let Some(indices) = I::enumerate(scope, Keys::Indices, &arguments) {
        result.set(indices);
    }
}

fn named_definer<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    descriptor: &v8::PropertyDescriptor,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    I::define(scope, key, descriptor, &arguments, result)
}

fn indexed_definer<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    descriptor: &v8::PropertyDescriptor,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    I::define(scope, key, descriptor, &arguments, result)
}

fn named_descriptor<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut result: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let Some(descriptor) = I::describe(scope, key, &arguments) else { return Intercepted::kNo };
    result.set(descriptor);
    Intercepted::kYes
}

fn indexed_descriptor<'s, I: Interceptor>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    result: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_descriptor::<I>(scope, key, arguments, result)
}
