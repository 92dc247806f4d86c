//! Netscape's signed public keys (SPKAC).

use openssl_sys as ffi;

use crate::{Key, Result, int, non_null, raw};

/// One of them, decoded.
pub struct Spkac(*mut raw::Spki);

impl Spkac {
    /// From base64.
    pub fn decode(text: &[u8]) -> Result<Self> {
        ffi::init();
        // SAFETY: pointer and length are a live slice's; the result is owned. Length 0 would mean "measure it".
        non_null(unsafe {
            if text.is_empty() {
                std::ptr::null_mut()
            } else {
                raw::NETSCAPE_SPKI_b64_decode(text.as_ptr().cast(), int(text.len()))
            }
        })
        .map(Self)
    }

    /// The key in it.
    pub fn public_key(&self) -> Result<Key> {
        // SAFETY: a live object; the key is owned.
        unsafe { Key::from_raw(raw::NETSCAPE_SPKI_get_pubkey(self.0)) }
    }

    /// Whether its key signed it.
    pub fn is_valid(&self) -> bool {
        let Ok(key) = self.public_key() else { return false };
        // SAFETY: both are live.
        let valid = unsafe { raw::NETSCAPE_SPKI_verify(self.0, key.as_ptr()) } > 0;
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        valid
    }

    /// The text its maker signed.
    pub fn challenge(&self) -> Vec<u8> {
        // SAFETY: the layout of `NETSCAPE_SPKI` and `NETSCAPE_SPKAC` is public in OpenSSL's x509.h: the first field of the one points
        // to the other, whose second field is the string.
        unsafe {
            let spkac = *self.0.cast::<*const [*const ffi::ASN1_STRING; 2]>();
            let challenge = (*spkac)[1];
            let length = usize::try_from(ffi::ASN1_STRING_length(challenge)).unwrap_or(0);
            let data = ffi::ASN1_STRING_get0_data(challenge);
            if length == 0 || data.is_null() { Vec::new() } else { std::slice::from_raw_parts(data, length).to_vec() }
        }
    }
}

impl Drop for Spkac {
    fn drop(&mut self) {
        // SAFETY: made by `decode`, freed once.
        unsafe { raw::NETSCAPE_SPKI_free(self.0) }
    }
}
