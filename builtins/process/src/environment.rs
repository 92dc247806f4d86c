//! The object `process.env`: what a program does to it, it does to the variables that JavaScript keeps, and to the process.
//!
//! It is an object with interceptors rather than a proxy, as in Node: it can be cloned, and nobody takes it for a proxy.

use std::cell::Cell;

use runtime::engine::interceptors::{self, Arguments, Interceptor, Key, Keys};
use runtime::engine::string;
use runtime::v8::{self, Intercepted};
use runtime::{OpError, Thrown, op};

use crate::environment_trace::{Access, tell};

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
    interceptors::install::<Environment>(template, None);
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
    interceptors::references::<Environment>()
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
}

/// Answers for `process.env`.
struct Environment;

impl Interceptor for Environment {
    fn get<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Value>,
    ) -> Intercepted {
        let variables = Variables::of(scope, arguments, Access::Get(key));
        let Some(value) = variables.and_then(|variables| variables.read(scope, key)) else { return Intercepted::kNo };
        result.set(value);
        Intercepted::kYes
    }

    fn set<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        value: v8::Local<'s, v8::Value>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted {
        if let Some(variables) = Variables::of(scope, arguments, Access::Set(key))
            && variables.call(scope, SET, &[key.into(), value]).is_some()
        {
            result.set_bool(true);
        }
        Intercepted::kYes
    }

    fn query<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
    ) -> Option<v8::PropertyAttribute> {
        let variables = Variables::of(scope, arguments, Access::Query(key))?;
        variables.read(scope, key).map(|_| v8::PropertyAttribute::NONE)
    }

    fn delete<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Boolean>,
    ) -> Intercepted {
        if let Some(variables) = Variables::of(scope, arguments, Access::Delete(key)).filter(|_| !key.is_symbol()) {
            variables.call(scope, REMOVE, &[key.into()]);
        }
        result.set_bool(true);
        Intercepted::kYes
    }

    fn enumerate<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        keys: Keys,
        arguments: &Arguments<'s>,
    ) -> Option<v8::Local<'s, v8::Array>> {
        // V8 asks for both sorts, which a program did once.
        let access = if keys == Keys::Names { Access::Enumerate } else { Access::Untold };
        let Variables(variables) = Variables::of(scope, arguments, access)?;
        interceptors::own_keys(scope, variables, keys, v8::PropertyFilter::SKIP_SYMBOLS)
    }

    fn define<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        key: Key<'s>,
        descriptor: &v8::PropertyDescriptor,
        arguments: &Arguments<'s>,
        mut result: v8::ReturnValue<'_, v8::Boolean>,
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
        if let Some(variables) = Variables::of(scope, arguments, Access::Set(key))
            && variables.call(scope, DEFINE, &told).is_some()
        {
            result.set_bool(true);
        }
        Intercepted::kYes
    }
}
