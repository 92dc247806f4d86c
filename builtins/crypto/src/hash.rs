//! Message digests and message authentication codes.

use std::cell::RefCell;

use ossl::digest::hash;
use ossl::{Digest as Algorithm, DigestContext, HmacContext, MacContext};
use runtime::{Bytes, FromV8, JsError, Slice, Text, class, op, v8};

use crate::error::{invalid_digest, openssl_error};
use crate::values::{Encoded, Form, ParamList, instance, with_text};

/// A digest by name, or Node's error.
pub(crate) fn digest_named(name: &str) -> Result<Algorithm, JsError> {
    Algorithm::named(name).ok_or_else(|| invalid_digest(name))
}

/// Where OpenSSL gives no default length for an extendable digest, none was chosen.
fn output_length(digest: &Algorithm, wanted: Option<u32>) -> Result<usize, JsError> {
    let size = digest.size();
    match wanted.map(|length| length as usize) {
        None => Ok(size),
        Some(length) if length == size || digest.is_extendable() => Ok(length),
        Some(_) => Err(not_extendable()),
    }
}

/// In OpenSSL's words.
fn not_extendable() -> JsError {
    JsError::error("error:030000B2:digital envelope routines::not XOF or invalid length")
        .with_code("ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH")
}

/// A running digest.
pub(crate) struct Digest {
    state: RefCell<DigestContext>,
    length: usize,
    /// The length where none is chosen.
    usual_length: usize,
    is_extendable: bool,
}

#[class]
impl Digest {
    #[constructor]
    fn new(name: String, length: Option<u32>) -> Result<Digest, JsError> {
        let digest = Algorithm::named(&name).ok_or_else(|| JsError::error("Digest method not supported"))?;
        let length = output_length(&digest, length)?;
        let state = RefCell::new(DigestContext::new(&digest).map_err(openssl_error)?);
        Ok(Digest { state, length, usual_length: digest.size(), is_extendable: digest.is_extendable() })
    }

    #[method]
    fn update(&self, data: Slice<'_>) -> Result<(), JsError> {
        self.state.borrow_mut().update(&data).map_err(openssl_error)
    }

    #[method]
    fn update_text<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: v8::Local<'s, v8::String>,
    ) -> Result<(), JsError> {
        let state = &mut *self.state.borrow_mut();
        with_text(scope, text, |bytes| state.update(bytes)).map_err(openssl_error)
    }

    #[method]
    fn digest(&self, form: Form) -> Result<Encoded, JsError> {
        Ok(Encoded { bytes: self.finish()?, form })
    }

    /// Forgets what was fed.
    #[method(fast)]
    fn restart(&self) -> Result<(), JsError> {
        self.state.borrow_mut().restart().map_err(openssl_error)
    }

    /// The whole digest of a text or of bytes.
    #[method]
    fn whole<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        data: v8::Local<'s, v8::Value>,
        form: Form,
    ) -> Result<Encoded, JsError> {
        self.restart()?;
        match Text::from_v8(scope, data) {
            Ok(text) => {
                text.with_utf8(|text| self.state.borrow_mut().update(text.as_bytes())).map_err(openssl_error)?
            }
            Err(_) => self.update(Slice::from_v8(scope, data)?)?,
        }
        Ok(Encoded { bytes: self.finish()?, form })
    }

    /// A digest that goes on from the same state, with its own output length.
    #[method]
    fn fork<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        length: Option<u32>,
    ) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let length = length.map_or(self.usual_length, |length| length as usize);
        if length != self.usual_length && !self.is_extendable {
            return Err(not_extendable());
        }
        let state = RefCell::new(self.state.borrow().fork().map_err(openssl_error)?);
        let (usual_length, is_extendable) = (self.usual_length, self.is_extendable);
        instance(scope, Digest { state, length, usual_length, is_extendable })
    }
}

impl Digest {
    fn finish(&self) -> Result<Vec<u8>, JsError> {
        let mut out = vec![0; self.length];
        let state = &mut *self.state.borrow_mut();
        if self.is_extendable && self.length == 0 {
            return Ok(out);
        }
        if self.is_extendable { state.finish_extendable(&mut out) } else { state.finish(&mut out) }
            .map_err(openssl_error)?;
        Ok(out)
    }
}

/// A running HMAC, until its end: OpenSSL's memory is not to wait for the garbage collector, which does not know of it.
pub(crate) struct Hmac(RefCell<Option<HmacContext>>);

#[class]
impl Hmac {
    #[constructor]
    fn new(digest: String, key: Slice<'_>) -> Result<Hmac, JsError> {
        let context = HmacContext::new(&digest_named(&digest)?, &key).map_err(openssl_error)?;
        Ok(Hmac(RefCell::new(Some(context))))
    }

    #[method]
    fn update(&self, data: Slice<'_>) -> Result<(), JsError> {
        let state = &mut *self.0.borrow_mut();
        state.as_mut().ok_or_else(ended)?.update(&data).map_err(openssl_error)
    }

    #[method]
    fn update_text<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: v8::Local<'s, v8::String>,
    ) -> Result<(), JsError> {
        let state = &mut *self.0.borrow_mut();
        let context = state.as_mut().ok_or_else(ended)?;
        with_text(scope, text, |bytes| context.update(bytes)).map_err(openssl_error)
    }

    #[method]
    fn digest(&self, form: Form) -> Result<Encoded, JsError> {
        let mut context = self.0.take().ok_or_else(ended)?;
        Ok(Encoded { bytes: context.finish().map_err(openssl_error)?, form })
    }
}

fn ended() -> JsError {
    JsError::error("Hash update failed").with_code("ERR_CRYPTO_HASH_UPDATE_FAILED")
}

/// A running authentication code of any kind that OpenSSL has.
pub(crate) struct Mac(RefCell<MacContext>);

#[class]
impl Mac {
    #[constructor]
    fn new(name: String, key: Slice<'_>, params: ParamList) -> Result<Mac, JsError> {
        MacContext::new(&name, &key, &params.0).map(|context| Mac(RefCell::new(context))).map_err(openssl_error)
    }

    #[method]
    fn update(&self, data: Slice<'_>) -> Result<(), JsError> {
        self.0.borrow_mut().update(&data).map_err(openssl_error)
    }

    #[method]
    fn digest(&self) -> Result<Vec<u8>, JsError> {
        self.0.borrow_mut().finish().map_err(openssl_error)
    }
}

/// A whole authentication code.
#[op(blocking, request = crate::REQUEST.provided_by("SIGNREQUEST"))]
pub(crate) fn mac_once(
    name: String,
    key: crate::values::KeyArg,
    params: ParamList,
    data: Bytes,
) -> Result<Vec<u8>, JsError> {
    let secret = crate::keys::secret_of(&key.0)?;
    let mut context = MacContext::new(&name, secret, &params.0).map_err(openssl_error)?;
    context.update(&data).and_then(|()| context.finish()).map_err(openssl_error)
}

/// A whole digest of bytes.
#[op(blocking, request = crate::REQUEST.provided_by("HASHREQUEST"))]
pub(crate) fn hash_once(name: String, data: Bytes, length: Option<u32>) -> Result<Vec<u8>, JsError> {
    let digest = digest_named(&name)?;
    let length = output_length(&digest, length)?;
    if length == 0 {
        return Ok(Vec::new());
    }
    hash(&digest, &data, length).map_err(openssl_error)
}

/// Output length in bytes, block length in bytes, whether the length can be chosen and OpenSSL's own name of a digest; undefined for
/// an unknown one.
#[op]
pub(crate) fn digest_info(name: String) -> Option<(u32, u32, bool, String)> {
    let digest = Algorithm::named(&name)?;
    let size = |length: usize| u32::try_from(length).unwrap_or(0);
    Some((size(digest.size()), size(digest.block_size()), digest.is_extendable(), digest.name()))
}
