//! The library itself: its version, its secure heap, FIPS mode, comparing in constant time.

use openssl_sys as ffi;

use crate::{Result, check, raw};

/// `3.5.5`.
pub fn version() -> String {
    openssl::version::version().split(' ').nth(1).unwrap_or_default().to_owned()
}

/// `OPENSSL_VERSION_NUMBER`.
pub fn version_number() -> u64 {
    u64::try_from(openssl::version::number()).unwrap_or(0)
}

/// Sets memory apart for key material (`CRYPTO_secure_malloc_init`). Must come before the first key.
pub fn init_secure_heap(size: usize, minimum: usize) -> Result<()> {
    // SAFETY: no pointers.
    check(unsafe { raw::CRYPTO_secure_malloc_init(size, minimum) })
}

/// Bytes in use of the secure heap, or `None` without one.
pub fn secure_heap_used() -> Option<usize> {
    // SAFETY: no pointers.
    unsafe { (raw::CRYPTO_secure_malloc_initialized() == 1).then(|| raw::CRYPTO_secure_used()) }
}

/// Whether only FIPS-approved algorithms are fetched.
pub fn is_fips() -> bool {
    ffi::init();
    // SAFETY: the default library context.
    unsafe { ffi::EVP_default_properties_is_fips_enabled(std::ptr::null_mut()) == 1 }
}

/// Lets only FIPS-approved algorithms be fetched.
pub fn enable_fips() -> Result<()> {
    ffi::init();
    // SAFETY: the default library context.
    check(unsafe { ffi::EVP_default_properties_enable_fips(std::ptr::null_mut(), 1) })
}

/// Lets all algorithms be fetched again.
pub fn disable_fips() -> Result<()> {
    ffi::init();
    // SAFETY: the default library context.
    check(unsafe { ffi::EVP_default_properties_enable_fips(std::ptr::null_mut(), 0) })
}

/// Whether two slices of equal length hold the same, in a time that does not depend on their contents.
pub fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && openssl::memcmp::eq(a, b)
}

/// Fills a buffer from OpenSSL's generator.
pub fn fill_random(target: &mut [u8]) -> Result<()> {
    openssl::rand::rand_bytes(target)
}
