//! OpenSSL 3 behind safe names: the fetch-by-name interfaces (`EVP_MD`, `EVP_CIPHER`, `EVP_MAC`, `EVP_KDF`, keys from parameters) that
//! the `openssl` crate lacks. It knows nothing of JavaScript; every failure is OpenSSL's error stack.
//!
//! All `unsafe` of cryptography is here. Types of the `openssl` crate (`BigNum`, `X509`, `PKey`) are used where they exist.

mod algorithm;
pub mod bio;
pub mod certificate;
pub mod cipher;
pub mod config;
pub mod dh;
pub mod digest;
pub mod encoding;
pub mod kdf;
pub mod key;
pub mod mac;
pub mod memory;
pub mod names;
pub mod operation;
pub mod params;
mod raw;
pub mod reason;
pub mod runtime;
pub mod spkac;
pub mod store;

pub use openssl::bn::{BigNum, BigNumContext, BigNumRef};
pub use openssl::error::ErrorStack;
pub use openssl::x509::{X509, X509Ref};

pub use cipher::Cipher;
pub use digest::{Digest, DigestContext};
pub use key::Key;
pub use mac::{HmacContext, MacContext};
pub use params::{Params, Value};

/// What OpenSSL calls give back.
pub type Result<T> = std::result::Result<T, ErrorStack>;

/// OpenSSL's convention: positive is success.
fn check(code: libc::c_int) -> Result<()> {
    if code > 0 { Ok(()) } else { Err(ErrorStack::get()) }
}

/// A pointer that OpenSSL made, or its errors.
fn non_null<T>(pointer: *mut T) -> Result<*mut T> {
    if pointer.is_null() { Err(ErrorStack::get()) } else { Ok(pointer) }
}

/// OpenSSL's lengths are `int` in its older functions.
fn int(length: usize) -> libc::c_int {
    libc::c_int::try_from(length).unwrap_or(libc::c_int::MAX)
}

/// A C string; text with a NUL inside names nothing, like the empty one.
fn c_string(text: &str) -> std::ffi::CString {
    std::ffi::CString::new(text).unwrap_or_default()
}
