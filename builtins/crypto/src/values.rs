//! What crosses the border: parameters, keys, results as text.

use std::sync::Arc;

use ossl::{BigNum, Params, Value};
use runtime::{FromV8, JsError, Native, Slice, ToV8, engine, v8};

use crate::error::openssl_error;
use crate::keys::{KeyHandle, Material};

/// A flat array of triples: kind (`u`nsigned, `s`igned, `t`ext, `o`ctets, `n`umber), name, value.
pub(crate) struct ParamList(pub(crate) Params);

impl<'s> FromV8<'s> for ParamList {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        let mut params = Params::new();
        if value.is_null_or_undefined() {
            return Ok(Self(params));
        }
        let items = Vec::<v8::Local<'s, v8::Value>>::from_v8(scope, value)?;
        for triple in items.chunks_exact(3) {
            let kind = String::from_v8(scope, triple[0])?;
            let name = String::from_v8(scope, triple[1])?;
            params.push(&name, param_value(scope, &kind, triple[2])?);
        }
        Ok(Self(params))
    }
}

fn param_value<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    kind: &str,
    value: v8::Local<'s, v8::Value>,
) -> Result<Value, JsError> {
    Ok(match kind {
        "u" => Value::Unsigned(u64::from_v8(scope, value)?),
        "s" => Value::Signed(i32::from_v8(scope, value)?),
        "t" => Value::Text(std::ffi::CString::new(String::from_v8(scope, value)?).unwrap_or_default()),
        "n" => Value::Number(BigNum::from_slice(&Slice::from_v8(scope, value)?).map_err(openssl_error)?),
        _ => Value::Octets(Slice::from_v8(scope, value)?.to_vec()),
    })
}

/// A key taken from its JavaScript handle, to be used on any thread.
pub(crate) struct KeyArg(pub(crate) Arc<Material>);

impl<'s> FromV8<'s> for KeyArg {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(Self(Native::<KeyHandle>::from_v8(scope, value)?.0.clone()))
    }
}

/// A key on its way to JavaScript.
pub(crate) struct NewKey(pub(crate) Material);

impl<'s> ToV8<'s> for NewKey {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        instance(scope, KeyHandle(Arc::new(self.0)))
    }
}

/// A new instance of a native class.
pub(crate) fn instance<'s, T: runtime::NativeClass>(
    scope: &mut v8::PinScope<'s, '_>,
    value: T,
) -> Result<v8::Local<'s, v8::Value>, JsError> {
    engine::class::instantiate(scope, value).map(Into::into).ok_or_else(|| JsError::error("Out of memory"))
}

/// How bytes reach JavaScript. `internal:crypto/hash` has the same numbers.
pub(crate) enum Form {
    Bytes,
    Hex,
    Base64,
    Base64url,
}

impl<'s> FromV8<'s> for Form {
    fn from_v8(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Result<Self, JsError> {
        Ok(match u32::from_v8(scope, value)? {
            1 => Self::Hex,
            2 => Self::Base64,
            3 => Self::Base64url,
            _ => Self::Bytes,
        })
    }
}

/// Bytes as the caller wants them.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) form: Form,
}

impl<'s> ToV8<'s> for Encoded {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let text = match self.form {
            Form::Bytes => return self.bytes.to_v8(scope),
            Form::Hex => hex(&self.bytes),
            Form::Base64 => openssl::base64::encode_block(&self.bytes).into_bytes(),
            Form::Base64url => base64url(&self.bytes),
        };
        v8::String::new_from_one_byte(scope, &text, v8::NewStringType::Normal)
            .map(Into::into)
            .ok_or_else(engine::convert::string_too_long)
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = vec![0; bytes.len() * 2];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    text
}

fn base64url(bytes: &[u8]) -> Vec<u8> {
    let text = openssl::base64::encode_block(bytes);
    text.bytes()
        .filter(|byte| *byte != b'=')
        .map(|byte| match byte {
            b'+' => b'-',
            b'/' => b'_',
            other => other,
        })
        .collect()
}

/// Runs `then` over a string's UTF-8, without a copy when the string is ASCII.
pub(crate) fn with_text<T>(
    scope: &mut v8::PinScope<'_, '_>,
    text: v8::Local<'_, v8::String>,
    then: impl FnOnce(&[u8]) -> T,
) -> T {
    {
        let view = v8::ValueView::new(scope, text);
        if let v8::ValueViewData::OneByte(bytes) = view.data()
            && bytes.is_ascii()
        {
            return then(bytes);
        }
    }
    then(text.to_rust_string_lossy(scope).as_bytes())
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_of_bytes() {
        assert_eq!(super::hex(&[0, 0xab]), b"00ab");
        assert_eq!(super::base64url(&[0xfb, 0xff]), b"-_8");
    }
}
