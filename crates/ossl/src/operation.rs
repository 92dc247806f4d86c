//! What keys do: generate, sign, verify, encrypt, derive, encapsulate.

use std::ptr;

use openssl_sys as ffi;

use crate::{Digest, DigestContext, Key, Params, Result, c_string, check, non_null, raw};

/// A key operation being set up.
pub(crate) struct Context(*mut ffi::EVP_PKEY_CTX);

type Init = unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX, *const ffi::OSSL_PARAM) -> libc::c_int;
type Run = unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX, *mut u8, *mut usize, *const u8, usize) -> libc::c_int;

impl Context {
    pub(crate) fn of_kind(kind: &str) -> Result<Self> {
        ffi::init();
        let kind = c_string(kind);
        // SAFETY: a new context that `Drop` frees.
        non_null(unsafe { ffi::EVP_PKEY_CTX_new_from_name(ptr::null_mut(), kind.as_ptr(), ptr::null()) }).map(Self)
    }

    pub(crate) fn of_key(key: &Key) -> Result<Self> {
        // SAFETY: a new context that counts the key.
        non_null(unsafe { raw::EVP_PKEY_CTX_new_from_pkey(ptr::null_mut(), key.as_ptr(), ptr::null()) }).map(Self)
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::EVP_PKEY_CTX {
        self.0
    }

    pub(crate) fn generate(&self, params: &Params) -> Result<Key> {
        self.make(ffi::EVP_PKEY_keygen_init, params)
    }

    pub(crate) fn generate_parameters(&self, params: &Params) -> Result<Key> {
        self.make(ffi::EVP_PKEY_paramgen_init, params)
    }

    fn make(&self, init: unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX) -> libc::c_int, params: &Params) -> Result<Key> {
        let built = params.build()?;
        let mut key = ptr::null_mut();
        // SAFETY: context and parameters are live; the key is owned on success.
        unsafe {
            check(init(self.0))?;
            check(ffi::EVP_PKEY_CTX_set_params(self.0, built.as_ptr()))?;
            check(ffi::EVP_PKEY_generate(self.0, &mut key))?;
            Key::from_raw(key)
        }
    }

    fn start(&self, init: Init, params: &Params) -> Result<()> {
        let built = params.build()?;
        // SAFETY: context and parameters are live; OpenSSL reads the parameters during the call.
        check(unsafe { init(self.0, built.as_ptr()) })
    }

    /// Asks for the output's length, then for the output.
    fn run(&self, run: Run, input: &[u8]) -> Result<Vec<u8>> {
        let mut length = 0;
        // SAFETY: pointers and lengths come from live values; the second call writes at most `length` bytes.
        unsafe {
            check(run(self.0, ptr::null_mut(), &mut length, input.as_ptr(), input.len()))?;
            let mut out = vec![0; length];
            check(run(self.0, out.as_mut_ptr(), &mut length, input.as_ptr(), input.len()))?;
            out.truncate(length);
            Ok(out)
        }
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: made by a constructor, freed once.
        unsafe { ffi::EVP_PKEY_CTX_free(self.0) }
    }
}

/// Signs a message; without a digest by the key's own scheme.
pub fn sign(key: &Key, digest: Option<&str>, params: &Params, message: &[u8]) -> Result<Vec<u8>> {
    let context = DigestContext::empty()?;
    let built = params.build()?;
    let digest = digest.map(c_string);
    let name = digest.as_ref().map_or(ptr::null(), |name| name.as_ptr());
    let (ctx, mut length) = (context.as_ptr(), 0);
    // SAFETY: pointers and lengths come from live values; the second call writes at most `length` bytes.
    unsafe {
        let key = key.as_ptr();
        check(raw::EVP_DigestSignInit_ex(
            ctx,
            ptr::null_mut(),
            name,
            ptr::null_mut(),
            ptr::null(),
            key,
            built.as_ptr(),
        ))?;
        check(ffi::EVP_DigestSign(ctx, ptr::null_mut(), &mut length, message.as_ptr(), message.len()))?;
        let mut out = vec![0; length];
        check(ffi::EVP_DigestSign(ctx, out.as_mut_ptr(), &mut length, message.as_ptr(), message.len()))?;
        out.truncate(length);
        Ok(out)
    }
}

/// Verifies a message's signature. A malformed signature is not valid; an error is a key or parameters that do not fit.
pub fn verify(key: &Key, digest: Option<&str>, params: &Params, message: &[u8], signature: &[u8]) -> Result<bool> {
    let context = DigestContext::empty()?;
    let built = params.build()?;
    let digest = digest.map(c_string);
    let name = digest.as_ref().map_or(ptr::null(), |name| name.as_ptr());
    let ctx = context.as_ptr();
    // SAFETY: pointers and lengths come from live values.
    unsafe {
        let key = key.as_ptr();
        check(raw::EVP_DigestVerifyInit_ex(
            ctx,
            ptr::null_mut(),
            name,
            ptr::null_mut(),
            ptr::null(),
            key,
            built.as_ptr(),
        ))?;
        let valid = ffi::EVP_DigestVerify(ctx, signature.as_ptr(), signature.len(), message.as_ptr(), message.len());
        ffi::ERR_clear_error();
        Ok(valid == 1)
    }
}

/// Signs what has been hashed already.
pub fn sign_hash(key: &Key, digest: &Digest, params: &Params, hash: &[u8]) -> Result<Vec<u8>> {
    let context = Context::of_key(key)?;
    context.start(raw::EVP_PKEY_sign_init_ex, params)?;
    context.use_digest(digest)?;
    context.run(ffi::EVP_PKEY_sign, hash)
}

/// Verifies what has been hashed already.
pub fn verify_hash(key: &Key, digest: &Digest, params: &Params, hash: &[u8], signature: &[u8]) -> Result<bool> {
    let context = Context::of_key(key)?;
    context.start(raw::EVP_PKEY_verify_init_ex, params)?;
    context.use_digest(digest)?;
    // SAFETY: pointers and lengths come from live values.
    unsafe {
        let valid = ffi::EVP_PKEY_verify(context.0, signature.as_ptr(), signature.len(), hash.as_ptr(), hash.len());
        ffi::ERR_clear_error();
        Ok(valid == 1)
    }
}

impl Context {
    fn use_digest(&self, digest: &Digest) -> Result<()> {
        // SAFETY: both are live.
        check(unsafe { ffi::EVP_PKEY_CTX_set_signature_md(self.0, digest.as_ptr()) })
    }
}

/// The four RSA operations on bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// With the public key, for its owner.
    Encrypt,
    /// With the private key.
    Decrypt,
    /// With the private key, for anyone: a signature without a digest.
    Sign,
    /// With the public key, what [`Transform::Sign`] made.
    Recover,
}

/// Runs one of them.
pub fn transform(key: &Key, operation: Transform, params: &Params, data: &[u8]) -> Result<Vec<u8>> {
    let context = Context::of_key(key)?;
    let (init, run): (Init, Run) = match operation {
        Transform::Encrypt => (raw::EVP_PKEY_encrypt_init_ex, ffi::EVP_PKEY_encrypt),
        Transform::Decrypt => (raw::EVP_PKEY_decrypt_init_ex, ffi::EVP_PKEY_decrypt),
        Transform::Sign => (raw::EVP_PKEY_sign_init_ex, ffi::EVP_PKEY_sign),
        Transform::Recover => (raw::EVP_PKEY_verify_recover_init_ex, ffi::EVP_PKEY_verify_recover),
    };
    context.start(init, params)?;
    context.run(run, data)
}

/// The secret two keys share (DH, ECDH, X25519).
pub fn derive(own: &Key, peer: &Key, params: &Params) -> Result<Vec<u8>> {
    let context = Context::of_key(own)?;
    context.start(raw::EVP_PKEY_derive_init_ex, params)?;
    let mut length = 0;
    // SAFETY: keys and buffers are live; the second call writes at most `length` bytes.
    unsafe {
        check(ffi::EVP_PKEY_derive_set_peer(context.0, peer.as_ptr()))?;
        check(ffi::EVP_PKEY_derive(context.0, ptr::null_mut(), &mut length))?;
        let mut out = vec![0; length];
        check(ffi::EVP_PKEY_derive(context.0, out.as_mut_ptr(), &mut length))?;
        out.truncate(length);
        Ok(out)
    }
}

/// A fresh secret and what its holder needs to find it: `(ciphertext, secret)`.
pub fn encapsulate(key: &Key, params: &Params) -> Result<(Vec<u8>, Vec<u8>)> {
    let context = Context::of_key(key)?;
    context.start(ffi::EVP_PKEY_encapsulate_init, params)?;
    let (mut text_length, mut secret_length) = (0, 0);
    // SAFETY: the first call tells both lengths, the second writes at most that much.
    unsafe {
        check(ffi::EVP_PKEY_encapsulate(
            context.0,
            ptr::null_mut(),
            &mut text_length,
            ptr::null_mut(),
            &mut secret_length,
        ))?;
        let (mut text, mut secret) = (vec![0; text_length], vec![0; secret_length]);
        check(ffi::EVP_PKEY_encapsulate(
            context.0,
            text.as_mut_ptr(),
            &mut text_length,
            secret.as_mut_ptr(),
            &mut secret_length,
        ))?;
        text.truncate(text_length);
        secret.truncate(secret_length);
        Ok((text, secret))
    }
}

/// The secret of a ciphertext.
pub fn decapsulate(key: &Key, params: &Params, ciphertext: &[u8]) -> Result<Vec<u8>> {
    let context = Context::of_key(key)?;
    context.start(ffi::EVP_PKEY_decapsulate_init, params)?;
    context.run(ffi::EVP_PKEY_decapsulate, ciphertext)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_hold_for_their_message_only() {
        let key = Key::generate("ED25519", &Params::new()).expect("generates");
        let signature = sign(&key, None, &Params::new(), b"hello").expect("signs");
        assert!(verify(&key, None, &Params::new(), b"hello", &signature).expect("verifies"));
        assert!(!verify(&key, None, &Params::new(), b"hullo", &signature).expect("verifies"));
    }

    #[test]
    fn encapsulated_secrets_agree() {
        let key = Key::generate("ML-KEM-768", &Params::new()).expect("generates");
        let (text, secret) = encapsulate(&key, &Params::new()).expect("encapsulates");
        assert_eq!(decapsulate(&key, &Params::new(), &text).expect("decapsulates"), secret);
    }
}
