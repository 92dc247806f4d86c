//! Message digests and HMAC.

use std::cell::RefCell;

use openssl::hash::{Hasher, MessageDigest, hash};
use openssl::md::{Md, MdRef};
use openssl::md_ctx::MdCtx;
use openssl::pkey::PKey;
use runtime::{Bytes, JsError, class, op};

use crate::error::{invalid_digest, openssl_error};

/// A digest by any of the names OpenSSL knows.
pub(crate) fn digest_named(name: &str) -> Option<MessageDigest> {
    openssl::init();
    MessageDigest::from_name(name)
}

/// The same for the interfaces that take an `Md`.
pub(crate) fn md_named(name: &str) -> Option<&'static MdRef> {
    digest_named(name).and_then(|digest| Md::from_nid(digest.type_()))
}

/// Whether a digest's output length can be chosen.
fn is_xof(digest: MessageDigest) -> bool {
    digest == MessageDigest::shake_128() || digest == MessageDigest::shake_256()
}

/// A running digest.
pub(crate) struct Digest {
    state: RefCell<Hasher>,
    length: usize,
    is_xof: bool,
}

#[class]
impl Digest {
    #[constructor]
    fn new(name: String, length: Option<u32>) -> Result<Digest, JsError> {
        let digest = digest_named(&name).ok_or_else(|| JsError::error("Digest method not supported"))?;
        let is_xof = is_xof(digest);
        let length = length.map_or(digest.size(), |length| length as usize);
        if length != digest.size() && !is_xof {
            return Err(JsError::error("Unsupported state or unable to set output length")
                .with_code("ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH"));
        }
        let state = RefCell::new(Hasher::new(digest).map_err(openssl_error)?);
        Ok(Digest { state, length, is_xof })
    }

    #[method]
    fn update(&self, data: Bytes) -> Result<(), JsError> {
        self.state.borrow_mut().update(&data).map_err(openssl_error)
    }

    #[method]
    fn update_text(&self, text: String) -> Result<(), JsError> {
        self.state.borrow_mut().update(text.as_bytes()).map_err(openssl_error)
    }

    #[method]
    fn digest(&self) -> Result<Vec<u8>, JsError> {
        let mut state = self.state.borrow_mut();
        if !self.is_xof {
            return state.finish().map(|bytes| bytes.to_vec()).map_err(openssl_error);
        }
        let mut out = vec![0; self.length];
        state.finish_xof(&mut out).map_err(openssl_error)?;
        Ok(out)
    }

    /// A digest that goes on from the same state, with its own output length.
    #[method]
    fn fork<'s>(
        &self,
        scope: &mut runtime::v8::PinScope<'s, '_>,
        length: Option<u32>,
    ) -> Result<runtime::v8::Local<'s, runtime::v8::Object>, runtime::OpError> {
        let copy = Digest {
            state: RefCell::new(self.state.borrow().clone()),
            length: length.map_or(self.length, |length| length as usize),
            is_xof: self.is_xof,
        };
        Ok(runtime::engine::class::instantiate(scope, copy).ok_or(runtime::Thrown)?)
    }
}

/// A running HMAC.
pub(crate) struct Mac(RefCell<MdCtx>);

#[class]
impl Mac {
    #[constructor]
    fn new(name: String, key: Bytes) -> Result<Mac, JsError> {
        let digest = md_named(&name).ok_or_else(|| invalid_digest(&name))?;
        let key = PKey::hmac(&key).map_err(openssl_error)?;
        let mut context = MdCtx::new().map_err(openssl_error)?;
        context.digest_sign_init(Some(digest), &key).map_err(openssl_error)?;
        Ok(Mac(RefCell::new(context)))
    }

    #[method]
    fn update(&self, data: Bytes) -> Result<(), JsError> {
        self.0.borrow_mut().digest_sign_update(&data).map_err(openssl_error)
    }

    #[method]
    fn update_text(&self, text: String) -> Result<(), JsError> {
        self.0.borrow_mut().digest_sign_update(text.as_bytes()).map_err(openssl_error)
    }

    #[method]
    fn digest(&self) -> Result<Vec<u8>, JsError> {
        let mut out = Vec::new();
        self.0.borrow_mut().digest_sign_final_to_vec(&mut out).map_err(openssl_error)?;
        Ok(out)
    }
}

/// A whole digest in one call.
#[op]
pub(crate) fn hash_once(name: String, data: Bytes, length: Option<u32>) -> Result<Vec<u8>, JsError> {
    let digest = digest_named(&name).ok_or_else(|| invalid_digest(&name))?;
    if !is_xof(digest) {
        return hash(digest, &data).map(|bytes| bytes.to_vec()).map_err(openssl_error);
    }
    let mut out = vec![0; length.map_or(digest.size(), |length| length as usize)];
    openssl::hash::hash_xof(digest, &data, &mut out).map_err(openssl_error)?;
    Ok(out)
}

/// Output length in bytes of a digest, or undefined for an unknown one.
#[op]
pub(crate) fn digest_size(name: String) -> Option<u32> {
    digest_named(&name).and_then(|digest| u32::try_from(digest.size()).ok())
}
