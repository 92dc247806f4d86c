//! Message digests by name.

use std::ptr;
use std::thread::LocalKey;

use libc::c_char;
use openssl_sys as ffi;

use crate::algorithm::{Algorithm, Historical, Kept, Kind};
use crate::{Result, check, non_null, raw};

/// `EVP_MD_FLAG_XOF`.
const XOF: libc::c_ulong = 2;

/// A digest algorithm.
#[derive(Clone)]
pub struct Digest(Algorithm<ffi::EVP_MD>);

thread_local! {
    static KEPT: Kept<ffi::EVP_MD> = Kept::default();
}

impl Kind for ffi::EVP_MD {
    const FETCH: unsafe extern "C" fn(*mut ffi::OSSL_LIB_CTX, *const c_char, *const c_char) -> *mut Self =
        ffi::EVP_MD_fetch;
    const FREE: unsafe extern "C" fn(*mut Self) = ffi::EVP_MD_free;

    fn kept() -> &'static LocalKey<Kept<Self>> {
        &KEPT
    }
}

impl Historical for ffi::EVP_MD {
    const OF_TABLE: unsafe extern "C" fn(*const c_char) -> *const Self = ffi::EVP_get_digestbyname;
    const NAME: unsafe extern "C" fn(*const Self) -> *const c_char = raw::EVP_MD_get0_name;
    const PROVIDER: unsafe extern "C" fn(*const Self) -> *const ffi::OSSL_PROVIDER = raw::EVP_MD_get0_provider;
}

impl Digest {
    /// The algorithm of any name OpenSSL knows, the historical `RSA-SHA256` included. One that no provider in use brings can be asked about,
    /// and fails when it is to begin.
    pub fn named(name: &str) -> Option<Self> {
        Algorithm::named(name).map(Self)
    }

    /// Whether a provider in use brings it.
    pub fn is_provided(&self) -> bool {
        self.0.is_provided()
    }

    pub(crate) fn as_ptr(&self) -> *const ffi::EVP_MD {
        self.0.as_ptr()
    }

    /// OpenSSL's own name of it, such as `SHA2-256`.
    pub fn name(&self) -> String {
        // SAFETY: the name lives as long as the algorithm.
        unsafe { crate::names::owned(raw::EVP_MD_get0_name(self.as_ptr())) }
    }

    /// Output length in bytes. SHAKE has none of its own since OpenSSL 3.4; it gets the one it had before.
    pub fn size(&self) -> usize {
        // SAFETY: a live algorithm.
        match usize::try_from(unsafe { ffi::EVP_MD_get_size(self.as_ptr()) }).unwrap_or(0) {
            0 if self.is_extendable() => {
                if self.name().contains("128") {
                    16
                } else {
                    32
                }
            }
            size => size,
        }
    }

    /// Block length in bytes.
    pub fn block_size(&self) -> usize {
        // SAFETY: a live algorithm.
        usize::try_from(unsafe { ffi::EVP_MD_get_block_size(self.as_ptr()) }).unwrap_or(0)
    }

    /// Whether the output length can be chosen (SHAKE).
    pub fn is_extendable(&self) -> bool {
        // SAFETY: a live algorithm.
        unsafe { raw::EVP_MD_get_flags(self.as_ptr()) & XOF != 0 }
    }
}

/// A running digest.
pub struct DigestContext(*mut ffi::EVP_MD_CTX);

impl DigestContext {
    /// Starts one.
    pub fn new(digest: &Digest) -> Result<Self> {
        let context = Self::empty()?;
        // SAFETY: both are live.
        check(unsafe { ffi::EVP_DigestInit_ex(context.0, digest.as_ptr(), ptr::null_mut()) })?;
        Ok(context)
    }

    pub(crate) fn empty() -> Result<Self> {
        ffi::init();
        // SAFETY: a new context that `Drop` frees.
        non_null(unsafe { ffi::EVP_MD_CTX_new() }).map(Self)
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::EVP_MD_CTX {
        self.0
    }

    /// Feeds bytes.
    pub fn update(&mut self, data: &[u8]) -> Result<()> {
        // SAFETY: pointer and length are a live slice's.
        check(unsafe { ffi::EVP_DigestUpdate(self.0, data.as_ptr().cast(), data.len()) })
    }

    /// Ends it, filling `out`, whose length is the digest's.
    pub fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        // SAFETY: OpenSSL writes the digest's size, which `out` has.
        check(unsafe { ffi::EVP_DigestFinal_ex(self.0, out.as_mut_ptr(), ptr::null_mut()) })
    }

    /// Ends an extendable one, filling `out` whole.
    pub fn finish_extendable(&mut self, out: &mut [u8]) -> Result<()> {
        // SAFETY: OpenSSL writes as many bytes as it is told.
        check(unsafe { ffi::EVP_DigestFinalXOF(self.0, out.as_mut_ptr(), out.len()) })
    }

    /// Starts anew with the same digest. A new context costs more than the digest of a short text.
    pub fn restart(&mut self) -> Result<()> {
        // SAFETY: a live context that has a digest; without a type it keeps that one.
        check(unsafe { ffi::EVP_DigestInit_ex(self.0, ptr::null(), ptr::null_mut()) })
    }

    /// Another that goes on from the same state.
    pub fn fork(&self) -> Result<Self> {
        let copy = Self::empty()?;
        // SAFETY: both are live.
        check(unsafe { ffi::EVP_MD_CTX_copy_ex(copy.0, self.0) })?;
        Ok(copy)
    }
}

impl Drop for DigestContext {
    fn drop(&mut self) {
        // SAFETY: made by `empty`, freed once.
        unsafe { ffi::EVP_MD_CTX_free(self.0) }
    }
}

/// A whole digest of `length` bytes.
pub fn hash(digest: &Digest, data: &[u8], length: usize) -> Result<Vec<u8>> {
    let mut context = DigestContext::new(digest)?;
    context.update(data)?;
    let mut out = vec![0; length];
    if digest.is_extendable() {
        context.finish_extendable(&mut out)?;
    } else {
        context.finish(&mut out)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_by_their_names() {
        let sha = Digest::named("RSA-SHA256").expect("known to OpenSSL");
        assert_eq!((sha.size(), sha.block_size(), sha.is_extendable()), (32, 64, false));
        assert_eq!(hash(&sha, b"abc", 32).expect("hashes")[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert!(Digest::named("shake128").expect("known").is_extendable());
        assert!(Digest::named("no such").is_none());
    }

    #[test]
    fn a_restarted_digest_has_forgotten_everything() {
        let sha = Digest::named("sha256").expect("known to OpenSSL");
        let mut context = DigestContext::new(&sha).expect("starts");
        let mut out = [0; 32];
        for _ in 0..2 {
            context.update(b"a").expect("feeds");
            context.restart().expect("restarts");
            context.update(b"abc").expect("feeds");
            context.finish(&mut out).expect("ends");
            assert_eq!(out[..4], [0xba, 0x78, 0x16, 0xbf]);
            context.restart().expect("restarts after the end");
        }
    }
}
