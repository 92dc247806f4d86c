//! Algorithms by name. Fetching walks OpenSSL's providers, which costs more than hashing a short text, so each thread keeps what it has fetched.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CStr;
use std::ptr;
use std::rc::Rc;
use std::thread::LocalKey;

use libc::c_char;
use openssl_sys as ffi;

use crate::{Result, c_string, non_null};

/// What a thread has fetched of one kind, by the names it was asked for.
pub(crate) type Kept<K> = RefCell<HashMap<String, Algorithm<K>>>;

/// A kind of algorithm, by OpenSSL's functions for it.
pub(crate) trait Kind: Sized + 'static {
    /// Gives an algorithm that the caller owns, or null.
    const FETCH: unsafe extern "C" fn(*mut ffi::OSSL_LIB_CTX, *const c_char, *const c_char) -> *mut Self;
    /// Gives it back; leaves those of the static table alone.
    const FREE: unsafe extern "C" fn(*mut Self);

    fn kept() -> &'static LocalKey<Kept<Self>>;
}

/// A kind that has had names since before there were providers, in a static table.
pub(crate) trait Historical: Kind {
    /// The table's entry; null without one.
    const OF_TABLE: unsafe extern "C" fn(*const c_char) -> *const Self;
    /// The name that providers know an algorithm by.
    const NAME: unsafe extern "C" fn(*const Self) -> *const c_char;
    /// Who brings an algorithm; null for one of the table.
    const PROVIDER: unsafe extern "C" fn(*const Self) -> *const ffi::OSSL_PROVIDER;
}

/// An algorithm that lives as long as somebody has it.
pub(crate) struct Algorithm<K: Kind>(Rc<Owned<K>>);

struct Owned<K: Kind>(*mut K);

impl<K: Kind> Drop for Owned<K> {
    fn drop(&mut self) {
        // SAFETY: fetched and freed once, or of the static table.
        unsafe { K::FREE(self.0) }
    }
}

impl<K: Kind> Clone for Algorithm<K> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<K: Kind> Algorithm<K> {
    /// The algorithm that a provider in use has by this name.
    pub(crate) fn provided(name: &str) -> Result<Self> {
        Self::kept(name, |name| {
            // SAFETY: the name is NUL-terminated.
            non_null(unsafe { K::FETCH(ptr::null_mut(), name.as_ptr(), ptr::null()) })
        })
    }

    fn kept(name: &str, fetch: impl FnOnce(&CStr) -> Result<*mut K>) -> Result<Self> {
        K::kept().with_borrow_mut(|kept| {
            if let Some(algorithm) = kept.get(name) {
                return Ok(algorithm.clone());
            }
            ffi::init();
            let algorithm = Self(Rc::new(Owned(fetch(&c_string(name))?)));
            kept.insert(name.to_owned(), algorithm.clone());
            Ok(algorithm)
        })
    }

    pub(crate) fn as_ptr(&self) -> *mut K {
        self.0.0
    }
}

impl<K: Historical> Algorithm<K> {
    /// The algorithm of any name that OpenSSL knows. One that no provider in use brings is the table's.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name.is_empty() || name.contains('\0') {
            return None;
        }
        let found = Self::kept(name, |name| {
            // SAFETY: the name is NUL-terminated; the table is static, and its entry's own name is what a provider knows.
            unsafe {
                let historical = K::OF_TABLE(name.as_ptr());
                let name = if historical.is_null() { name.as_ptr() } else { K::NAME(historical) };
                let fetched = K::FETCH(ptr::null_mut(), name, ptr::null());
                non_null(if fetched.is_null() { historical.cast_mut() } else { fetched })
            }
        });
        // SAFETY: clears the thread's own errors.
        unsafe { ffi::ERR_clear_error() };
        found.ok()
    }

    /// Whether a provider in use brings it.
    pub(crate) fn is_provided(&self) -> bool {
        // SAFETY: a live algorithm.
        unsafe { !K::PROVIDER(self.as_ptr()).is_null() }
    }
}
