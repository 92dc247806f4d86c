//! The names of what OpenSSL has.

use std::ffi::CStr;

use libc::{c_char, c_void};
use openssl_sys as ffi;

use crate::{Cipher, Digest, raw};

/// A copy of a C string; null is empty.
///
/// # Safety
/// `text` is null or NUL-terminated and live.
pub(crate) unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's contract.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// Adds a name to the `Vec<String>` behind `list`.
unsafe extern "C" fn push(name: *const c_char, list: *mut c_void) {
    // SAFETY: the callers below pass their own list, and OpenSSL a live name.
    unsafe { (*list.cast::<Vec<String>>()).push(owned(name)) }
}

/// Every name of every digest in use.
pub fn digests() -> Vec<String> {
    unsafe extern "C" fn provided(digest: *mut ffi::EVP_MD, list: *mut c_void) {
        // SAFETY: OpenSSL passes a live algorithm, `digests` its list.
        unsafe { raw::EVP_MD_names_do_all(digest, push, list) };
    }
    unsafe extern "C" fn legacy(
        _digest: *const ffi::EVP_MD,
        from: *const c_char,
        _to: *const c_char,
        list: *mut c_void,
    ) {
        // SAFETY: as above.
        unsafe { push(from, list) }
    }
    ffi::init();
    let mut list: Vec<String> = Vec::new();
    let data = (&raw mut list).cast();
    // SAFETY: the list outlives both calls.
    unsafe {
        raw::EVP_MD_do_all_provided(std::ptr::null_mut(), provided, data);
        raw::EVP_MD_do_all_sorted(legacy, data);
    }
    list.retain(|name| Digest::named(name).is_some_and(|digest| digest.is_provided()));
    list
}

/// Every name of every cipher in use.
pub fn ciphers() -> Vec<String> {
    unsafe extern "C" fn provided(cipher: *mut ffi::EVP_CIPHER, list: *mut c_void) {
        // SAFETY: OpenSSL passes a live algorithm, `ciphers` its list.
        unsafe { raw::EVP_CIPHER_names_do_all(cipher, push, list) };
    }
    unsafe extern "C" fn legacy(
        _cipher: *const ffi::EVP_CIPHER,
        from: *const c_char,
        _to: *const c_char,
        list: *mut c_void,
    ) {
        // SAFETY: as above.
        unsafe { push(from, list) }
    }
    ffi::init();
    let mut list: Vec<String> = Vec::new();
    let data = (&raw mut list).cast();
    // SAFETY: the list outlives both calls.
    unsafe {
        raw::EVP_CIPHER_do_all_provided(std::ptr::null_mut(), provided, data);
        raw::EVP_CIPHER_do_all_sorted(legacy, data);
    }
    list.retain(|name| Cipher::named(name).is_some_and(|cipher| cipher.is_provided()));
    list
}

/// Every name of every message authentication code.
pub fn macs() -> Vec<String> {
    unsafe extern "C" fn provided(mac: *mut ffi::EVP_MAC, list: *mut c_void) {
        // SAFETY: OpenSSL passes a live algorithm, `macs` its list.
        unsafe { raw::EVP_MAC_names_do_all(mac, push, list) };
    }
    ffi::init();
    let mut list: Vec<String> = Vec::new();
    // SAFETY: the list outlives the call.
    unsafe { raw::EVP_MAC_do_all_provided(std::ptr::null_mut(), provided, (&raw mut list).cast()) };
    list
}

/// The short names of all elliptic curves.
pub fn curves() -> Vec<String> {
    ffi::init();
    // SAFETY: the first call tells how many there are, the second fills as many.
    let curves = unsafe {
        let count = raw::EC_get_builtin_curves(std::ptr::null_mut(), 0);
        let mut curves = vec![raw::BuiltinCurve { nid: 0, comment: std::ptr::null() }; count];
        raw::EC_get_builtin_curves(curves.as_mut_ptr(), count);
        curves
    };
    // SAFETY: the names of numbers are static.
    curves.iter().map(|curve| unsafe { owned(ffi::OBJ_nid2sn(curve.nid)) }).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_hold_the_common_names() {
        assert!(super::digests().iter().any(|name| name == "SHA2-256"));
        assert!(super::ciphers().iter().any(|name| name.eq_ignore_ascii_case("aes-256-gcm")));
        assert!(super::curves().iter().any(|name| name == "secp256k1"));
        assert!(super::macs().iter().any(|name| name == "KMAC-128"));
    }
}
