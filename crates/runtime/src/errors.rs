//! Errors of ops, and the one function that makes Node's error object from an operating system error.

use engine::{IntoException, JsError, Thrown, convert::string, v8};

/// Why an op failed.
#[derive(Debug)]
pub enum OpError {
    /// An error with a class, a code and a message.
    Js(JsError),
    /// An operating system error.
    Sys(sys::Error),
    /// The permission model forbids it.
    Denied(crate::permission::Denied),
    /// The exception is already pending in V8.
    Thrown,
}

impl From<JsError> for OpError {
    fn from(error: JsError) -> Self {
        Self::Js(error)
    }
}

impl From<sys::Error> for OpError {
    fn from(error: sys::Error) -> Self {
        Self::Sys(error)
    }
}

impl From<sys::fs::ReadError> for OpError {
    fn from(error: sys::fs::ReadError) -> Self {
        match error {
            sys::fs::ReadError::System(error) => Self::Sys(error),
            sys::fs::ReadError::TooLarge(size) => {
                let message = format!("File size ({size}) is greater than 2 GiB");
                Self::Js(JsError::range_error(message).with_code("ERR_FS_FILE_TOO_LARGE"))
            }
        }
    }
}

impl From<Thrown> for OpError {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

impl IntoException for OpError {
    fn into_exception<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        match self {
            Self::Js(error) => error.into_exception(scope),
            Self::Sys(error) => Some(system_error(scope, &error)),
            Self::Denied(denied) => denied.into_exception(scope),
            Self::Thrown => None,
        }
    }
}

/// Node's error for a failed system call: message `ENOENT: no such file or directory, open 'x'` and the properties `errno`, `code`,
/// `syscall`, `path`, `dest` in this order.
pub fn system_error<'s>(scope: &mut v8::PinScope<'s, '_>, error: &sys::Error) -> v8::Local<'s, v8::Value> {
    let path = error.path.as_deref().map(String::from_utf8_lossy);
    let dest = error.dest.as_deref().map(String::from_utf8_lossy);
    let mut message = format!("{}: {}, {}", error.code(), error.message(), error.syscall);
    if let Some(path) = &path {
        message.push_str(&format!(" '{path}'"));
    }
    if let Some(dest) = &dest {
        message.push_str(&format!(" -> '{dest}'"));
    }
    let message = string(scope, &message);
    let exception = v8::Exception::error(scope, message);
    if let Ok(object) = v8::Local::<v8::Object>::try_from(exception) {
        let errno = v8::Integer::new(scope, -error.errno);
        set(scope, object, "errno", errno.into());
        let texts =
            [("code", Some(error.code())), ("syscall", Some(error.syscall.into())), ("path", path), ("dest", dest)];
        for (name, text) in texts {
            if let Some(text) = text {
                let value = string(scope, &text);
                set(scope, object, name, value.into());
            }
        }
    }
    exception
}

fn set(
    scope: &mut v8::PinScope<'_, '_>,
    object: v8::Local<'_, v8::Object>,
    name: &str,
    value: v8::Local<'_, v8::Value>,
) {
    let key = string(scope, name);
    object.set(scope, key.into(), value);
}
