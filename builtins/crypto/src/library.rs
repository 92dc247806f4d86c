//! The library as a whole: names, version, secure heap, FIPS.

use runtime::{JsError, op};

use crate::error::openssl_error;

/// Names of digests, as OpenSSL writes them, with repetitions.
#[op]
pub(crate) fn digest_names() -> Vec<String> {
    ossl::names::digests()
}

/// Names of ciphers, as OpenSSL writes them, with repetitions.
#[op]
pub(crate) fn cipher_names() -> Vec<String> {
    ossl::names::ciphers()
}

/// Names of message authentication codes.
#[op]
pub(crate) fn mac_names() -> Vec<String> {
    ossl::names::macs()
}

/// Names of elliptic curves.
#[op]
pub(crate) fn curve_names() -> Vec<String> {
    ossl::names::curves()
}

/// `OPENSSL_VERSION_NUMBER`.
#[op]
pub(crate) fn version_number() -> f64 {
    ossl::runtime::version_number() as f64
}

/// Sets the secure heap up; sizes in bytes, powers of two.
#[op]
pub(crate) fn init_secure_heap(size: u32, minimum: u32) -> Result<(), JsError> {
    ossl::runtime::init_secure_heap(size as usize, minimum as usize).map_err(openssl_error)
}

/// Bytes in use of the secure heap, or undefined without one.
#[op]
pub(crate) fn secure_heap_used() -> Option<usize> {
    ossl::runtime::secure_heap_used()
}

/// Whether only FIPS-approved algorithms are used.
#[op]
pub(crate) fn is_fips() -> bool {
    ossl::runtime::is_fips()
}

/// Turns FIPS mode on.
#[op]
pub(crate) fn enable_fips() -> Result<(), JsError> {
    ossl::runtime::enable_fips().map_err(openssl_error)
}

/// Turns FIPS mode off.
#[op]
pub(crate) fn disable_fips() -> Result<(), JsError> {
    ossl::runtime::disable_fips().map_err(openssl_error)
}
