//! Keys from passwords and from other keys.

use openssl::pkey::Id;
use openssl::pkey_ctx::PkeyCtx;
use runtime::{Bytes, JsError, op};

use crate::error::{invalid_digest, openssl_error};
use crate::hash::{digest_named, md_named};

/// PBKDF2 (RFC 8018) with HMAC over `digest`.
#[op(blocking)]
pub(crate) fn pbkdf2(
    password: Bytes,
    salt: Bytes,
    iterations: u32,
    length: u32,
    digest: String,
) -> Result<Vec<u8>, JsError> {
    let digest = digest_named(&digest).ok_or_else(|| invalid_digest(&digest))?;
    let mut key = vec![0; length as usize];
    openssl::pkcs5::pbkdf2_hmac(&password, &salt, iterations as usize, digest, &mut key).map_err(openssl_error)?;
    Ok(key)
}

/// scrypt (RFC 7914); `max_memory` in bytes.
#[op(blocking)]
pub(crate) fn scrypt(
    password: Bytes,
    salt: Bytes,
    cost: u64,
    block_size: u64,
    parallelization: u64,
    max_memory: u64,
    length: u32,
) -> Result<Vec<u8>, JsError> {
    let mut key = vec![0; length as usize];
    openssl::pkcs5::scrypt(&password, &salt, cost, block_size, parallelization, max_memory, &mut key).map_err(
        |_| {
            JsError::range_error("Invalid scrypt params: memory limit exceeded")
                .with_code("ERR_CRYPTO_INVALID_SCRYPT_PARAMS")
        },
    )?;
    Ok(key)
}

/// HKDF (RFC 5869), extract and expand.
#[op(blocking)]
pub(crate) fn hkdf(digest: String, key: Bytes, salt: Bytes, info: Bytes, length: u32) -> Result<Vec<u8>, JsError> {
    let digest = md_named(&digest).ok_or_else(|| invalid_digest(&digest))?;
    let mut out = vec![0; length as usize];
    let mut derive = || {
        let mut context = PkeyCtx::new_id(Id::HKDF)?;
        context.derive_init()?;
        context.set_hkdf_md(digest)?;
        context.set_hkdf_key(&key)?;
        context.set_hkdf_salt(&salt)?;
        context.add_hkdf_info(&info)?;
        context.derive(Some(&mut out))
    };
    derive().map_err(openssl_error)?;
    Ok(out)
}
