//! Values that go back to JavaScript.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use runtime::sys::fs::Entry;
use runtime::{JsError, ToV8, v8};

use crate::arguments::{NameForm, NumberForm};

/// Numbers of the system as an array. A typed array costs twice as much: its memory lies outside V8's heap.
pub(crate) struct Fields<const N: usize> {
    pub(crate) values: [i64; N],
    pub(crate) form: NumberForm,
}

impl<'s, const N: usize> ToV8<'s> for Fields<N> {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let number = |value: i64| match self.form {
            NumberForm::Double => v8::Number::new(scope, value as f64).into(),
            NumberForm::BigInt => v8::BigInt::new_from_i64(scope, value).into(),
        };
        let items: [v8::Local<'s, v8::Value>; N] = self.values.map(number);
        Ok(v8::Array::new_with_elements(scope, &items).into())
    }
}

/// A name of a file.
pub(crate) struct Name {
    pub(crate) bytes: Vec<u8>,
    pub(crate) form: NameForm,
}

impl Name {
    pub(crate) fn new(name: impl Into<OsString>, form: NameForm) -> Self {
        Name { bytes: name.into().into_vec(), form }
    }
}

impl runtime::engine::convert::ArrayItem for Name {}

impl<'s> ToV8<'s> for Name {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.form {
            NameForm::Text => Text(self.bytes).to_v8(scope),
            NameForm::Raw => self.bytes.to_v8(scope),
        }
    }
}

/// Entries of a directory as an array of names and, beside it, the kinds as bytes.
pub(crate) struct Listing {
    names: Vec<Name>,
    kinds: Vec<u8>,
}

impl Listing {
    pub(crate) fn new(entries: Vec<Entry>, form: NameForm) -> Self {
        let kinds = entries.iter().map(|entry| entry.kind as u8).collect();
        let names = entries.into_iter().map(|entry| Name::new(entry.name, form)).collect();
        Listing { names, kinds }
    }
}

impl<'s> ToV8<'s> for Listing {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        (self.names, self.kinds).to_v8(scope)
    }
}

/// Text, decoded from UTF-8 without an intermediate string.
pub(crate) struct Text(pub(crate) Vec<u8>);

impl<'s> runtime::ToV8<'s> for Text {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        runtime::engine::utf8::from_utf8_lossy(scope, &self.0).map(Into::into)
    }
}
