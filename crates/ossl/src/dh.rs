//! Diffie-Hellman with free parameters, as `crypto.DiffieHellman` offers it: also with primes and keys that OpenSSL's newer interface
//! refuses.

use std::ptr;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::bn::{BigNum, BigNumRef};
use openssl_sys as ffi;

use crate::{ErrorStack, Result, check, non_null, raw};

/// Parameters and, once generated or set, a key pair.
pub struct Exchange(*mut ffi::DH);

impl Drop for Exchange {
    fn drop(&mut self) {
        // SAFETY: made by a constructor, freed once.
        unsafe { ffi::DH_free(self.0) }
    }
}

/// `ERR_LIB_DH` of `openssl/err.h`.
const LIBRARY: libc::c_int = 5;

/// `openssl/dherr.h`.
const BAD_GENERATOR: libc::c_int = 101;
const MODULUS_TOO_SMALL: libc::c_int = 126;

/// Why there is no new group.
#[derive(Debug)]
pub enum Refusal {
    /// For a reason that OpenSSL has words for.
    Told(ErrorStack),
    /// OpenSSL does not take the size or the generator.
    Parameters,
}

/// A generator that generates nothing.
pub fn bad_generator() -> ErrorStack {
    dh_error(BAD_GENERATOR)
}

/// An error of OpenSSL's part for Diffie-Hellman, and nothing that happened before.
fn dh_error(reason: libc::c_int) -> ErrorStack {
    ffi::init();
    // SAFETY: plain numbers, and no format.
    unsafe {
        ffi::ERR_clear_error();
        ffi::ERR_new();
        ffi::ERR_set_error(LIBRARY, reason, ptr::null());
    }
    ErrorStack::get()
}

/// What is wrong with a peer's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerKey {
    Valid,
    TooSmall,
    TooLarge,
    Invalid,
}

impl Exchange {
    /// From a prime and a generator.
    pub fn new(prime: BigNum, generator: BigNum) -> Result<Self> {
        ffi::init();
        // SAFETY: the numbers are the object's once the call has succeeded.
        unsafe {
            let exchange = Self(non_null(ffi::DH_new())?);
            check(ffi::DH_set0_pqg(exchange.0, prime.as_ptr(), ptr::null_mut(), generator.as_ptr()))?;
            std::mem::forget((prime, generator));
            Ok(exchange)
        }
    }

    /// With a new prime of `bits` bits. Refuses what OpenSSL would search for in vain.
    pub fn generate(bits: i32, generator: i32) -> std::result::Result<Self, Refusal> {
        if bits < 2 {
            return Err(Refusal::Told(dh_error(MODULUS_TOO_SMALL)));
        }
        if generator < 2 {
            return Err(Refusal::Told(bad_generator()));
        }
        Self::search(bits, generator).map_err(|_| Refusal::Parameters)
    }

    fn search(bits: i32, generator: i32) -> Result<Self> {
        ffi::init();
        // SAFETY: a new object; no progress callback.
        unsafe {
            let exchange = Self(non_null(ffi::DH_new())?);
            check(ffi::DH_generate_parameters_ex(exchange.0, bits, generator, ptr::null_mut()))?;
            Ok(exchange)
        }
    }

    /// `DH_check`'s findings, as bits.
    pub fn check_parameters(&self) -> i32 {
        let mut codes = 0;
        // SAFETY: a live object. The findings count, and the errors that name them again do not.
        unsafe {
            ffi::DH_check(self.0, &mut codes);
            ffi::ERR_clear_error();
        }
        codes
    }

    /// The prime.
    pub fn prime(&self) -> Option<Vec<u8>> {
        let mut prime = ptr::null();
        // SAFETY: the number is the object's and copied at once.
        unsafe {
            ffi::DH_get0_pqg(self.0, &mut prime, ptr::null_mut(), ptr::null_mut());
            bytes(prime)
        }
    }

    /// The generator.
    pub fn generator(&self) -> Option<Vec<u8>> {
        let mut generator = ptr::null();
        // SAFETY: as above.
        unsafe {
            ffi::DH_get0_pqg(self.0, ptr::null_mut(), ptr::null_mut(), &mut generator);
            bytes(generator)
        }
    }

    /// The public key.
    pub fn public_key(&self) -> Option<Vec<u8>> {
        let mut key = ptr::null();
        // SAFETY: as above.
        unsafe {
            ffi::DH_get0_key(self.0, &mut key, ptr::null_mut());
            bytes(key)
        }
    }

    /// The private key.
    pub fn private_key(&self) -> Option<Vec<u8>> {
        let mut key = ptr::null();
        // SAFETY: as above.
        unsafe {
            ffi::DH_get0_key(self.0, ptr::null_mut(), &mut key);
            bytes(key)
        }
    }

    /// Sets the public key.
    pub fn set_public_key(&mut self, key: BigNum) -> Result<()> {
        // SAFETY: the number is the object's once the call has succeeded.
        unsafe { check(ffi::DH_set0_key(self.0, key.as_ptr(), ptr::null_mut()))? };
        std::mem::forget(key);
        Ok(())
    }

    /// Sets the private key.
    pub fn set_private_key(&mut self, key: BigNum) -> Result<()> {
        // SAFETY: as above.
        unsafe { check(ffi::DH_set0_key(self.0, ptr::null_mut(), key.as_ptr()))? };
        std::mem::forget(key);
        Ok(())
    }

    /// Makes a key pair, or the public key of the private one that was set.
    pub fn generate_keys(&mut self) -> Result<()> {
        // SAFETY: a live object.
        check(unsafe { ffi::DH_generate_key(self.0) })
    }

    /// What is to be said of a peer's key.
    pub fn check_peer(&self, key: &BigNumRef) -> PeerKey {
        let mut codes = 0;
        // SAFETY: both are live.
        let called = unsafe { raw::DH_check_pub_key(self.0, key.as_ptr(), &mut codes) };
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        match codes {
            0 if called == 1 => PeerKey::Valid,
            codes if codes & 1 != 0 => PeerKey::TooSmall,
            codes if codes & 2 != 0 => PeerKey::TooLarge,
            _ => PeerKey::Invalid,
        }
    }

    /// The shared secret, as long as the prime.
    pub fn compute(&self, peer: &BigNumRef) -> Result<Vec<u8>> {
        // SAFETY: OpenSSL writes at most `DH_size` bytes.
        unsafe {
            let size = usize::try_from(ffi::DH_size(self.0)).unwrap_or(0);
            let mut out = vec![0; size];
            let length = ffi::DH_compute_key(out.as_mut_ptr(), peer.as_ptr(), self.0);
            if length < 0 {
                return Err(crate::ErrorStack::get());
            }
            let length = usize::try_from(length).unwrap_or(0).min(size);
            out.truncate(length);
            let mut padded = vec![0; size - length];
            padded.extend(out);
            Ok(padded)
        }
    }
}

/// # Safety
/// `number` is null or live.
unsafe fn bytes(number: *const ffi::BIGNUM) -> Option<Vec<u8>> {
    // SAFETY: the caller's contract; the reference ends here.
    (!number.is_null()).then(|| unsafe { BigNumRef::from_ptr(number.cast_mut()) }.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_find_the_same_secret() {
        let make = || {
            let mut side = Exchange::new(
                BigNum::get_rfc3526_prime_2048().expect("a constant"),
                BigNum::from_u32(2).expect("a number"),
            )
            .expect("made");
            side.generate_keys().expect("generates");
            side
        };
        let (a, b) = (make(), make());
        let key = |side: &Exchange| BigNum::from_slice(&side.public_key().expect("generated")).expect("a number");
        assert_eq!(a.compute(&key(&b)).expect("computes"), b.compute(&key(&a)).expect("computes"));
        assert_eq!(a.check_peer(&BigNum::from_u32(1).expect("a number")), PeerKey::TooSmall);
    }
}
