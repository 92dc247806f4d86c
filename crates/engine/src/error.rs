//! Errors as values. An op returns `Err(e)`; one function turns it into a JavaScript exception.

use std::borrow::Cow;

use crate::convert::string;

/// The JavaScript constructor of a [`JsError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// `Error`
    Error,
    /// `TypeError`
    Type,
    /// `RangeError`
    Range,
    /// `SyntaxError`
    Syntax,
    /// `ReferenceError`
    Reference,
}

/// An error with a class, a message and optionally Node's `code` property.
#[derive(Clone, Debug)]
pub struct JsError {
    /// Which constructor.
    pub class: ErrorClass,
    /// `error.code`, for example `ERR_INVALID_ARG_TYPE`.
    pub code: Option<Cow<'static, str>>,
    /// `error.message`.
    pub message: Cow<'static, str>,
}

impl JsError {
    /// A plain `Error`.
    pub fn error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Error, code: None, message: message.into() }
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Type, code: None, message: message.into() }
    }

    /// A `RangeError`.
    pub fn range_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Range, code: None, message: message.into() }
    }

    /// The same error with Node's `code` property.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<Cow<'static, str>>) -> Self {
        self.code = Some(code.into());
        self
    }
}

/// An exception is already pending in V8; nothing is left to throw.
#[derive(Clone, Copy, Debug)]
pub struct Thrown;

/// What can become a JavaScript exception.
pub trait IntoException {
    /// The exception value, or `None` when V8 already holds a pending one.
    fn into_exception<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>>;
}

impl IntoException for Thrown {
    fn into_exception<'s>(self, _scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        None
    }
}

impl IntoException for std::convert::Infallible {
    fn into_exception<'s>(self, _scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        match self {}
    }
}

impl IntoException for JsError {
    fn into_exception<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> Option<v8::Local<'s, v8::Value>> {
        let message = string(scope, &self.message);
        let exception = match self.class {
            ErrorClass::Error => v8::Exception::error(scope, message),
            ErrorClass::Type => v8::Exception::type_error(scope, message),
            ErrorClass::Range => v8::Exception::range_error(scope, message),
            ErrorClass::Syntax => v8::Exception::syntax_error(scope, message),
            ErrorClass::Reference => v8::Exception::reference_error(scope, message),
        };
        if let (Some(code), Ok(object)) = (self.code, v8::Local::<v8::Object>::try_from(exception)) {
            let key = string(scope, "code");
            let value = string(scope, &code);
            object.set(scope, key.into(), value.into());
        }
        Some(exception)
    }
}

/// Throws `error` in `scope`; the op returns right after.
pub fn throw(scope: &mut v8::PinScope<'_, '_>, error: impl IntoException) {
    if let Some(exception) = error.into_exception(scope) {
        scope.throw_exception(exception);
    }
}
