//! Message authentication codes by name (`HMAC`, `KMAC-128`, `CMAC`, `POLY1305`).

use std::ptr;

use openssl_sys as ffi;

use crate::{Params, Result, c_string, check, non_null};

/// A running code.
pub struct MacContext(*mut ffi::EVP_MAC_CTX);

// SAFETY: a context has no ties to the thread that made it.
unsafe impl Send for MacContext {}

impl MacContext {
    /// Starts one.
    pub fn new(name: &str, key: &[u8], params: &Params) -> Result<Self> {
        let built = params.build()?;
        let name = c_string(name);
        // SAFETY: the context counts the algorithm; an empty key is a pointer with length 0, not null, which would mean "none".
        unsafe {
            let mac = non_null(ffi::EVP_MAC_fetch(ptr::null_mut(), name.as_ptr(), ptr::null()))?;
            let context = ffi::EVP_MAC_CTX_new(mac);
            ffi::EVP_MAC_free(mac);
            let context = Self(non_null(context)?);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_vector_of_rfc_4231() {
        let mut mac = MacContext::new("HMAC", &[0x0b; 20], &Params::new().text("digest", "SHA2-256")).expect("starts");
        mac.update(b"Hi There").expect("feeds");
        assert_eq!(mac.finish().expect("ends")[..4], [0xb0, 0x34, 0x4c, 0x61]);
    }
}
