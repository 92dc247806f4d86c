//! The global object of a contextified object: reads look at the object first, writes go to it.
//!
//! What each interceptor does is observable behaviour of Node: `var` and function declarations appear on the object, deleting goes through
//! to it, accessors on it are called, and a strict-mode assignment to an undeclared name still throws.

use std::cell::Cell;

use runtime::v8::{self, Intercepted};

type Key<'s> = v8::Local<'s, v8::Name>;
type Arguments<'s> = v8::PropertyCallbackArguments<'s>;

thread_local! {
    /// A context is being made.
    static IS_MAKING: Cell<bool> = const { Cell::new(false) };
}

/// Makes a context. V8 reads names such as `Math` from the new global meanwhile and takes what it finds for its own, so the object is
/// not asked before that is over.
pub(crate) fn while_making<T>(make: impl FnOnce() -> T) -> T {
    IS_MAKING.set(true);
    let made = make();
    IS_MAKING.set(false);
    made
}

/// The template of a global object that mirrors `sandbox`.
pub(crate) fn template<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    sandbox: v8::Local<'s, v8::Object>,
) -> v8::Local<'s, v8::ObjectTemplate> {
    let template = v8::ObjectTemplate::new(scope);
    let named = v8::NamedPropertyHandlerConfiguration::new()
        .getter(named_getter)
        .setter(named_setter)
        .query(named_query)
        .deleter(named_deleter)
        .enumerator(named_enumerator)
        .definer(named_definer)
        .descriptor(named_descriptor)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT)
        .data(sandbox.into());
    template.set_named_property_handler(named);
    let indexed = v8::IndexedPropertyHandlerConfiguration::new()
        .getter(indexed_getter)
        .setter(indexed_setter)
        .query(indexed_query)
        .deleter(indexed_deleter)
        .enumerator(indexed_enumerator)
        .definer(indexed_definer)
        .descriptor(indexed_descriptor)
        .flags(v8::PropertyHandlerFlags::HAS_NO_SIDE_EFFECT)
        .data(sandbox.into());
    template.set_indexed_property_handler(indexed);
    template
}

/// The two objects of a contextified global.
#[derive(Clone, Copy)]
struct Mirror<'s> {
    sandbox: v8::Local<'s, v8::Object>,
    global: v8::Local<'s, v8::Object>,
}

impl<'s> Mirror<'s> {
    fn of(arguments: &Arguments<'s>) -> Option<Mirror<'s>> {
        if IS_MAKING.get() {
            return None;
        }
        let sandbox = v8::Local::<v8::Object>::try_from(arguments.data()).ok()?;
        Some(Mirror { sandbox, global: arguments.holder() })
    }

    /// Reads a property; `None` if neither object has it or a getter threw.
    fn read(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>) -> Option<v8::Local<'s, v8::Value>> {
        let value = self.sandbox.get_real_named_property(scope, key);
        let value = value.or_else(|| self.global.get_real_named_property(scope, key))?;
        // The object may refer to itself; inside the context that is the global.
        Some(if value == self.sandbox { self.global.into() } else { value })
    }

    /// Writes a property. V8 does not tell `x = 1` from `this.x = 1` here, so an undeclared `x` is stored in strict mode too; V8 then throws
    /// the ReferenceError all the same.
    fn write(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>, value: v8::Local<'s, v8::Value>) -> Intercepted {
        let on_global = self.global.get_real_named_property_attributes(scope, key);
        let on_sandbox = self.sandbox.get_real_named_property_attributes(scope, key);
        if [&on_global, &on_sandbox].into_iter().flatten().any(v8::PropertyAttribute::is_read_only) {
            return Intercepted::kNo;
        }
        let declared = on_global.is_some() || on_sandbox.is_some();
        if !declared && key.is_symbol() {
            return Intercepted::kNo;
        }
        let has_accessor = on_sandbox.is_some() && self.sandbox_has_accessor(scope, key);
        let stored = self.sandbox.set(scope, key.into(), value);
        match has_accessor || stored.is_none() {
            true => Intercepted::kYes,
            false => Intercepted::kNo,
        }
    }

    fn sandbox_has_accessor(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>) -> bool {
        let descriptor = self.sandbox.get_own_property_descriptor(scope, key);
        let Some(descriptor) = descriptor.and_then(|descriptor| v8::Local::<v8::Object>::try_from(descriptor).ok())
        else {
            return false;
        };
        ["get", "set"].into_iter().any(|name| {
            let name = runtime::engine::string(scope, name);
            descriptor.has_own_property(scope, name.into()) == Some(true)
        })
    }

    fn attributes(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>) -> Option<v8::PropertyAttribute> {
        if self.sandbox.has_real_named_property(scope, key) == Some(true) {
            return self.sandbox.get_real_named_property_attributes(scope, key);
        }
        match self.global.has_real_named_property(scope, key) {
            Some(true) => self.global.get_real_named_property_attributes(scope, key),
            _ => None,
        }
    }

    fn define(self, scope: &mut v8::PinScope<'s, '_>, key: Key<'s>, descriptor: &v8::PropertyDescriptor) {
        let on_global = self.global.get_real_named_property_attributes(scope, key);
        // A property that can change neither here nor there.
        if on_global.is_some_and(|attributes| attributes.is_read_only() && attributes.is_dont_delete()) {
            return;
        }
        let mut copy = copy_of(scope, descriptor);
        if descriptor.has_enumerable() {
            copy.set_enumerable(descriptor.enumerable());
        }
        if descriptor.has_configurable() {
            copy.set_configurable(descriptor.configurable());
        }
        // A refusal shows when V8 defines the property on the global itself.
        let _ = self.sandbox.define_property(scope, key, &copy);
    }
}

fn copy_of(scope: &mut v8::PinScope<'_, '_>, descriptor: &v8::PropertyDescriptor) -> v8::PropertyDescriptor {
    let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
    if descriptor.has_get() || descriptor.has_set() {
        let get = if descriptor.has_get() { descriptor.get() } else { undefined };
        let set = if descriptor.has_set() { descriptor.set() } else { undefined };
        return v8::PropertyDescriptor::new_from_get_set(get, set);
    }
    let value = if descriptor.has_value() { descriptor.value() } else { undefined };
    match descriptor.has_writable() {
        true => v8::PropertyDescriptor::new_from_value_writable(value, descriptor.writable()),
        false => v8::PropertyDescriptor::new_from_value(value),
    }
}

fn named_getter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let Some(mirror) = Mirror::of(&arguments) else { return Intercepted::kNo };
    v8::tc_scope!(let scope, scope);
    match mirror.read(scope, key) {
        Some(value) => rv.set(value),
        None if scope.has_caught() => drop(scope.rethrow()),
        None => return Intercepted::kNo,
    }
    Intercepted::kYes
}

fn named_setter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    value: v8::Local<'s, v8::Value>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let Some(mirror) = Mirror::of(&arguments) else { return Intercepted::kNo };
    let intercepted = mirror.write(scope, key, value);
    if matches!(intercepted, Intercepted::kYes) {
        rv.set_bool(true);
    }
    intercepted
}

fn named_query<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Integer>,
) -> Intercepted {
    match Mirror::of(&arguments).and_then(|mirror| mirror.attributes(scope, key)) {
        Some(attributes) => {
            rv.set_uint32(attributes.as_u32());
            Intercepted::kYes
        }
        None => Intercepted::kNo,
    }
}

fn named_deleter<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    let deleted = Mirror::of(&arguments).and_then(|mirror| mirror.sandbox.delete(scope, key.into()));
    if deleted == Some(true) {
        return Intercepted::kNo;
    }
    rv.set_bool(false);
    Intercepted::kYes
}

/// The keys of the object that are no indices.
fn named_enumerator<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    let Some(mirror) = Mirror::of(&arguments) else { return };
    let wanted = v8::GetPropertyNamesArgs {
        mode: v8::KeyCollectionMode::OwnOnly,
        property_filter: v8::PropertyFilter::ALL_PROPERTIES,
        index_filter: v8::IndexFilter::SkipIndices,
        key_conversion: v8::KeyConversionMode::ConvertToString,
    };
    if let Some(names) = mirror.sandbox.get_property_names(scope, wanted) {
        rv.set(names);
    }
}

fn named_definer<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    descriptor: &v8::PropertyDescriptor,
    arguments: Arguments<'s>,
    _rv: v8::ReturnValue<'_, v8::Boolean>,
) -> Intercepted {
    if let Some(mirror) = Mirror::of(&arguments) {
        mirror.define(scope, key, descriptor);
    }
    Intercepted::kNo
}

fn named_descriptor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Key<'s>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let Some(mirror) = Mirror::of(&arguments) else { return Intercepted::kNo };
    if mirror.sandbox.has_own_property(scope, key) != Some(true) {
        return Intercepted::kNo;
    }
    if let Some(descriptor) = mirror.sandbox.get_own_property_descriptor(scope, key) {
        rv.set(descriptor);
        return Intercepted::kYes;
    }
    Intercepted::kNo
}

/// An index as the property name it is.
fn name_of<'s>(scope: &mut v8::PinScope<'s, '_>, index: u32) -> Key<'s> {
    runtime::engine::string(scope, &index.to_string()).into()
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

/// Only the keys of the object that are indices.
fn indexed_enumerator<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    arguments: Arguments<'s>,
    mut rv: v8::ReturnValue<'_, v8::Array>,
) {
    let Some(mirror) = Mirror::of(&arguments) else { return };
    let wanted = v8::GetPropertyNamesArgs {
        mode: v8::KeyCollectionMode::OwnOnly,
        property_filter: v8::PropertyFilter::ALL_PROPERTIES,
        index_filter: v8::IndexFilter::IncludeIndices,
        key_conversion: v8::KeyConversionMode::KeepNumbers,
    };
    let Some(names) = mirror.sandbox.get_property_names(scope, wanted) else { return };
    let indices: Vec<_> =
        (0..names.length()).filter_map(|at| names.get_index(scope, at)).filter(|name| name.is_uint32()).collect();
    rv.set(v8::Array::new_with_elements(scope, &indices));
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

fn indexed_descriptor<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    index: u32,
    arguments: Arguments<'s>,
    rv: v8::ReturnValue<'_, v8::Value>,
) -> Intercepted {
    let key = name_of(scope, index);
    named_descriptor(scope, key, arguments, rv)
}
