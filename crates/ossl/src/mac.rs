//! Message authentication codes by name (`HMAC`, `KMAC-128`, `CMAC`, `POLY1305`).

use std::ptr;
use std::thread::LocalKey;

use libc::c_char;
use openssl_sys as ffi;

use crate::algorithm::{Algorithm, Kept, Kind};
use crate::{Digest, Params, Result, check, non_null};

thread_local! {
    static KEPT: Kept<ffi::EVP_MAC> = Kept::default();
}

impl Kind for ffi::EVP_MAC {
    const FETCH: unsafe extern "C" fn(*mut ffi::OSSL_LIB_CTX, *const c_char, *const c_char) -> *mut Self =
        ffi::EVP_MAC_fetch;
    const FREE: unsafe extern "C" fn(*mut Self) = ffi::EVP_MAC_free;

    fn kept() -> &'static LocalKey<Kept<Self>> {
        &KEPT
    }
}

/// A running code.
pub struct MacContext(*mut ffi::EVP_MAC_CTX);

// SAFETY: a context has no ties to the thread that made it.
unsafe impl Send for MacContext {}

impl MacContext {
    /// Starts one.
    pub fn new(name: &str, key: &[u8], params: &Params) -> Result<Self> {
        let built = params.build()?;
        let mac = Algorithm::<ffi::EVP_MAC>::provided(name)?;
        // SAFETY: the context counts the algorithm; an empty key is a pointer with length 0, not null, which would mean "none".
        unsafe {
            let context = Self(non_null(ffi::EVP_MAC_CTX_new(mac.as_ptr()))?);
            check(ffi::EVP_MAC_init(context.0, key.as_ptr(), key.len(), built.as_ptr()))?;
            Ok(context)
        }
    }

    /// Feeds bytes.
    pub fn update(&mut self, data: &[u8]) -> Result<()> {
        // SAFETY: pointer and length are a live slice's.
        check(unsafe { ffi::EVP_MAC_update(self.0, data.as_ptr(), data.len()) })
    }

    /// Ends it.
    pub fn finish(&mut self) -> Result<Vec<u8>> {
        // SAFETY: the size is what the code writes.
        unsafe {
            let mut length = ffi::EVP_MAC_CTX_get_mac_size(self.0);
            let mut out = vec![0; length];
            check(ffi::EVP_MAC_final(self.0, out.as_mut_ptr(), &mut length, out.len()))?;
            out.truncate(length);
            Ok(out)
        }
    }

    /// Another that goes on from the same state.
    pub fn fork(&self) -> Result<Self> {
        // SAFETY: a live context; the copy is owned.
        non_null(unsafe { ffi::EVP_MAC_CTX_dup(self.0) }).map(Self)
    }
}

impl Drop for MacContext {
    fn drop(&mut self) {
        // SAFETY: made by `new` or `fork`, freed once.
        unsafe { ffi::EVP_MAC_CTX_free(self.0) }
    }
}

/// A running HMAC over a digest that is known already. [`MacContext`] looks the digest up by its name each time, which costs more than the code
/// of a short text.
pub struct HmacContext {
    context: *mut ffi::HMAC_CTX,
    size: usize,
}

// SAFETY: a context has no ties to the thread that made it.
unsafe impl Send for HmacContext {}

impl HmacContext {
    /// Starts one.
    pub fn new(digest: &Digest, key: &[u8]) -> Result<Self> {
        let length = libc::c_int::try_from(key.len()).unwrap_or(libc::c_int::MAX);
        // SAFETY: the context is owned and counts the digest; an empty key is a pointer with length 0, not null, which would mean "none".
        unsafe {
            let hmac = Self { context: non_null(ffi::HMAC_CTX_new())?, size: digest.size() };
            check(ffi::HMAC_Init_ex(hmac.context, key.as_ptr().cast(), length, digest.as_ptr(), ptr::null_mut()))?;
            Ok(hmac)
        }
    }

    /// Feeds bytes.
    pub fn update(&mut self, data: &[u8]) -> Result<()> {
        // SAFETY: pointer and length are a live slice's.
        check(unsafe { ffi::HMAC_Update(self.context, data.as_ptr(), data.len()) })
    }

    /// Ends it.
    pub fn finish(&mut self) -> Result<Vec<u8>> {
        let mut out = vec![0; self.size];
        // SAFETY: an HMAC has the size of its digest.
        check(unsafe { ffi::HMAC_Final(self.context, out.as_mut_ptr(), ptr::null_mut()) })?;
        Ok(out)
    }
}

impl Drop for HmacContext {
    fn drop(&mut self) {
        // SAFETY: made by `new`, freed once.
        unsafe { ffi::HMAC_CTX_free(self.context) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hmac_over_a_known_digest_is_the_same() {
        let digest = Digest::named("sha256").expect("exists");
        let mut mac = HmacContext::new(&digest, &[0x0b; 20]).expect("starts");
        mac.update(b"Hi There").expect("feeds");
        assert_eq!(mac.finish().expect("ends")[..4], [0xb0, 0x34, 0x4c, 0x61]);
    }

    #[test]
    fn the_first_vector_of_rfc_4231() {
        let mut mac = MacContext::new("HMAC", &[0x0b; 20], &Params::new().text("digest", "SHA2-256")).expect("starts");
        mac.update(b"Hi There").expect("feeds");
        assert_eq!(mac.finish().expect("ends")[..4], [0xb0, 0x34, 0x4c, 0x61]);
    }
}
