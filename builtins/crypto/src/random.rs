//! Random bytes and comparing in constant time.

use runtime::{BytesMut, JsError, Slice, op};

use crate::error::openssl_error;

/// Fills a buffer from OpenSSL's generator.
#[op(blocking, request = crate::REQUEST.provided_by("RANDOMBYTESREQUEST"))]
pub(crate) fn random_fill(mut target: BytesMut) -> Result<(), JsError> {
    ossl::runtime::fill_random(target.as_mut_slice()).map_err(openssl_error)
}

/// Compares two buffers of equal length in a time that does not depend on their contents.
#[op]
pub(crate) fn equal_in_constant_time(a: Slice<'_>, b: Slice<'_>) -> bool {
    ossl::runtime::equal_in_constant_time(&a, &b)
}
