//! Key derivation by name (`PBKDF2`, `SCRYPT`, `HKDF`, `ARGON2ID`) and prime numbers.

use std::ptr;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl_sys as ffi;

use crate::{Params, Result, c_string, check, int, non_null, raw};

struct Derivation(*mut ffi::EVP_KDF_CTX);

impl Drop for Derivation {
    fn drop(&mut self) {
        // SAFETY: made by `derive`, freed once.
        unsafe { ffi::EVP_KDF_CTX_free(self.0) }
    }
}

/// Derives `length` bytes.
pub fn derive(name: &str, params: &Params, length: usize) -> Result<Vec<u8>> {
    let built = params.build()?;
    let name = c_string(name);
    let mut out = vec![0; length];
    // SAFETY: the context counts the algorithm; OpenSSL writes as many bytes as it is told.
    unsafe {
        let kdf = non_null(ffi::EVP_KDF_fetch(ptr::null_mut(), name.as_ptr(), ptr::null()))?;
        let context = ffi::EVP_KDF_CTX_new(kdf);
        ffi::EVP_KDF_free(kdf);
        let context = Derivation(non_null(context)?);
        check(ffi::EVP_KDF_derive(context.0, out.as_mut_ptr(), out.len(), built.as_ptr()))?;
    }
    Ok(out)
}

/// Whether parameters are ones that `name` takes, without deriving anything.
pub fn accepts(name: &str, params: &Params) -> bool {
    let attempt = || {
        let built = params.build()?;
        let name = c_string(name);
        // SAFETY: as in `derive`.
        unsafe {
            let kdf = non_null(ffi::EVP_KDF_fetch(ptr::null_mut(), name.as_ptr(), ptr::null()))?;
            let context = ffi::EVP_KDF_CTX_new(kdf);
            ffi::EVP_KDF_free(kdf);
            let context = Derivation(non_null(context)?);
            check(raw::EVP_KDF_CTX_set_params(context.0, built.as_ptr()))
        }
    };
    attempt().is_ok()
}

/// Which primes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primes {
    /// All.
    Any,
    /// Those whose `(p - 1) / 2` is a prime too.
    Safe,
}

/// A prime of `bits` bits that is `rem` modulo `add`.
pub fn generate_prime(bits: usize, which: Primes, add: Option<&BigNumRef>, rem: Option<&BigNumRef>) -> Result<BigNum> {
    let prime = BigNum::new()?;
    let context = BigNumContext::new_secure()?;
    let raw_of = |number: Option<&BigNumRef>| number.map_or(ptr::null(), |number| number.as_ptr().cast_const());
    // SAFETY: all numbers are live; no progress callback.
    check(unsafe {
        raw::BN_generate_prime_ex2(
            prime.as_ptr(),
            int(bits),
            libc::c_int::from(which == Primes::Safe),
            raw_of(add),
            raw_of(rem),
            ptr::null_mut(),
            context.as_ptr(),
        )
    })?;
    Ok(prime)
}

/// Whether a number is prime, wrong with a probability of at most 2^-(2 * checks); 0 lets OpenSSL choose.
pub fn is_prime(number: &BigNumRef, checks: i32) -> Result<bool> {
    let mut context = BigNumContext::new_secure()?;
    if checks > 0 {
        return number.is_prime(checks, &mut context);
    }
    // SAFETY: all are live; no progress callback.
    Ok(unsafe { raw::BN_check_prime(number.as_ptr(), context.as_ptr(), ptr::null_mut()) } == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pbkdf2_of_rfc_6070() {
        let params = Params::new()
            .octets("pass", b"password")
            .octets("salt", b"salt")
            .unsigned("iter", 1)
            .text("digest", "SHA1");
        assert_eq!(derive("PBKDF2", &params, 20).expect("derives")[..4], [0x0c, 0x60, 0xc8, 0x0f]);
        assert!(derive("NO-SUCH", &Params::new(), 1).is_err());
    }
}
