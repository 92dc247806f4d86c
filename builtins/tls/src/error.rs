//! OpenSSL's failures as JavaScript errors.

use runtime::engine::{IntoException, convert::string};
use runtime::{OpError, v8};
use tls::Failure;

/// A failure on its way to JavaScript: an `Error` with `library`, `reason` and `code`, as far as they are known.
#[derive(Debug)]
pub(crate) struct TlsError(pub(crate) Failure);

impl From<Failure> for TlsError {
    fn from(failure: Failure) -> Self {
        TlsError(failure)
    }
}

impl IntoException for TlsError {
    fn into_exception<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        Some(exception(scope, &self.0, &self.0.line))
    }
}

impl From<TlsError> for OpError {
    fn from(error: TlsError) -> Self {
        runtime::JsError::error(error.0.line).into()
    }
}

/// The error of a connection, whose message is all OpenSSL has to say.
pub(crate) fn report<'s>(scope: &mut v8::PinScope<'s, '_>, failure: &Failure) -> v8::Local<'s, v8::Value> {
    exception(scope, failure, &failure.report)
}

fn exception<'s>(scope: &mut v8::PinScope<'s, '_>, failure: &Failure, message: &str) -> v8::Local<'s, v8::Value> {
    let message = string(scope, message);
    let exception = v8::Exception::error(scope, message);
    let Ok(object) = v8::Local::<v8::Object>::try_from(exception) else { return exception };
    let fields = [("library", &failure.library), ("reason", &failure.reason), ("code", &failure.code)];
    for (name, text) in fields {
        if let Some(text) = text {
            let (key, value) = (string(scope, name), string(scope, text));
            object.set(scope, key.into(), value.into());
        }
    }
    exception
}
