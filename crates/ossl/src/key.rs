//! Asymmetric keys of every type OpenSSL knows, by the names of its manual (`RSA`, `EC`, `ED25519`, `ML-DSA-44`).

use std::ptr;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::bn::BigNum;
use openssl::pkey::{PKey, PKeyRef};
use openssl_sys as ffi;

use crate::operation::Context;
use crate::{Params, Result, c_string, check, non_null, raw};

/// Which part of a key bytes or parameters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// What the group is, without a key.
    Parameters,
    Public,
    Private,
}

impl Half {
    /// `EVP_PKEY_KEY_PARAMETERS`, `EVP_PKEY_PUBLIC_KEY`, `EVP_PKEY_KEYPAIR`.
    fn selection(self) -> libc::c_int {
        match self {
            Half::Parameters => 0x84,
            Half::Public => 0x86,
            Half::Private => 0x87,
        }
    }
}

/// A key, or the parameters of one. Clones share it.
pub struct Key(*mut ffi::EVP_PKEY);

// SAFETY: keys are counted atomically and locked by OpenSSL where they cache.
unsafe impl Send for Key {}
// SAFETY: as above; nothing here changes a key once it is made.
unsafe impl Sync for Key {}

impl Clone for Key {
    fn clone(&self) -> Self {
        // SAFETY: a live key.
        unsafe { ffi::EVP_PKEY_up_ref(self.0) };
        Self(self.0)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: one reference is this value's.
        unsafe { ffi::EVP_PKEY_free(self.0) }
    }
}

impl<T> From<PKey<T>> for Key {
    fn from(key: PKey<T>) -> Self {
        let raw = key.as_ptr();
        std::mem::forget(key);
        Self(raw)
    }
}

impl Key {
    /// # Safety
    /// `raw` is an owned reference, or null with OpenSSL's errors set.
    pub(crate) unsafe fn from_raw(raw: *mut ffi::EVP_PKEY) -> Result<Self> {
        non_null(raw).map(Self)
    }

    pub(crate) fn as_ptr(&self) -> *mut ffi::EVP_PKEY {
        self.0
    }

    /// The key as the `openssl` crate's type. The caller knows which half it holds.
    pub fn as_pkey<T>(&self) -> &PKeyRef<T> {
        // SAFETY: the reference lives no longer than `self`.
        unsafe { PKeyRef::from_ptr(self.0) }
    }

    /// Makes a key of `kind` from parameters.
    pub fn from_params(kind: &str, half: Half, params: &Params) -> Result<Self> {
        let context = Context::of_kind(kind)?;
        let built = params.build()?;
        let mut key = ptr::null_mut();
        // SAFETY: context and parameters are live; the key is owned on success.
        unsafe {
            check(ffi::EVP_PKEY_fromdata_init(context.as_ptr()))?;
            check(ffi::EVP_PKEY_fromdata(context.as_ptr(), &mut key, half.selection(), built.as_ptr()))?;
            Self::from_raw(key)
        }
    }

    /// Makes a key of `kind` from its raw bytes (Ed25519 and its like, ML-DSA, ML-KEM, SLH-DSA).
    pub fn from_raw_bytes(kind: &str, half: Half, bytes: &[u8]) -> Result<Self> {
        ffi::init();
        let kind = c_string(kind);
        let (null, none) = (ptr::null_mut(), ptr::null());
        // SAFETY: pointers and lengths come from live values; the key is owned on success.
        unsafe {
            Self::from_raw(match half {
                Half::Private => {
                    ffi::EVP_PKEY_new_raw_private_key_ex(null, kind.as_ptr(), none, bytes.as_ptr(), bytes.len())
                }
                _ => ffi::EVP_PKEY_new_raw_public_key_ex(null, kind.as_ptr(), none, bytes.as_ptr(), bytes.len()),
            })
        }
    }

    /// Generates a key of `kind`.
    pub fn generate(kind: &str, params: &Params) -> Result<Self> {
        Context::of_kind(kind)?.generate(params)
    }

    /// Generates the parameters of a kind that has some (DSA, DH).
    pub fn generate_parameters(kind: &str, params: &Params) -> Result<Self> {
        Context::of_kind(kind)?.generate_parameters(params)
    }

    /// Generates a key with the parameters of this one.
    pub fn generate_like(&self) -> Result<Self> {
        Context::of_key(self)?.generate(&Params::new())
    }

    /// OpenSSL's name of the key's type.
    pub fn kind(&self) -> String {
        // SAFETY: the name lives as long as the key.
        unsafe { crate::names::owned(raw::EVP_PKEY_get0_type_name(self.0)) }
    }

    /// Size in bits: of the modulus, the prime or the field.
    pub fn bits(&self) -> u32 {
        // SAFETY: a live key.
        u32::try_from(unsafe { ffi::EVP_PKEY_get_bits(self.0) }).unwrap_or(0)
    }

    /// The longest output of an operation with this key.
    pub fn size(&self) -> usize {
        // SAFETY: a live key.
        usize::try_from(unsafe { ffi::EVP_PKEY_get_size(self.0) }).unwrap_or(0)
    }

    /// A parameter that is a number.
    pub fn number(&self, name: &str) -> Option<BigNum> {
        let name = c_string(name);
        let mut number = ptr::null_mut();
        // SAFETY: the number is allocated by OpenSSL and owned on success.
        unsafe {
            let found = ffi::EVP_PKEY_get_bn_param(self.0, name.as_ptr(), &mut number) == 1;
            ffi::ERR_clear_error();
            found.then(|| BigNum::from_ptr(number))
        }
    }

    /// A parameter that is a text of at most 255 bytes.
    pub fn text(&self, name: &str) -> Option<String> {
        let name = c_string(name);
        let mut buffer = [0_u8; 256];
        let mut used = 0;
        // SAFETY: OpenSSL writes at most as many bytes as it is told.
        let found = unsafe {
            let found = ffi::EVP_PKEY_get_utf8_string_param(
                self.0,
                name.as_ptr(),
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                &mut used,
            );
            ffi::ERR_clear_error();
            found == 1
        };
        found.then(|| String::from_utf8_lossy(&buffer[..used.min(buffer.len())]).into_owned())
    }

    /// A parameter that is bytes.
    pub fn octets(&self, name: &str) -> Option<Vec<u8>> {
        let name = c_string(name);
        let mut length = 0;
        // SAFETY: the first call tells the length, the second writes at most that much.
        unsafe {
            let known =
                ffi::EVP_PKEY_get_octet_string_param(self.0, name.as_ptr(), ptr::null_mut(), 0, &mut length) == 1;
            let mut out = vec![0; length];
            let found = known
                && ffi::EVP_PKEY_get_octet_string_param(
                    self.0,
                    name.as_ptr(),
                    out.as_mut_ptr(),
                    out.len(),
                    &mut length,
                ) == 1;
            ffi::ERR_clear_error();
            out.truncate(length);
            found.then_some(out)
        }
    }

    /// A parameter that is a whole number.
    pub fn integer(&self, name: &str) -> Option<i32> {
        let name = c_string(name);
        let mut value = 0;
        // SAFETY: writes one `int`.
        unsafe {
            let found = ffi::EVP_PKEY_get_int_param(self.0, name.as_ptr(), &mut value) == 1;
            ffi::ERR_clear_error();
            found.then_some(value)
        }
    }

    /// The curve or group by OpenSSL's name.
    pub fn group(&self) -> Option<String> {
        let mut buffer = [0_u8; 128];
        let mut used = 0;
        // SAFETY: OpenSSL writes at most as many bytes as it is told.
        unsafe {
            let found = raw::EVP_PKEY_get_group_name(self.0, buffer.as_mut_ptr().cast(), buffer.len(), &mut used) == 1;
            ffi::ERR_clear_error();
            found.then(|| String::from_utf8_lossy(&buffer[..used.min(buffer.len())]).into_owned())
        }
    }

    /// The raw bytes of one half.
    pub fn raw_bytes(&self, half: Half) -> Result<Vec<u8>> {
        let read = match half {
            Half::Private => ffi::EVP_PKEY_get_raw_private_key,
            _ => ffi::EVP_PKEY_get_raw_public_key,
        };
        let mut length = 0;
        // SAFETY: the first call tells the length, the second writes at most that much.
        unsafe {
            check(read(self.0, ptr::null_mut(), &mut length))?;
            let mut out = vec![0; length];
            check(read(self.0, out.as_mut_ptr(), &mut length))?;
            out.truncate(length);
            Ok(out)
        }
    }

    /// Whether both have the same public half and parameters.
    pub fn equals(&self, other: &Key) -> bool {
        // SAFETY: both are live.
        let equal = unsafe { ffi::EVP_PKEY_eq(self.0, other.0) } == 1;
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        equal
    }

    /// Whether the public half is a valid one of its group.
    pub fn is_valid_public(&self) -> bool {
        self.checks(ffi::EVP_PKEY_public_check)
    }

    /// As [`Key::is_valid_public`], without the test of the order where a type has a shorter one.
    pub fn is_plausible_public(&self) -> bool {
        self.checks(raw::EVP_PKEY_public_check_quick)
    }

    /// Whether both halves are valid and belong together.
    pub fn is_valid_pair(&self) -> bool {
        self.checks(raw::EVP_PKEY_private_check) && self.checks(raw::EVP_PKEY_pairwise_check)
    }

    fn checks(&self, test: unsafe extern "C" fn(*mut ffi::EVP_PKEY_CTX) -> libc::c_int) -> bool {
        let Ok(context) = Context::of_key(self) else { return false };
        // SAFETY: a live context of a live key.
        let valid = unsafe { test(context.as_ptr()) } == 1;
        // SAFETY: no arguments.
        unsafe { ffi::ERR_clear_error() };
        valid
    }

    /// A copy whose point is written in `format` (`uncompressed`, `compressed`) and whose curve is written as `encoding`
    /// (`named_curve`, `explicit`).
    pub fn with_text(&self, name: &str, value: &str) -> Result<Self> {
        let (name, value) = (c_string(name), c_string(value));
        // SAFETY: the copy is new and no one else sees it while it is changed.
        unsafe {
            let copy = Self::from_raw(raw::EVP_PKEY_dup(self.0))?;
            check(ffi::EVP_PKEY_set_utf8_string_param(copy.0, name.as_ptr(), value.as_ptr()))?;
            Ok(copy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_by_name() {
        let key = Key::generate("EC", &Params::new().text("group", "prime256v1")).expect("generates");
        assert_eq!((key.kind().as_str(), key.bits(), key.group().as_deref()), ("EC", 256, Some("prime256v1")));
        let x = key.number("qx").expect("has a point");
        assert!(x.num_bits() <= 256);
        assert!(key.octets("no such").is_none());
        let ed = Key::generate("ED25519", &Params::new()).expect("generates");
        let public = ed.raw_bytes(Half::Public).expect("has raw bytes");
        let again = Key::from_raw_bytes("ED25519", Half::Public, &public).expect("reads");
        assert!(ed.equals(&again));
    }
}
