//! Message digests by name.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr;
use std::rc::Rc;

use openssl_sys as ffi;

use crate::{Result, c_string, check, non_null, raw};

/// `EVP_MD_FLAG_XOF`.
const XOF: libc::c_ulong = 2;

/// A digest algorithm. Fetching walks OpenSSL's providers, which costs more than hashing a short text, so each thread keeps what it
/// has fetched.
#[derive(Clone)]
pub struct Digest(Rc<Fetched>);

struct Fetched(*mut ffi::EVP_MD);

impl Drop for Fetched {
    fn drop(&mut self) {
        // SAFETY: made by `EVP_MD_fetch` and freed once, or of the static table, which this leaves alone.
        unsafe { ffi::EVP_MD_free(self.0) }
    }
}

thread_local! {
    static KNOWN: RefCell<HashMap<String, Digest>> = RefCell::new(HashMap::new());
}

impl Digest {
    /// The algorithm of any name OpenSSL knows, the historical `RSA-SHA256` included. One that no provider in use brings can be asked about,
    /// and fails when it is to begin.
    pub fn named(name: &str) -> Option<Self> {
        KNOWN.with_borrow_mut(|known| {
            if let Some(digest) = known.get(name) {
                return Some(digest.clone());
            }
            let digest = Self::fetch(name)?;
            known.insert(name.to_owned(), digest.clone());
            Some(digest)
        })
    }

    fn fetch(name: &str) -> Option<Self> {
        if name.is_empty() || name.contains('\0') {
            return None;
        }
        ffi::init();
        let name = c_string(name);
        // SAFETY: `name` is NUL-terminated; the legacy table is static, and its entry's own name is what a provider knows.
        unsafe {
            let legacy = ffi::EVP_get_digestbyname(name.as_ptr());
            let canonical = if legacy.is_null() { name.as_ptr() } else { raw::EVP_MD_get0_name(legacy) };
            let fetched = ffi::EVP_MD_fetch(ptr::null_mut(), canonical, ptr::null());
            ffi::ERR_clear_error();
            let found = if fetched.is_null() { legacy.cast_mut() } else { fetched };
            (!found.is_null()).then(|| Self(Rc::new(Fetched(found))))
        }
    }

    /// Whether a provider in use brings it.
    pub fn is_provided(&self) -> bool {
        // SAFETY: a live algorithm.
        unsafe { !raw::EVP_MD_get0_provider(self.as_ptr()).is_null() }
    }

    pub(crate) fn as_ptr(&self) -> *const ffi::EVP_MD {
        self.0.0
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
