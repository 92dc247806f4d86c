//! Random bytes and comparing in constant time.

use runtime::{Bytes, BytesMut, JsError, op};

use crate::error::openssl_error;

/// Fills a buffer from OpenSSL's generator.
#[op(blocking)]
pub(crate) fn random_fill(mut target: BytesMut) -> Result<(), JsError> {
    openssl::rand::rand_bytes(target.as_mut_slice()).map_err(openssl_error)
}

/// Compares two buffers of equal length in a time that does not depend on their contents.
#[op]
pub(crate) fn equal_in_constant_time(a: Bytes, b: Bytes) -> bool {
    openssl::memcmp::eq(&a, &b)
}
