//! Certificate authorities, and sets of them that contexts trust.

use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::{Arc, OnceLock};

use foreign_types::ForeignType;
use openssl::error::ErrorStack;
use openssl::x509::X509;
use openssl::x509::store::{X509Store, X509StoreBuilder};

use openssl_sys as sys;

use crate::error::Failure;

/// A set of authorities. Contexts that trust the same set share one store of OpenSSL's.
#[derive(Clone)]
pub struct Roots(Arc<Inner>);

struct Inner {
    certificates: Vec<X509>,
    store: OnceLock<X509Store>,
}

impl Roots {
    /// A set of these, each once.
    pub fn new(certificates: impl IntoIterator<Item = X509>) -> Roots {
        let mut seen = std::collections::HashSet::new();
        let certificates = certificates
            .into_iter()
            .filter(|certificate| certificate.to_der().is_ok_and(|der| seen.insert(der)))
            .collect();
        Roots(Arc::new(Inner { certificates, store: OnceLock::new() }))
    }

    /// The authorities in the order they were given.
    pub fn certificates(&self) -> &[X509] {
        &self.0.certificates
    }

    /// The set as PEM, an entry each.
    pub fn to_pem(&self) -> Vec<String> {
        self.0.certificates.iter().filter_map(pem_of).collect()
    }

    pub(crate) fn store(&self) -> Result<X509Store, Failure> {
        if let Some(store) = self.0.store.get() {
            return Ok(another(store));
        }
        let mut builder = X509StoreBuilder::new()?;
        for certificate in &self.0.certificates {
            builder.add_cert(certificate.clone())?;
        }
        Ok(another(self.0.store.get_or_init(|| builder.build())))
    }
}

/// One more owner of a store.
fn another(store: &X509Store) -> X509Store {
    unsafe extern "C" {
        fn X509_STORE_up_ref(store: *mut sys::X509_STORE) -> std::ffi::c_int;
    }
    // SAFETY: the store is alive, and the reference counted here is the one that the new owner drops.
    unsafe {
        X509_STORE_up_ref(store.as_ptr());
        X509Store::from_ptr(store.as_ptr())
    }
}

fn pem_of(certificate: &X509) -> Option<String> {
    let text = String::from_utf8(certificate.to_pem().ok()?).ok()?;
    Some(text)
}

/// The authorities that Mozilla trusts, as they were when this program was built.
pub fn bundled() -> &'static [X509] {
    static BUNDLED: OnceLock<Vec<X509>> = OnceLock::new();
    BUNDLED.get_or_init(|| {
        webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|der| X509::from_der(der).ok()).collect()
    })
}

/// All certificates in PEM text, also those with OpenSSL's notes on trust (`BEGIN TRUSTED CERTIFICATE`). None in text without PEM.
///
/// # Errors
/// OpenSSL's, for broken PEM.
pub fn parse(pem: &[u8]) -> Result<Vec<X509>, Failure> {
    let length = c_int::try_from(pem.len()).map_err(|_| Failure::plain("the certificates are too long"))?;
    openssl::init();
    drop(ErrorStack::get());
    let mut found = Vec::new();
    // SAFETY: the buffer outlives the reader, which is freed below; every certificate that is not null is owned by its `X509`.
    unsafe {
        let reader = sys::BIO_new_mem_buf(pem.as_ptr().cast(), length);
        loop {
            let certificate = PEM_read_bio_X509_AUX(reader, ptr::null_mut(), None, ptr::null_mut());
            if certificate.is_null() {
                break;
            }
            found.push(X509::from_ptr(certificate));
        }
        sys::BIO_free_all(reader);
    }
    let errors = ErrorStack::get();
    let is_end = errors.errors().last().is_some_and(|error| error.reason_code() == NO_START_LINE);
    if is_end { Ok(found) } else { Err(errors.into()) }
}

/// `PEM_R_NO_START_LINE`: there is no further entry.
const NO_START_LINE: c_int = 108;

unsafe extern "C" {
    fn PEM_read_bio_X509_AUX(
        reader: *mut sys::BIO,
        place: *mut *mut sys::X509,
        password: sys::pem_password_cb,
        data: *mut c_void,
    ) -> *mut sys::X509;
}

/// One certificate in PEM text.
///
/// # Errors
/// OpenSSL's, for text that holds none.
pub fn parse_one(pem: &[u8]) -> Result<X509, Failure> {
    Ok(X509::from_pem(pem)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_with_notes_on_trust_are_read_too() {
        let pem = String::from_utf8(bundled()[0].to_pem().unwrap()).unwrap();
        let trusted = pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
        assert_eq!(parse(format!("{pem}words between\n{trusted}").as_bytes()).unwrap().len(), 2);
        assert!(parse(b"no certificate").unwrap().is_empty());
    }

    #[test]
    fn a_set_holds_each_authority_once() {
        let first = bundled()[0].clone();
        assert_eq!(Roots::new([first.clone(), first]).certificates().len(), 1);
        assert!(bundled().len() > 100);
    }
}
