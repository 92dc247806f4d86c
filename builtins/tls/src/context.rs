//! `SecureContext`: the class whose methods set up what connections share.

use std::cell::RefCell;

use runtime::engine::v8;
use runtime::{Bytes, class, state};
use tls::context::{Ends, GroupStrength};
use tls::{Context, Failure};

use crate::authorities::default_roots;
use crate::error::TlsError;

/// A context as JavaScript holds it.
pub(crate) struct SecureContext {
    pub(crate) context: RefCell<Context>,
}

#[class]
impl SecureContext {
    /// `new SecureContext(ends, minVersion, maxVersion)`: `client`, `server` or `both`, and OpenSSL's numbers of versions, 0 for no bound.
    #[constructor]
    fn new(ends: String, min_version: i32, max_version: i32) -> Result<SecureContext, TlsError> {
        let ends = match &*ends {
            "client" => Ends::Client,
            "server" => Ends::Server,
            _ => Ends::Both,
        };
        Ok(SecureContext { context: RefCell::new(Context::new(ends, min_version, max_version)?) })
    }

    /// The private key in PEM.
    #[method]
    fn set_key(&self, pem: Bytes, passphrase: Option<Bytes>) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_key(&pem, passphrase.as_deref())?)
    }

    /// The certificate in PEM, with what leads to its authority.
    #[method]
    fn set_cert(&self, pem: Bytes) -> Result<(), TlsError> {
        Ok(self.context.borrow_mut().set_certificate(&pem)?)
    }

    /// More authorities to trust, in PEM.
    #[method]
    fn add_authorities(&self, pem: Bytes) -> Result<(), TlsError> {
        Ok(self.context.borrow_mut().add_authorities(&pem)?)
    }

    /// Trusts the default authorities.
    #[method]
    fn add_root_certs(&self, scope: &mut v8::PinScope<'_, '_>) -> Result<(), TlsError> {
        let roots = default_roots(&state(scope));
        Ok(self.context.borrow_mut().use_roots(&roots)?)
    }

    /// A revocation list in PEM.
    #[method]
    fn add_revocations(&self, pem: Bytes) -> Result<(), TlsError> {
        let added = self.context.borrow_mut().add_revocations(&pem);
        added.map_err(|_| TlsError(Failure::operation("Failed to parse CRL")))
    }

    #[method]
    fn set_allow_partial_trust_chain(&self) -> Result<(), TlsError> {
        Ok(self.context.borrow().allow_partial_chain()?)
    }

    /// A PKCS#12 file.
    #[method]
    fn load_pfx(&self, der: Bytes, passphrase: Option<Bytes>) -> Result<(), TlsError> {
        let passphrase = String::from_utf8_lossy(passphrase.as_deref().unwrap_or_default()).into_owned();
        self.context.borrow_mut().set_pfx(&der, &passphrase).map_err(|failure| TlsError(pfx_failure(failure)))
    }

    #[method]
    fn set_ciphers(&self, list: String) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_ciphers(&list)?)
    }

    #[method]
    fn set_cipher_suites(&self, list: String) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_ciphersuites(&list)?)
    }

    #[method]
    fn set_sigalgs(&self, list: String) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_sigalgs(&list)?)
    }

    /// Curves and groups; `auto` leaves them to OpenSSL.
    #[method]
    fn set_groups(&self, list: String) -> Result<(), TlsError> {
        if list == "auto" {
            return Ok(());
        }
        let set = self.context.borrow().set_groups(&list);
        set.map_err(|_| TlsError(Failure::operation("Failed to set ECDH curve")))
    }

    /// Lets OpenSSL choose the group of classic Diffie-Hellman.
    #[method]
    fn choose_dh_group(&self) {
        self.context.borrow().choose_dh_group();
    }

    /// The group of classic Diffie-Hellman in PEM. Gives `usual` or `weak`, or `refused` for one that is too small and was not taken.
    #[method]
    fn set_dh_group(&self, pem: Bytes) -> Result<&'static str, TlsError> {
        Ok(match self.context.borrow().set_dh_group(&pem)? {
            GroupStrength::Usual => "usual",
            GroupStrength::Weak => "weak",
            GroupStrength::Refused => "refused",
        })
    }

    #[method]
    fn set_min_proto(&self, version: i32) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_min_version(version)?)
    }

    #[method]
    fn set_max_proto(&self, version: i32) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_max_version(version)?)
    }

    #[method]
    fn get_min_proto(&self) -> i32 {
        self.context.borrow().min_version()
    }

    #[method]
    fn get_max_proto(&self) -> i32 {
        self.context.borrow().max_version()
    }

    /// Bits of `SSL_OP_`.
    #[method]
    fn set_options(&self, options: f64) {
        self.context.borrow().add_options(options as u64);
    }

    #[method]
    fn set_session_id_context(&self, id: String) -> Result<(), TlsError> {
        Ok(self.context.borrow().set_session_id_context(id.as_bytes())?)
    }

    #[method]
    fn set_session_timeout(&self, seconds: i32) {
        self.context.borrow().set_session_timeout(seconds);
    }

    #[method]
    fn get_ticket_keys(&self) -> Vec<u8> {
        self.context.borrow().ticket_keys().to_vec()
    }

    /// 48 bytes; JavaScript has checked their number.
    #[method]
    fn set_ticket_keys(&self, keys: Bytes) {
        if let Ok(keys) = <[u8; tls::TICKET_KEYS]>::try_from(&*keys) {
            self.context.borrow().set_ticket_keys(keys);
        }
    }

    /// The own certificate as DER.
    #[method]
    fn get_certificate(&self) -> Option<Vec<u8>> {
        self.context.borrow().certificate()
    }

    /// The certificate of its authority as DER, where it is known.
    #[method]
    fn get_issuer(&self) -> Option<Vec<u8>> {
        self.context.borrow().issuer()
    }
}

/// Only the reason, as Node says it; OpenSSL without its old algorithms has a code of its own.
fn pfx_failure(failure: Failure) -> Failure {
    match failure.reason.as_deref() {
        Some("unsupported") => Failure {
            code: Some("ERR_CRYPTO_UNSUPPORTED_OPERATION".to_owned()),
            ..Failure::plain("Unsupported PKCS12 PFX data")
        },
        Some(reason) => Failure::plain(reason),
        None => failure,
    }
}
