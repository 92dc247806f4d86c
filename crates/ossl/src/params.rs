//! Parameters by name (`OSSL_PARAM`): how OpenSSL 3 takes everything that has no function of its own. The names are in its manual,
//! for example `EVP_PKEY-RSA(7)`.

use std::ffi::CString;
use std::marker::PhantomData;

use foreign_types::ForeignType;
use openssl::bn::BigNum;
use openssl_sys as ffi;

use crate::{Result, c_string, check, non_null};

/// A parameter's value.
pub enum Value {
    /// Counts and lengths.
    Unsigned(u64),
    /// Numbers that may be negative.
    Signed(i32),
    /// Names.
    Text(CString),
    /// Bytes.
    Octets(Vec<u8>),
    /// Big numbers, from big-endian bytes.
    Number(BigNum),
}

/// A list of parameters.
#[derive(Default)]
pub struct Params(Vec<(CString, Value)>);

impl Params {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, name: &str, value: Value) {
        self.0.push((c_string(name), value));
    }

    /// The same list with a count.
    #[must_use]
    pub fn unsigned(mut self, name: &str, value: u64) -> Self {
        self.push(name, Value::Unsigned(value));
        self
    }

    /// The same list with a name.
    #[must_use]
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.push(name, Value::Text(c_string(value)));
        self
    }

    /// The same list with bytes.
    #[must_use]
    pub fn octets(mut self, name: &str, value: &[u8]) -> Self {
        self.push(name, Value::Octets(value.to_vec()));
        self
    }

    pub(crate) fn build(&self) -> Result<Built<'_>> {
        ffi::init();
        // SAFETY: the builder borrows names and values, which `self` keeps for the life of `Built`; both objects are freed once.
        unsafe {
            let builder = Builder(non_null(ffi::OSSL_PARAM_BLD_new())?);
            for (name, value) in &self.0 {
                builder.push(name, value)?;
            }
            let array = non_null(ffi::OSSL_PARAM_BLD_to_param(builder.0))?;
            Ok(Built { array, list: PhantomData })
        }
    }
}

struct Builder(*mut ffi::OSSL_PARAM_BLD);

impl Builder {
    fn push(&self, name: &CString, value: &Value) -> Result<()> {
        let name = name.as_ptr();
        // SAFETY: pointers and lengths come from live Rust values that outlive the builder (`Params::build`).
        check(unsafe {
            match value {
                Value::Unsigned(number) => ffi::OSSL_PARAM_BLD_push_size_t(self.0, name, *number as usize),
                Value::Signed(number) => ffi::OSSL_PARAM_BLD_push_int(self.0, name, *number),
                Value::Text(text) => {
                    ffi::OSSL_PARAM_BLD_push_utf8_string(self.0, name, text.as_ptr(), text.as_bytes().len())
                }
                Value::Octets(bytes) => {
                    ffi::OSSL_PARAM_BLD_push_octet_string(self.0, name, bytes.as_ptr().cast(), bytes.len())
                }
                Value::Number(number) => ffi::OSSL_PARAM_BLD_push_BN(self.0, name, number.as_ptr()),
            }
        })
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        // SAFETY: made by `build`, freed once.
        unsafe { ffi::OSSL_PARAM_BLD_free(self.0) }
    }
}

/// The array as OpenSSL reads it.
pub(crate) struct Built<'a> {
    array: *mut ffi::OSSL_PARAM,
    list: PhantomData<&'a Params>,
}

impl Built<'_> {
    pub(crate) fn as_ptr(&self) -> *mut ffi::OSSL_PARAM {
        self.array
    }
}

impl Drop for Built<'_> {
    fn drop(&mut self) {
        // SAFETY: made by `build`, freed once.
        unsafe { ffi::OSSL_PARAM_free(self.array) }
    }
}
