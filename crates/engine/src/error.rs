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
    /// Further own properties, set before `code`.
    pub details: Vec<(&'static str, Detail)>,
}

/// The value of an error's own property.
#[derive(Clone, Debug)]
pub enum Detail {
    /// A string.
    Text(String),
    /// An array of strings.
    Texts(Vec<String>),
}

impl JsError {
    /// A plain `Error`.
    pub fn error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Error, code: None, message: message.into(), details: Vec::new() }
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Type, code: None, message: message.into(), details: Vec::new() }
    }

    /// A `RangeError`.
    pub fn range_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self { class: ErrorClass::Range, code: None, message: message.into(), details: Vec::new() }
    }

    /// The same error with another own property.
    #[must_use]
    pub fn with_detail(mut self, name: &'static str, value: Detail) -> Self {
        self.details.push((name, value));
        self
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
        let Ok(object) = v8::Local::<v8::Object>::try_from(exception) else { return Some(exception) };
        for (name, value) in self.details {
            let key = string(scope, name);
            let is_list = matches!(value, Detail::Texts(_));
            let value = value.into_value(scope);
            if is_list {
                object.create_data_property(scope, key.into(), value);
            } else {
                // A setter that the program put on a prototype may throw; then its exception is the one.
                object.set(scope, key.into(), value)?;
            }
        }
        if let Some(code) = self.code {
            let key = string(scope, "code");
            let value = string(scope, &code);
            object.set(scope, key.into(), value.into());
        }
        Some(exception)
    }
}

impl Detail {
    fn into_value<'s>(self, scope: &mut v8::PinScope<'s, '_>) -> v8::Local<'s, v8::Value> {
        match self {
            Self::Text(text) => string(scope, &text).into(),
            Self::Texts(texts) => {
                let items: Vec<_> = texts.iter().map(|text| string(scope, text).into()).collect();
                v8::Array::new_with_elements(scope, &items).into()
            }
        }
    }
}

/// Throws `error` in `scope`; the op returns right after.
pub fn throw(scope: &mut v8::PinScope<'_, '_>, error: impl IntoException) {
    if let Some(exception) = error.into_exception(scope) {
        scope.throw_exception(exception);
    }
}
