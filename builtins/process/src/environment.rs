//! The object `process.env`: what a program does to it, it does to the variables that JavaScript keeps, and to the process.
//!
//! It is an object with interceptors rather than a proxy, as in Node: it can be cloned, and nobody takes it for a proxy.

use std::cell::Cell;

use runtime::engine::string;
use runtime::v8::{self, Intercepted, MapFnTo};
use runtime::{OpError, Thrown, op};

use crate::environment_trace::{Access, tell};

type Key<'s> = v8::Local<'s, v8::Name>;
type Arguments<'s> = v8::PropertyCallbackArguments<'s>;

/// Name of the private property by which the variables know the functions.
const FUNCTIONS: &str = "anode:environment";
/// The internal field of the object that has the variables.
const VARIABLES: usize = 0;
/// Places of the functions.
const REFRESH: u32 = 0;
const SET: u32 = 1;
const DEFINE: u32 = 2;
const REMOVE: u32 = 3;

thread_local! {
    /// Another thread may change the variables too.
    static IS_SHARED: Cell<bool> = const { Cell::new(false) };
}

/// Makes the object of `variables`, an object of strings without a prototype. The functions are `refresh()`, called before each access once the
/// variables are shared, and those that change them: `set(name, value)`, `define(name, value, isAccessor, isOrdinary)` and `remove(name)`.
#[op]
pub(crate) fn make_environment<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    variables: v8::Local<'s, v8::Object>,
    functions: v8::Local<'s, v8::Array>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let key = functions_key(scope);
    variables.set_private(scope, key, functions.into());
    let template = v8::ObjectTemplate::new(scope);
    // Not data of the interceptors: a template belongs to no context, and a snapshot would have the objects of this one twice.
    template.set_internal_field_count(1);
    let named = v8::NamedPropertyHandlerConfiguration::new()
        .getter(named_getter)
        .setter(named_setter)
        .query(named_query)
        .deleter(named_deleter)
        .enumerator(named_enumerator)
        .definer(named_definer)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT);
    template.set_named_property_handler(named);
    let indexed = v8::IndexedPropertyHandlerConfiguration::new()
        .getter(indexed_getter)
        .setter(indexed_setter)
        .query(indexed_query)
        .deleter(indexed_deleter)
        .enumerator(indexed_enumerator)
        .definer(indexed_definer)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT);
    template.set_indexed_property_handler(indexed);
    let environment = template.new_instance(scope).ok_or(Thrown)?;
    environment.set_internal_field(VARIABLES, variables.into());
    Ok(environment)
}

/// From now on the variables are shared with other threads.
#[op]
pub(crate) fn share_environment() {
    IS_SHARED.set(true);
}

fn functions_key<'s>(scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Private> {
    let name = string(scope, FUNCTIONS);
    v8::Private::for_api(scope, Some(name))
}

/// What a startup snapshot refers to.
pub(crate) fn references() -> Vec<v8::ExternalReference> {
    vec![
        v8::ExternalReference { named_getter: named_getter.map_fn_to() },
        v8::ExternalReference { named_setter: named_setter.map_fn_to() },
        v8::ExternalReference { named_query: named_query.map_fn_to() },
        v8::ExternalReference { named_deleter: named_deleter.map_fn_to() },
        v8::ExternalReference { enumerator: named_enumerator.map_fn_to() },
        v8::ExternalReference { named_definer: named_definer.map_fn_to() },
        v8::ExternalReference { indexed_getter: indexed_getter.map_fn_to() },
        v8::ExternalReference { indexed_setter: indexed_setter.map_fn_to() },
        v8::ExternalReference { indexed_query: indexed_query.map_fn_to() },
        v8::ExternalReference { indexed_deleter: indexed_deleter.map_fn_to() },
        v8::ExternalReference { enumerator: indexed_enumerator.map_fn_to() },
        v8::ExternalReference { indexed_definer: indexed_definer.map_fn_to() },
    ]
}

/// The variables behind the object.
#[derive(Clone, Copy)]
struct Variables<'s>(v8::Local<'s, v8::Object>);

impl<'s> Variables<'s> {
    /// Up to date, for an access.
    fn of(scope: &mut v8::PinScope<'s, '_>, arguments: &Arguments<'s>, access: Access<'s>) -> Option<Variables<'s>> {
        tell(scope, access);
        let variables = Variables(arguments.holder().get_internal_field(scope, VARIABLES)?.try_into().ok()?);
        if IS_SHARED.get() {
            variables.call(scope, REFRESH, &[])?;
        }
        Some(variables)
    }

    /// The value of one, a string.
    fn read(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>) -> Option<v8::Local<'s, v8::Value>> {
        if key.is_symbol() {
            return None;
        }
        self.0.get(scope, key.into()).filter(|value| !value.is_undefined())
    }

    /// Calls one of the functions; nothing when it throws.
    fn call(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        place: u32,
        arguments: &[v8::Local<'s, v8::Value>],
    ) -> Option<v8::Local<'s, v8::Value>> {
        let key = functions_key(scope);
        let functions: v8::Local<'_, v8::Array> = self.0.get_private(scope, key)?.try_into().ok()?;
        let function: v8::Local<'_, v8::Function> = functions.get_index(scope, place)?.try_into().ok()?;
        let receiver = v8::undefined(scope);
        function.call(scope, receiver.into(), arguments)
    }

    /// The names; of those the ones that are indices, or the others.
    fn names(self, scope: &mut v8::PinScope<'s, '_>, indices: bool) -> Option<v8::Local<'s, v8::Array>> {
        let wanted = v8::GetPropertyNamesArgs {
            mode: v8::KeyCollectionMode::OwnOnly,
            property_filter: v8::PropertyFilter::SKIP_SYMBOLS,
            index_filter: if indices { v8::IndexFilter::IncludeIndices } else { v8::IndexFilter::SkipIndices },
            key_conversion: v8::KeyConversionMode::KeepNumbers,
        };
        let names = self.0.get_property_names(scope, wanted)?;
        if !indices {
            return Some(names);
        }
        let all = (0..names.length()).filter_map(|at| names.get_index(scope, at));
        let indices: Vec<_> = all.filter(|name| name.is_uint32()).collect();
        Some(v8::Array::new_with_elements(scope, &indices))
    }
}

fn named_getter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let Some(value) =
        Variables::of(scope, &arguments, Access::Get(key)).and_then(|variables| variables.read(scope, key))
    else {
        return Intercepted::kNo;
    };
    rv.set(value);
    Intercepted::kYes
}

fn named_setter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    value: v8::Local<'s, v8::Value>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    if let Some(variables) = Variables::of(scope, &arguments, Access::Set(key))
        && variables.call(scope, SET, &[key.into(), value]).is_some()
    {
        rv.set_bool(true);
    }
    Intercepted::kYes
}

fn named_query<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    if Variables::of(scope, &arguments, Access::Query(key)).and_then(|variables| variables.read(scope, key)).is_none() {
        return Intercepted::kNo;
    }
    rv.set_uint32(v8::PropertyAttribute::NONE.as_u32());
    Intercepted::kYes
}

fn named_deleter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    if let Some(variables) = Variables::of(scope, &arguments, Access::Delete(key)).filter(|_| !key.is_symbol()) {
        variables.call(scope, REMOVE, &[key.into()]);
    }
    rv.set_bool(true);
    Intercepted::kYes
}

fn named_enumerator<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    if let Some(names) =
        Variables::of(scope, &arguments, Access::Enumerate).and_then(|variables| variables.names(scope, false))
    {
        rv.set(names);
    }
}

fn named_definer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    descriptor: &v8::PropertyDescriptor,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let is_accessor = descriptor.has_get() || descriptor.has_set();
    let is_ordinary = descriptor.has_value()
        && (descriptor.has_configurable() && descriptor.configurable())
        && (descriptor.has_writable() && descriptor.writable())
        && (descriptor.has_enumerable() && descriptor.enumerable());
    let value = match descriptor.has_value() {
        true => v8::Local::new(scope, descriptor.value()),
        false => v8::undefined(scope).into(),
    };
    let is_accessor = v8::Boolean::new(scope, is_accessor);
    let is_ordinary = v8::Boolean::new(scope, is_ordinary);
    let told = [key.into(), value, is_accessor.into(), is_ordinary.into()];
    if let Some(variables) = Variables::of(scope, &arguments, Access::Set(key))
        && variables.call(scope, DEFINE, &told).is_some()
    {
        rv.set_bool(true);
    }
    Intercepted::kYes
}

/// An index as the name it is.
fn name_of<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> Key<'s> {
    string(scope, &index.to_string()).into()
}

fn indexed_getter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_getter(scope, key, arguments, rv)
}

fn indexed_setter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    value: v8::Local<'s, v8::Value>,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_setter(scope, key, value, arguments, rv)
}

fn indexed_query<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_query(scope, key, arguments, rv)
}

fn indexed_deleter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_deleter(scope, key, arguments, rv)
}

fn indexed_enumerator<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    if let Some(indices) =
        Variables::of(scope, &arguments, Access::Untold).and_then(|variables| variables.names(scope, true))
    {
        rv.set(indices);
    }
}

fn indexed_definer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    descriptor: &v8::PropertyDescriptor,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_definer(scope, key, descriptor, arguments, rv)
}
