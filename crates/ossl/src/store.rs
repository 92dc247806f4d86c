//! Private keys behind a URI: files, and whatever else the loaders of OpenSSL's STORE reach.

use std::ptr;

use openssl_sys as ffi;

use crate::encoding::{Passphrase, answer};
use crate::{ErrorStack, Key, c_string, check, non_null, raw};

/// `OSSL_STORE_INFO_PKEY`.
const PRIVATE_KEY: libc::c_int = 4;

/// Why there is no key.
#[derive(Debug)]
pub enum StoreError {
    /// It is encrypted and no passphrase was given.
    PassphraseMissing,
    /// The URI leads to other things only.
    NothingFound,
    /// A loader failed; it may not say why.
    Failed(ErrorStack),
}

impl From<ErrorStack> for StoreError {
    fn from(errors: ErrorStack) -> Self {
        Self::Failed(errors)
    }
}

/// The first private key that `uri` leads to.
///
/// # Errors
/// See [`StoreError`].
pub fn load_private(uri: &str, passphrase: Option<&[u8]>) -> Result<Key, StoreError> {
    let asked = Passphrase { given: passphrase };
    match Store::open(uri, &asked)?.first_key() {
        Err(StoreError::Failed(errors)) if passphrase.is_none() && wanted_passphrase(&errors) => {
            Err(StoreError::PassphraseMissing)
        }
        other => other,
    }
}

/// Nobody answered the question for it.
fn wanted_passphrase(errors: &ErrorStack) -> bool {
    errors.errors().iter().any(|error| error.reason() == Some("interrupted or cancelled"))
}

/// An open `OSSL_STORE_CTX` and what asks for its passphrase.
struct Store<'a> {
    context: *mut raw::StoreContext,
    method: *mut raw::UiMethod,
    _passphrase: std::marker::PhantomData<&'a ()>,
}

impl<'a> Store<'a> {
    fn open(uri: &str, passphrase: &'a Passphrase<'_>) -> crate::Result<Self> {
        ffi::init();
        let uri = c_string(uri);
        // SAFETY: `answer` is a passphrase callback; the method is freed with the store.
        let method = unsafe { non_null(raw::UI_UTIL_wrap_read_pem_callback(Some(answer), 0))? };
        // SAFETY: the URI is a C string; `passphrase` outlives the store, which borrows it.
        let context = unsafe {
            raw::OSSL_STORE_open(
                uri.as_ptr(),
                method,
                ptr::from_ref(passphrase).cast_mut().cast(),
                None,
                ptr::null_mut(),
            )
        };
        let store = Self { context, method, _passphrase: std::marker::PhantomData };
        non_null(context)?;
        // SAFETY: the store is open.
        check(unsafe { raw::OSSL_STORE_expect(context, PRIVATE_KEY) })?;
        Ok(store)
    }

    fn first_key(&self) -> Result<Key, StoreError> {
        // SAFETY: the store is open.
        while unsafe { raw::OSSL_STORE_eof(self.context) } == 0 {
            // SAFETY: as above; what is loaded is freed below.
            let info = unsafe { raw::OSSL_STORE_load(self.context) };
            if info.is_null() {
                // SAFETY: as above.
                if unsafe { raw::OSSL_STORE_error(self.context) } != 0 {
                    return Err(ErrorStack::get().into());
                }
                continue;
            }
            // SAFETY: `info` is live; the key gets a reference of its own.
            let key = unsafe { raw::OSSL_STORE_INFO_get1_PKEY(info) };
            // SAFETY: it is not used again.
            unsafe { raw::OSSL_STORE_INFO_free(info) };
            if !key.is_null() {
                // SAFETY: an owned reference.
                return Ok(unsafe { Key::from_raw(key) }?);
            }
        }
        // Loaders leave their tries behind.
        drop(ErrorStack::get());
        Err(StoreError::NothingFound)
    }
}

impl Drop for Store<'_> {
    fn drop(&mut self) {
        // SAFETY: both are owned; closing nothing does nothing.
        unsafe {
            raw::OSSL_STORE_close(self.context);
            raw::UI_destroy_method(self.method);
        }
    }
}
