//! Errors: the last one of an environment, and the exceptions that an addon makes, throws and catches.

use std::ffi::{CStr, c_char};
use std::ptr;

use runtime::{engine::string, v8};

use crate::abi::{AUTO_LENGTH, ExtendedErrorInfo, In, Out, Result, Status, Val};
use crate::entry::EnvPtr;
use crate::strings;

/// Texts by status; the first has none.
const MESSAGES: [Option<&CStr>; 24] = [
    None,
    Some(c"Invalid argument"),
    Some(c"An object was expected"),
    Some(c"A string was expected"),
    Some(c"A string or symbol was expected"),
    Some(c"A function was expected"),
    Some(c"A number was expected"),
    Some(c"A boolean was expected"),
    Some(c"An array was expected"),
    Some(c"Unknown failure"),
    Some(c"An exception is pending"),
    Some(c"The async work item was cancelled"),
    Some(c"napi_escape_handle already called on scope"),
    Some(c"Invalid handle scope usage"),
    Some(c"Invalid callback scope usage"),
    Some(c"Thread-safe function queue is full"),
    Some(c"Thread-safe function handle is closing"),
    Some(c"A bigint was expected"),
    Some(c"A date was expected"),
    Some(c"An arraybuffer was expected"),
    Some(c"A detachable arraybuffer was expected"),
    Some(c"Main thread would deadlock"),
    Some(c"External buffers are not allowed"),
    Some(c"Cannot run JavaScript"),
];

/// What `napi_get_last_error_info` tells of a status.
pub(crate) const fn info(status: Status) -> ExtendedErrorInfo {
    let error_message = match MESSAGES[status as usize] {
        Some(text) => text.as_ptr(),
        None => ptr::null(),
    };
    ExtendedErrorInfo { error_message, engine_reserved: ptr::null_mut(), engine_error_code: 0, error_code: status }
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_last_error_info(env: EnvPtr, result: Out<*const ExtendedErrorInfo>) -> Status {
    // Not through the entry functions: the call must not change what it tells.
    let env = match env.get() {
        Ok(env) => env,
        Err(Status::GenericFailure) => return elsewhere(result),
        Err(status) => return status,
    };
    if !result.is_wanted() {
        return env.finish(Err(Status::InvalidArg));
    }
    result.set_optional(env.last_error());
    Status::Ok
}

struct Shared(ExtendedErrorInfo);

// SAFETY: it is constant and its text static.
unsafe impl Sync for Shared {}

/// What another thread than the environment's is told: that its call failed.
static ELSEWHERE: Shared = Shared(info(Status::GenericFailure));

fn elsewhere(result: Out<*const ExtendedErrorInfo>) -> Status {
    result.set(&raw const ELSEWHERE.0).err().unwrap_or(Status::Ok)
}

/// The classes of errors that an addon can make.
#[derive(Clone, Copy)]
enum Class {
    Error,
    Type,
    Range,
    Syntax,
}

impl Class {
    fn make<'s>(
        self,
        scope: &mut v8::PinScope<'s, '_>,
        message: v8::Local<'s, v8::String>,
    ) -> v8::Local<'s, v8::Value> {
        match self {
            Self::Error => v8::Exception::error(scope, message),
            Self::Type => v8::Exception::type_error(scope, message),
            Self::Range => v8::Exception::range_error(scope, message),
            Self::Syntax => v8::Exception::syntax_error(scope, message),
        }
    }
}

fn set_code<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    error: v8::Local<'s, v8::Value>,
    code: v8::Local<'s, v8::Value>,
) -> Result {
    let error = v8::Local::<v8::Object>::try_from(error).map_err(|_| Status::GenericFailure)?;
    let key = string(scope, "code");
    error.set(scope, key.into(), code).ok_or(Status::GenericFailure).map(drop)
}

fn create(env: EnvPtr, class: Class, code: Val, message: Val, result: Out<Val>) -> Status {
    env.values(|_, scope| {
        let message = message.cast::<v8::String>(scope, Status::StringExpected)?;
        result.check()?;
        let error = class.make(scope, message);
        if !code.is_null() {
            let code = code.cast::<v8::String>(scope, Status::StringExpected)?;
            set_code(scope, error, code.into())?;
        }
        result.set(error)
    })
}

fn throw_new(env: EnvPtr, class: Class, code: In<c_char>, message: In<c_char>) -> Status {
    env.script(|env, scope| {
        let message = strings::utf8(scope, message.text(AUTO_LENGTH)?)?;
        let error = class.make(scope, message);
        if !code.is_null() {
            let code = strings::utf8(scope, code.text(AUTO_LENGTH)?)?;
            set_code(scope, error, code.into())?;
        }
        env.keep_exception(scope, error);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_error(env: EnvPtr, code: Val, message: Val, result: Out<Val>) -> Status {
    create(env, Class::Error, code, message, result)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_type_error(env: EnvPtr, code: Val, message: Val, result: Out<Val>) -> Status {
    create(env, Class::Type, code, message, result)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_create_range_error(env: EnvPtr, code: Val, message: Val, result: Out<Val>) -> Status {
    create(env, Class::Range, code, message, result)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_create_syntax_error(env: EnvPtr, code: Val, message: Val, result: Out<Val>) -> Status {
    create(env, Class::Syntax, code, message, result)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_throw(env: EnvPtr, error: Val) -> Status {
    env.script(|env, scope| {
        let error = error.local(scope)?;
        env.keep_exception(scope, error);
        Ok(())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_throw_error(env: EnvPtr, code: In<c_char>, message: In<c_char>) -> Status {
    throw_new(env, Class::Error, code, message)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_throw_type_error(env: EnvPtr, code: In<c_char>, message: In<c_char>) -> Status {
    throw_new(env, Class::Type, code, message)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_throw_range_error(env: EnvPtr, code: In<c_char>, message: In<c_char>) -> Status {
    throw_new(env, Class::Range, code, message)
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_throw_syntax_error(env: EnvPtr, code: In<c_char>, message: In<c_char>) -> Status {
    throw_new(env, Class::Syntax, code, message)
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_error(env: EnvPtr, value: Val, result: Out<bool>) -> Status {
    env.values(|_, scope| {
        let value = value.local(scope)?;
        result.set(value.is_native_error())
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_is_exception_pending(env: EnvPtr, result: Out<bool>) -> Status {
    env.values(|env, _| result.set(env.has_exception()))
}

#[unsafe(no_mangle)]
pub extern "C" fn napi_get_and_clear_last_exception(env: EnvPtr, result: Out<Val>) -> Status {
    env.values(|env, scope| {
        result.check()?;
        match env.take_exception() {
            Some(exception) => result.set(v8::Local::new(scope, exception)),
            None => result.set(v8::undefined(scope)),
        }
    })
}
