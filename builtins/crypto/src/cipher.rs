//! Ciphers. JavaScript has checked lengths against `cipherInfo`; what only OpenSSL knows fails here.

use std::cell::RefCell;

use ossl::cipher::{CipherContext, Direction, Mode, Padding};
use ossl::{Cipher as Algorithm, ErrorStack};
use runtime::{Bytes, JsError, Slice, class, op, v8};

use crate::error::whole_error;
use crate::values::{KeyArg, with_text};

fn cipher_named(name: &str) -> Result<Algorithm, JsError> {
    Algorithm::named(name).ok_or_else(|| JsError::error("Unknown cipher").with_code("ERR_CRYPTO_UNKNOWN_CIPHER"))
}

fn mode_name(cipher: &Algorithm) -> Option<&'static str> {
    Some(match cipher.mode() {
        Mode::Stream => "stream",
        Mode::Ecb => "ecb",
        Mode::Cbc => "cbc",
        Mode::Cfb => "cfb",
        Mode::Ofb => "ofb",
        Mode::Ctr => "ctr",
        Mode::Gcm => "gcm",
        Mode::Ccm => "ccm",
        Mode::Xts => "xts",
        Mode::Wrap => "wrap",
        Mode::Ocb => "ocb",
        Mode::Siv => "siv",
        Mode::GcmSiv => "gcm-siv",
        Mode::Other => return None,
    })
}

/// Mode, historical name, number, block size, vector length, key length and whether it authenticates.
type Info = (Option<&'static str>, String, i32, usize, usize, usize, bool);

/// What there is to know of a cipher, by name or else by number; undefined for an unknown one. Asked for with other lengths,
/// undefined also where the cipher cannot have them.
#[op]
pub(crate) fn cipher_info(
    name: Option<String>,
    nid: i32,
    key_length: Option<u32>,
    iv_length: Option<u32>,
) -> Option<Info> {
    let cipher = match name {
        Some(name) => Algorithm::named(&name)?,
        None => Algorithm::numbered(nid)?,
    };
    let key = key_length.map_or(cipher.key_length(), |length| length as usize);
    let iv = iv_length.map_or(cipher.iv_length(), |length| length as usize);
    if !has_lengths(&cipher, key_length, iv_length) {
        return None;
    }
    let authenticated = cipher.is_authenticated();
    Some((mode_name(&cipher), cipher.name(), cipher.nid(), cipher.block_size(), iv, key, authenticated))
}

fn has_lengths(cipher: &Algorithm, key: Option<u32>, iv: Option<u32>) -> bool {
    if key.is_none() && iv.is_none() {
        return true;
    }
    let attempt = || {
        let mut context = CipherContext::new(cipher, Direction::Encrypt)?;
        if let Some(length) = key {
            context.set_key_length(length as usize)?;
        }
        match iv {
            Some(length) if length as usize != cipher.iv_length() => context.set_iv_length(length as usize),
            _ => Ok(()),
        }
    };
    let fits = attempt().is_ok();
    drop(ErrorStack::get());
    fits
}

/// A running cipher.
pub(crate) struct Cipher(RefCell<CipherContext>);

#[class]
impl Cipher {
    /// `direction` is `encrypt` or `decrypt`. A tag length of 0 leaves OpenSSL's default.
    #[constructor]
    fn new(
        name: String,
        direction: String,
        key: Slice<'_>,
        iv: Option<Slice<'_>>,
        tag_length: u32,
    ) -> Result<Cipher, JsError> {
        let cipher = cipher_named(&name)?;
        let context = start(&cipher, direction_named(&direction), &key, iv.as_deref(), tag_length as usize)?;
        Ok(Cipher(RefCell::new(context)))
    }

    #[method]
    fn update(&self, data: Slice<'_>) -> Result<Vec<u8>, JsError> {
        self.0.borrow_mut().update(&data).map_err(whole_error)
    }

    #[method]
    fn update_text<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: v8::Local<'s, v8::String>,
    ) -> Result<Vec<u8>, JsError> {
        let context = &mut *self.0.borrow_mut();
        with_text(scope, text, |bytes| context.update(bytes)).map_err(whole_error)
    }

    #[method]
    fn finish(&self) -> Result<Vec<u8>, JsError> {
        self.0.borrow_mut().finish().map_err(whole_error)
    }

    #[method]
    fn authenticate(&self, data: Slice<'_>) -> Result<(), JsError> {
        self.0.borrow_mut().authenticate(&data).map_err(whole_error)
    }

    #[method]
    fn set_message_length(&self, length: u32) -> Result<(), JsError> {
        self.0.borrow_mut().set_message_length(length as usize).map_err(whole_error)
    }

    #[method]
    fn set_tag(&self, tag: Slice<'_>) -> Result<(), JsError> {
        self.0.borrow_mut().set_tag(&tag).map_err(whole_error)
    }

    #[method]
    fn tag(&self, length: u32) -> Result<Vec<u8>, JsError> {
        let mut tag = vec![0; length as usize];
        self.0.borrow().tag(&mut tag).map_err(whole_error)?;
        Ok(tag)
    }

    #[method]
    fn set_auto_padding(&self, on: bool) -> Result<(), JsError> {
        let padding = if on { Padding::Pkcs7 } else { Padding::None };
        self.0.borrow_mut().set_padding(padding).map_err(whole_error)
    }
}

fn direction_named(name: &str) -> Direction {
    if name == "encrypt" { Direction::Encrypt } else { Direction::Decrypt }
}

fn start(
    cipher: &Algorithm,
    direction: Direction,
    key: &[u8],
    iv: Option<&[u8]>,
    tag_length: usize,
) -> Result<CipherContext, JsError> {
    let invalid_iv = || JsError::type_error("Invalid initialization vector").with_code("ERR_CRYPTO_INVALID_IV");
    let mut context = CipherContext::new(cipher, direction).map_err(whole_error)?;
    let iv_length = iv.map_or(0, <[u8]>::len);
    // CCM begins with a shorter vector than it tells of (OpenSSL's L of 8), so the length is always said.
    if iv.is_some() && (iv_length != cipher.iv_length() || cipher.mode() == Mode::Ccm) {
        context.set_iv_length(iv_length).map_err(|_| invalid_iv())?;
    }
    if iv.is_none() && cipher.iv_length() > 0 {
        return Err(invalid_iv());
    }
    if tag_length > 0 && cipher.mode() != Mode::Gcm {
        context.set_tag_length(tag_length).map_err(|_| {
            JsError::type_error(format!("Invalid authentication tag length: {tag_length}"))
                .with_code("ERR_CRYPTO_INVALID_AUTH_TAG")
        })?;
    }
    if key.len() != cipher.key_length() {
        context
            .set_key_length(key.len())
            .map_err(|_| JsError::range_error("Invalid key length").with_code("ERR_CRYPTO_INVALID_KEYLEN"))?;
    }
    context.start(key, iv).map_err(whole_error)?;
    Ok(context)
}

/// A whole message. Authenticated ciphers append a tag of `tag_length` bytes to what they encrypt and take it from the end of what
/// they decrypt.
#[op(blocking, request = crate::REQUEST.provided_by("CIPHERREQUEST"))]
pub(crate) fn cipher_once(
    name: String,
    direction: String,
    key: KeyArg,
    iv: Option<Bytes>,
    additional: Option<Bytes>,
    tag_length: u32,
    data: Bytes,
) -> Result<Vec<u8>, JsError> {
    let cipher = cipher_named(&name)?;
    let direction = direction_named(&direction);
    let tag_length = tag_length as usize;
    let is_decrypting = direction == Direction::Decrypt;
    if is_decrypting && data.len() < tag_length {
        return Err(JsError::error("The message is shorter than its tag"));
    }
    let (text, tag) = data.split_at(if is_decrypting { data.len() - tag_length } else { data.len() });
    let mut context = start(&cipher, direction, crate::keys::secret_of(&key.0)?, iv.as_deref(), tag_length)?;
    let mut run = || {
        if is_decrypting && tag_length > 0 {
            context.set_tag(tag)?;
        }
        if let Some(additional) = additional.as_deref().filter(|bytes| !bytes.is_empty()) {
            context.authenticate(additional)?;
        }
        let mut out = context.update(text)?;
        out.extend(context.finish()?);
        if !is_decrypting && tag_length > 0 {
            let mut tag = vec![0; tag_length];
            context.tag(&mut tag)?;
            out.extend(tag);
        }
        Ok(out)
    };
    run().map_err(whole_error)
}
