//! Functions and classes whose code is in the addon, and calling JavaScript's.

use std::cell::{Cell, RefCell};
use std::ffi::{c_char, c_void};

use runtime::v8::{self, FunctionCallbackArguments};

use crate::abi::{Callback, In, Out, PropertyDescriptor, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::env::Env;
use crate::objects::to_object;
use crate::strings;
use crate::tokens;

/// `napi_writable`.
const WRITABLE: i32 = 1;
/// `napi_enumerable`.
const ENUMERABLE: i32 = 1 << 1;
/// `napi_configurable`.
const CONFIGURABLE: i32 = 1 << 2;
/// `napi_static`: a property of the class itself.
const STATIC: i32 = 1 << 10;

/// What a JavaScript function calls.
struct Bundle {
    env: &'static Env,
    callback: Callback,
    data: *mut c_void,
    /// Frees the bundle when V8 has collected its function.
    collected: RefCell<Option<v8::Weak<v8::External>>>,
}

impl Bundle {
    /// A bundle as the data of a function; it lives as long as that data.
    fn create<'s>(
        env: &'static Env,
        scope: &mut v8::PinScope<'s, '_>,
        callback: Callback,
        data: *mut c_void,
    ) -> v8::Local<'s, v8::Value> {
        let bundle = Box::into_raw(Box::new(Bundle { env, callback, data, collected: RefCell::default() }));
        let external = v8::External::new(scope, bundle.cast());
        // SAFETY: the bundle was leaked above; this finalizer runs once, when no function refers to the external any more.
        let free = Box::new(move |_: &mut v8::Isolate| drop(unsafe { Box::from_raw(bundle) }));
        let weak = v8::Weak::with_finalizer(scope, external, free);
        // SAFETY: nobody else has the bundle yet.
        *unsafe { &*bundle }.collected.borrow_mut() = Some(weak);
        external.into()
    }
}

/// What `napi_callback_info` stands for, for the length of one call.
struct CallbackInfo<'a> {
    /// What the addon holds.
    number: usize,
    arguments: &'a FunctionCallbackArguments<'a>,
    data: *mut c_void,
    /// The call around this one.
    outer: *const CallbackInfo<'a>,
}

thread_local! {
    /// The innermost call of an addon's function on this thread.
    static RUNNING: Cell<*const CallbackInfo<'static>> = const { Cell::new(std::ptr::null()) };
}

/// Makes `info` the innermost call while this lives.
struct Running(*const CallbackInfo<'static>);

impl Running {
    fn begin(info: &CallbackInfo<'_>) -> Self {
        let info = std::ptr::from_ref(info).cast::<CallbackInfo<'static>>();
        Self(RUNNING.replace(info))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.set(self.0);
    }
}

/// The entry of every function of an addon.
unsafe extern "C" fn invoke(info: *const v8::FunctionCallbackInfo) {
    // SAFETY: V8 calls this with the information of the running call.
    let info = unsafe { &*info };
    let arguments = FunctionCallbackArguments::from_function_callback_info(info);
    // SAFETY: the data of these functions is always the external of a bundle.
    let external = unsafe { v8::Local::<v8::External>::cast_unchecked(arguments.data()) };
    // SAFETY: as above; `external` keeps the bundle alive.
    let bundle = unsafe { &*external.value().cast::<Bundle>() };
    // SAFETY: the isolate lives while it calls.
    let context = unsafe { bundle.env.context() };
    v8::callback_scope!(unsafe scope, context);
    let number = tokens::unique();
    let callback_info = CallbackInfo { number, arguments: &arguments, data: bundle.data, outer: RUNNING.get() };
    let running = Running::begin(&callback_info);
    // SAFETY: the addon gave a function of this type.
    let call = |env| unsafe { (bundle.callback)(env, tokens::pointer(number)) };
    let ((), exception) = bundle.env.call(scope, call, |scope, value| {
        if let Ok(value) = value.returned(scope) {
            v8::ReturnValue::from_function_callback_info(info).set(value);
        }
    });
    drop(running);
    if let Some(exception) = exception
        && !scope.is_execution_terminating()
    {
        let exception = v8::Local::new(scope, exception);
        scope.throw_exception(exception);
    }
}

/// The running call that the addon's pointer stands for.
fn info_of<'a>(info: *const c_void) -> Result<&'a CallbackInfo<'a>> {
    let mut running = RUNNING.get().cast::<CallbackInfo<'a>>();
    // SAFETY: `Running` keeps the list to calls that have not returned, and the caller is inside all of them.
    while let Some(one) = unsafe { running.as_ref() } {
        if one.number == info.addr() {
            return Ok(one);
        }
        running = one.outer;
    }
    Err(Status::InvalidArg)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_cb_info(
    env: EnvPtr,
    info: *const c_void,
    argument_count: Out<usize>,
    arguments: Out<Val>,
    this: Out<Val>,
    data: Out<*mut c_void>,
) -> Status {
    env.values(|_, scope| {
        let info = info_of(info)?;
        let given = usize::try_from(info.arguments.length()).unwrap_or(0);
        if arguments.is_wanted() {
            let room = argument_count.read()?;
            for (index, place) in arguments.slice(room).iter_mut().enumerate() {
                *place = match i32::try_from(index) {
                    Ok(at) if index < given => info.arguments.get(at).into(),
                    _ => v8::undefined(scope).into(),
                };
            }
        }
        argument_count.set_optional(given);
        if this.is_wanted() {
            this.set_optional(info.arguments.this());
        }
        data.set_optional(info.data);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_new_target(env: EnvPtr, info: *const c_void, result: Out<Val>) -> Status {
    env.values(|_, _| {
        let info = info_of(info)?;
        match info.arguments.is_construct_call() {
            true => result.set(info.arguments.new_target()),
            false => result.set(Val::NULL),
        }
    })
}

// ---- functions ----

fn function<'s>(
    env: &'static Env,
    scope: &mut v8::PinScope<'s, '_>,
    callback: Callback,
    data: *mut c_void,
) -> Result<v8::Local<'s, v8::Function>> {
    let data = Bundle::create(env, scope, callback, data);
    v8::Function::builder_raw(invoke).data(data).build(scope).ok_or(Status::GenericFailure)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_function(
    env: EnvPtr,
    name: In<c_char>,
    length: usize,
    callback: Option<Callback>,
    data: *mut c_void,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        result.check()?;
        let function = function(env, scope, callback.ok_or(Status::InvalidArg)?, data)?;
        if !name.is_null() {
            let name = strings::key(scope, name.text(length)?)?;
            function.set_name(name);
        }
        result.set(function)
    })
}

/// A function among the arguments.
fn function_of<'s>(scope: &v8::PinScope<'s, '_>, value: Val) -> Result<v8::Local<'s, v8::Function>> {
    value.cast(scope, Status::InvalidArg)
}

/// Arguments of a call.
pub(crate) fn values_of<'s>(
    scope: &v8::PinScope<'s, '_>,
    values: In<Val>,
    count: usize,
) -> Result<Vec<v8::Local<'s, v8::Value>>> {
    values.slice(count)?.iter().map(|value| value.local(scope)).collect()
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_call_function(
    env: EnvPtr,
    receiver: Val,
    function: Val,
    count: usize,
    arguments: In<Val>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        let receiver = receiver.local(scope)?;
        let arguments = values_of(scope, arguments, count)?;
        let function = function_of(scope, function)?;
        let value = function.call(scope, receiver, &arguments).ok_or(Status::GenericFailure)?;
        result.set_optional(value);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_new_instance(
    env: EnvPtr,
    constructor: Val,
    count: usize,
    arguments: In<Val>,
    result: Out<Val>,
) -> Status {
    env.script(|_, scope| {
        constructor.local(scope)?;
        let arguments = values_of(scope, arguments, count)?;
        result.check()?;
        let constructor = function_of(scope, constructor)?;
        result.set(constructor.new_instance(scope, &arguments).ok_or(Status::PendingException)?)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_instanceof(env: EnvPtr, object: Val, constructor: Val, result: Out<bool>) -> Status {
    env.script(|env, scope| {
        let object = object.local(scope)?;
        result.set(false)?;
        let constructor = constructor.local(scope)?;
        let constructor = to_object(scope, constructor)?;
        if !constructor.is_function() {
            env.throw(scope, Throw::Type, "ERR_NAPI_CONS_FUNCTION", "Constructor must be a function");
            return Err(Status::FunctionExpected);
        }
        result.set(object.instance_of(scope, constructor).ok_or(Status::GenericFailure)?)
    })
}

/// The class of an error that the interface itself throws.
pub(crate) enum Throw {
    Type,
    Range,
}

impl Env {
    /// Leaves an error with a code pending.
    pub(crate) fn throw(&self, scope: &mut v8::PinScope<'_, '_>, class: Throw, code: &str, message: &str) {
        use runtime::engine::{IntoException, JsError};
        let error = match class {
            Throw::Type => JsError::type_error(message.to_owned()),
            Throw::Range => JsError::range_error(message.to_owned()),
        };
        if let Some(error) = error.with_code(code.to_owned()).into_exception(scope) {
            self.keep_exception(scope, error);
        }
    }
}

// ---- properties ----

impl PropertyDescriptor {
    fn key<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Name>> {
        if self.utf8name.is_null() {
            return self.name.cast(scope, Status::NameExpected);
        }
        strings::key(scope, self.utf8name.terminated()?).map(Into::into)
    }

    fn has(&self, attribute: i32) -> bool {
        self.attributes & attribute != 0
    }

    fn is_accessor(&self) -> bool {
        self.getter.is_some() || self.setter.is_some()
    }

    /// The attributes as V8 counts them: what is forbidden. Whether an accessor is writable is not asked.
    fn attributes(&self) -> v8::PropertyAttribute {
        let mut attributes = v8::PropertyAttribute::NONE;
        if !self.is_accessor() && !self.has(WRITABLE) {
            attributes = attributes | v8::PropertyAttribute::READ_ONLY;
        }
        if !self.has(ENUMERABLE) {
            attributes = attributes | v8::PropertyAttribute::DONT_ENUM;
        }
        if !self.has(CONFIGURABLE) {
            attributes = attributes | v8::PropertyAttribute::DONT_DELETE;
        }
        attributes
    }

    /// Defines the property on an object.
    fn define<'s>(
        &self,
        env: &'static Env,
        scope: &mut v8::PinScope<'s, '_>,
        object: v8::Local<'s, v8::Object>,
    ) -> Result {
        let key = self.key(scope)?;
        let mut descriptor = self.descriptor(env, scope)?;
        descriptor.set_enumerable(self.has(ENUMERABLE));
        descriptor.set_configurable(self.has(CONFIGURABLE));
        let defined = object.define_property(scope, key, &descriptor);
        defined.filter(|defined| *defined).ok_or(Status::InvalidArg).map(drop)
    }

    fn descriptor<'s>(&self, env: &'static Env, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::PropertyDescriptor> {
        if self.is_accessor() {
            let getter = self.accessor(env, scope, self.getter)?;
            let setter = self.accessor(env, scope, self.setter)?;
            return Ok(v8::PropertyDescriptor::new_from_get_set(getter, setter));
        }
        let value = match self.method {
            Some(method) => function(env, scope, method, self.data)?.into(),
            None => self.value.local(scope)?,
        };
        Ok(v8::PropertyDescriptor::new_from_value_writable(value, self.has(WRITABLE)))
    }

    fn accessor<'s>(
        &self,
        env: &'static Env,
        scope: &mut v8::PinScope<'s, '_>,
        callback: Option<Callback>,
    ) -> Result<v8::Local<'s, v8::Value>> {
        match callback {
            Some(callback) => function(env, scope, callback, self.data).map(Into::into),
            None => Ok(v8::undefined(scope).into()),
        }
    }

    /// Puts the property on the prototype of a class.
    fn add_to_class<'s>(
        &self,
        env: &'static Env,
        scope: &mut v8::PinScope<'s, '_>,
        class: v8::Local<'s, v8::FunctionTemplate>,
    ) -> Result {
        let key = self.key(scope)?;
        let prototype = class.prototype_template(scope);
        if self.is_accessor() {
            let getter = self.getter.map(|getter| template(env, scope, getter, self.data, None));
            let setter = self.setter.map(|setter| template(env, scope, setter, self.data, None));
            prototype.set_accessor_property(key, getter, setter, self.attributes());
        } else if let Some(method) = self.method {
            let signature = v8::Signature::new(scope, class);
            let method = template(env, scope, method, self.data, Some(signature));
            prototype.set_with_attr(key, method.into(), self.attributes());
        } else {
            let value = self.value.local(scope)?;
            prototype.set_with_attr(key, value.into(), self.attributes());
        }
        Ok(())
    }
}

fn template<'s>(
    env: &'static Env,
    scope: &mut v8::PinScope<'s, '_>,
    callback: Callback,
    data: *mut c_void,
    signature: Option<v8::Local<'s, v8::Signature>>,
) -> v8::Local<'s, v8::FunctionTemplate> {
    let data = Bundle::create(env, scope, callback, data);
    let builder = v8::FunctionTemplate::builder_raw(invoke).data(data);
    match signature {
        Some(signature) => builder.signature(signature).build(scope),
        None => builder.build(scope),
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_define_properties(
    env: EnvPtr,
    object: Val,
    count: usize,
    properties: In<PropertyDescriptor>,
) -> Status {
    env.script(|env, scope| {
        let properties = properties.slice(count)?;
        let object = object.local(scope)?;
        let object = to_object(scope, object)?;
        properties.iter().try_for_each(|property| property.define(env, scope, object))
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_define_class(
    env: EnvPtr,
    name: In<c_char>,
    length: usize,
    constructor: Option<Callback>,
    data: *mut c_void,
    count: usize,
    properties: In<PropertyDescriptor>,
    result: Out<Val>,
) -> Status {
    env.script(|env, scope| {
        result.check()?;
        let constructor = constructor.ok_or(Status::InvalidArg)?;
        let properties = properties.slice(count)?;
        let class = template(env, scope, constructor, data, None);
        let name = strings::key(scope, name.text(length)?)?;
        class.set_class_name(name);
        for property in properties.iter().filter(|property| !property.has(STATIC)) {
            property.add_to_class(env, scope, class)?;
        }
        let function = class.get_function(scope).ok_or(Status::GenericFailure)?;
        for property in properties.iter().filter(|property| property.has(STATIC)) {
            property.define(env, scope, function.into())?;
        }
        result.set(function)
    })
}
