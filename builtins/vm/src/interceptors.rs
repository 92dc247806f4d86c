//! The global object of a contextified object: reads look at the object first, writes go to it.
//!
//! What each interceptor does is observable behaviour of Node: `var` and function declarations appear on the object, deleting goes through
//! to it, accessors on it are called, and a strict-mode assignment to an undeclared name still throws.

use std::cell::Cell;

use runtime::engine::interceptors::{self, Arguments, Interceptor, Key, Keys};
use runtime::v8::{self, Intercepted};

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
    interceptors::install::<Contextified>(template, Some(sandbox.into()));
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

/// Answers for the global objects.
struct Contextified;

impl Interceptor for Contextified {
    const DESCRIBES: bool = true;

    fn get<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Value>,
    ) -> Intercepted {
        let Some(mirror) = Mirror::of(arguments) else { return Intercepted::kNo };
        v8::tc_scope!(let scope, scope);
        match mirror.read(scope, key) {
            Some(value) => result.set(value),
            None if scope.has_caught() => drop(scope.rethrow()),
            None => return Intercepted::kNo,
        }
        Intercepted::kYes
    }

    fn set<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        value: v8::Local<'s, v8::Value>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted {
        let Some(mirror) = Mirror::of(arguments) else { return Intercepted::kNo };
        let intercepted = mirror.write(scope, key, value);
        if matches!(intercepted, Intercepted::kYes) {
            result.set_bool(true);
        }
        intercepted
    }

    fn query<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
    ) -> Option<v8::PropertyAttribute> {
        Mirror::of(arguments)?.attributes(scope, key)
    }

    fn delete<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted {
        let deleted = Mirror::of(arguments).and_then(|mirror| mirror.sandbox.delete(scope, key.into()));
        if deleted == Some(true) {
            return Intercepted::kNo;
        }
        result.set_bool(false);
        Intercepted::kYes
    }

    fn enumerate<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        keys: Keys,
        arguments: &Arguments<'s>,
    ) -> Option<v8::Local<'s, v8::Array>> {
        let mirror = Mirror::of(arguments)?;
        interceptors::own_keys(scope, mirror.sandbox, keys, v8::PropertyFilter::ALL_PROPERTIES)
    }

    fn define<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        descriptor: &v8::PropertyDescriptor,
        arguments: &Arguments<'s>,
        _result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted {
        if let Some(mirror) = Mirror::of(arguments) {
            mirror.define(scope, key, descriptor);
        }
        Intercepted::kNo
    }

    fn describe<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
    ) -> Option<v8::Local<'s, v8::Value>> {
        let mirror = Mirror::of(arguments)?;
        if mirror.sandbox.has_own_property(scope, key) != Some(true) {
            return None;
        }
        mirror.sandbox.get_own_property_descriptor(scope, key)
    }
}
