//! Keys from passwords and from other keys; primes.

use ossl::kdf::{Primes, accepts, derive, generate_prime, is_prime};
use ossl::{BigNum, ErrorStack};
use runtime::{Bytes, JsError, Request, op};

use crate::error::{from_stack_as, openssl_error};
use crate::values::{KeyArg, ParamList};

/// Derives bytes by any of OpenSSL's functions. `key`, where there is one, becomes the parameter `key_param`.
#[op(blocking, request = derivation(name))]
pub(crate) fn derive_bytes(
    name: String,
    params: ParamList,
    length: u32,
    key: Option<KeyArg>,
    key_param: Option<String>,
) -> Result<Vec<u8>, JsError> {
    let mut params = params.0;
    if let (Some(key), Some(name)) = (key, key_param) {
        params.push(&name, ossl::Value::Octets(crate::keys::secret_of(&key.0)?.to_vec()));
    }
    derive(&name, &params, length as usize).map_err(|stack| underived(&name, stack))
}

/// What a derivation is called: those that have a function of their own in `node:crypto` have a name of their own.
fn derivation(name: &str) -> Request {
    crate::REQUEST.provided_by(match name {
        "PBKDF2" => "PBKDF2REQUEST",
        "SCRYPT" => "SCRYPTREQUEST",
        _ => "DERIVEBITSREQUEST",
    })
}

/// Whether a derivation's parameters are acceptable, without running it.
#[op]
pub(crate) fn accepts_derivation(name: String, params: ParamList) -> bool {
    accepts(&name, &params.0)
}

/// A prime number in big-endian bytes, as long as its bits.
#[op(blocking, request = crate::REQUEST.provided_by("RANDOMPRIMEREQUEST"))]
pub(crate) fn generate_prime_bytes(
    bits: u32,
    safe: bool,
    add: Option<Bytes>,
    rem: Option<Bytes>,
) -> Result<Vec<u8>, JsError> {
    let number = |bytes: &Bytes| BigNum::from_slice(bytes).map_err(openssl_error);
    let add = add.as_ref().map(number).transpose()?;
    let rem = rem.as_ref().map(number).transpose()?;
    let which = if safe { Primes::Safe } else { Primes::Any };
    let prime = generate_prime(bits as usize, which, add.as_deref(), rem.as_deref()).map_err(openssl_error)?;
    let length = i32::try_from(bits.div_ceil(8)).unwrap_or(i32::MAX);
    prime.to_vec_padded(length).map_err(openssl_error)
}

/// Whether a number is prime.
#[op(blocking, request = crate::REQUEST.provided_by("CHECKPRIMEREQUEST"))]
pub(crate) fn check_prime_bytes(candidate: Bytes, checks: i32) -> Result<bool, JsError> {
    let number = BigNum::from_slice(&candidate).map_err(openssl_error)?;
    is_prime(&number, checks).map_err(openssl_error)
}

fn underived(name: &str, stack: ErrorStack) -> JsError {
    match name {
        "HKDF" => from_stack_as("HKDF derivation failed", &stack),
        "PBKDF2" => from_stack_as("PBKDF2 derivation failed", &stack),
        _ => openssl_error(stack),
    }
}
