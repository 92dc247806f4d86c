//! OpenSSL's failures as JavaScript errors.

use runtime::engine::{Detail, IntoException};
use runtime::{JsError, OpError, v8};
use tls::Failure;

/// A failure on its way to JavaScript: an `Error` with `opensslErrorStack`, `library`, `reason` and `code`, as far as they are known.
#[derive(Debug)]
pub(crate) struct TlsError(pub(crate) Failure);

impl From<Failure> for TlsError {
    fn from(failure: Failure) -> Self {
        TlsError(failure)
    }
}

impl From<TlsError> for OpError {
    fn from(TlsError(mut failure): TlsError) -> Self {
        let (message, rest) = (failure.line.clone(), std::mem::take(&mut failure.rest));
        let error = JsError::error(message);
        let error =
            if rest.is_empty() { error } else { error.with_detail("opensslErrorStack", Detail::Texts(rest.into())) };
        described(error, failure).into()
    }
}

/// The error of a connection, whose message is all OpenSSL has to say.
pub(crate) fn report<'s>(scope: &mut v8::PinScope<'s, '_>, failure: Failure) -> v8::Local<'s, v8::Value> {
    let message = failure.report.to_string();
    let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
    described(JsError::error(message), failure).into_exception(scope).unwrap_or(undefined)
}

fn described(mut error: JsError, failure: Failure) -> JsError {
    for (name, text) in [("library", failure.library.map(String::from)), ("reason", failure.reason)] {
        if let Some(text) = text {
            error = error.with_detail(name, Detail::Text(text));
        }
    }
    match failure.code {
        Some(code) => error.with_code(code),
        None => error,
    }
}
