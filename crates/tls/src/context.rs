//! What connections share: keys and certificates, trusted authorities, versions, ciphers.

use std::ffi::c_int;
use std::mem::ManuallyDrop;

use foreign_types::ForeignTypeRef;
use openssl::dh::Dh;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::ssl::{SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslRef, SslVersion};
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyFlags;
use openssl::x509::{X509, X509Crl, X509Ref};
use openssl_sys as sys;

use crate::error::{Failure, c_text};
use crate::ffi;
use crate::roots::{self, Roots};
use crate::{callbacks, ticket};

unsafe extern "C" {
    fn X509_STORE_add_crl(store: *mut sys::X509_STORE, crl: *mut sys::X509_CRL) -> c_int;
    fn SSL_CTX_get_client_CA_list(context: *const sys::SSL_CTX) -> *mut sys::stack_st_X509_NAME;
    fn SSL_dup_CA_list(list: *const sys::stack_st_X509_NAME) -> *mut sys::stack_st_X509_NAME;
    fn SSL_set_client_CA_list(ssl: *mut sys::SSL, list: *mut sys::stack_st_X509_NAME);
}

/// `SSL_OP_ALLOW_CLIENT_RENEGOTIATION`: clients may ask for another handshake, as often as the owner lets them.
const ALLOW_CLIENT_RENEGOTIATION: u64 = 1 << 8;

/// Settings and secrets. Connections made of it see later changes only where OpenSSL looks them up in the context.
pub struct Context {
    inner: SslContext,
    certificate: Option<X509>,
    issuer: Option<X509>,
    chain: Vec<X509>,
    /// The store is one that other contexts use too, and must not change.
    shares_roots: Option<Roots>,
}

/// How strong a Diffie-Hellman group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupStrength {
    /// 2048 bits or more.
    Usual,
    /// At least 1024 bits.
    Weak,
    /// Fewer: it was not taken.
    Refused,
}

/// The ends of a connection that a context serves. At another one its handshakes fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    Both,
    Client,
    Server,
}

impl Ends {
    fn method(self) -> SslMethod {
        match self {
            Ends::Both => SslMethod::tls(),
            Ends::Client => SslMethod::tls_client(),
            Ends::Server => SslMethod::tls_server(),
        }
    }
}

impl Context {
    /// A context without secrets. Versions are those of OpenSSL's headers; 0 leaves that end open.
    ///
    /// # Errors
    /// OpenSSL's, for a version it does not have.
    pub fn new(ends: Ends, min_version: i32, max_version: i32) -> Result<Context, Failure> {
        openssl::init();
        let mut builder = SslContextBuilder::new(ends.method())?;
        callbacks::install(&mut builder)?;
        ticket::install(&mut builder)?;
        // The default of the library forbids what Node allows when a program asks for it.
        builder.clear_options(SslOptions::NO_TLSV1 | SslOptions::NO_TLSV1_1);
        builder.set_options(SslOptions::NO_SSLV2 | SslOptions::NO_SSLV3);
        builder.set_options(SslOptions::from_bits_retain(ALLOW_CLIENT_RENEGOTIATION));
        // An idle connection keeps no buffers; a write that has to wait is offered again from another place.
        builder.set_mode(SslMode::RELEASE_BUFFERS | SslMode::ACCEPT_MOVING_WRITE_BUFFER);
        let context =
            Context { inner: builder.build(), certificate: None, issuer: None, chain: Vec::new(), shares_roots: None };
        context.set_min_version(min_version)?;
        context.set_max_version(max_version)?;
        Ok(context)
    }

    pub(crate) fn ssl_context(&self) -> &SslContext {
        &self.inner
    }

    pub(crate) fn chain(&self) -> &[X509] {
        &self.chain
    }

    /// Runs `change` with the builder's methods, which also work on a finished context.
    fn edit<R>(&self, change: impl FnOnce(&mut SslContextBuilder) -> R) -> R {
        drop(ErrorStack::get());
        // SAFETY: the builder is a view of a context that `self` keeps; it is not dropped, so the context's count stays right.
        let mut builder = ManuallyDrop::new(unsafe { SslContextBuilder::from_ptr(self.inner.as_ptr()) });
        change(&mut builder)
    }

    // --- Versions, ciphers, options ---

    /// # Errors
    /// OpenSSL's, for a version it does not have.
    pub fn set_min_version(&self, version: i32) -> Result<(), Failure> {
        Ok(self.edit(|builder| builder.set_min_proto_version(version_of(version)))?)
    }

    /// # Errors
    /// OpenSSL's, for a version it does not have.
    pub fn set_max_version(&self, version: i32) -> Result<(), Failure> {
        Ok(self.edit(|builder| builder.set_max_proto_version(version_of(version)))?)
    }

    /// The lowest version, by OpenSSL's number; 0 for any.
    pub fn min_version(&self) -> i32 {
        self.edit(|builder| number_of(builder.min_proto_version()))
    }

    /// The highest version, by OpenSSL's number; 0 for any.
    pub fn max_version(&self) -> i32 {
        self.edit(|builder| number_of(builder.max_proto_version()))
    }

    /// The ciphers up to TLS 1.2, in OpenSSL's language.
    ///
    /// # Errors
    /// `no cipher match`.
    pub fn set_ciphers(&self, list: &str) -> Result<(), Failure> {
        let list = c_text(list)?;
        Ok(self.edit(|builder| builder.set_cipher_list(list))?)
    }

    /// The cipher suites of TLS 1.3.
    ///
    /// # Errors
    /// `no cipher match`.
    pub fn set_ciphersuites(&self, list: &str) -> Result<(), Failure> {
        let list = c_text(list)?;
        Ok(self.edit(|builder| builder.set_ciphersuites(list))?)
    }

    /// The signature algorithms.
    ///
    /// # Errors
    /// OpenSSL's, for an unknown one.
    pub fn set_sigalgs(&self, list: &str) -> Result<(), Failure> {
        let list = c_text(list)?;
        Ok(self.edit(|builder| builder.set_sigalgs_list(list))?)
    }

    /// The groups for the key exchange.
    ///
    /// # Errors
    /// OpenSSL's, for an unknown one.
    pub fn set_groups(&self, list: &str) -> Result<(), Failure> {
        let list = c_text(list)?;
        Ok(self.edit(|builder| builder.set_groups_list(list))?)
    }

    /// OpenSSL's `SSL_OP_` bits, beyond those set already.
    pub fn add_options(&self, options: u64) {
        // Bits without a name in the crate are as good as the others.
        self.edit(|builder| builder.set_options(SslOptions::from_bits_retain(options)));
    }

    /// Lets OpenSSL choose the group of classic Diffie-Hellman by the strength of the key.
    pub fn choose_dh_group(&self) {
        // SAFETY: the command takes a number.
        unsafe { sys::SSL_CTX_ctrl(self.inner.as_ptr(), ffi::SSL_CTRL_SET_DH_AUTO, 1, std::ptr::null_mut()) };
    }

    /// Sets the group of classic Diffie-Hellman from PEM. Bytes that are no group change nothing.
    ///
    /// # Errors
    /// For a group that is too small for the security level.
    pub fn set_dh_group(&self, pem: &[u8]) -> Result<GroupStrength, Failure> {
        let Ok(group) = Dh::params_from_pem(pem) else { return Ok(GroupStrength::Usual) };
        let bits = group.prime_p().num_bits();
        if bits < 1024 {
            return Ok(GroupStrength::Refused);
        }
        self.edit(|builder| builder.set_tmp_dh(&group))
            .map_err(|_| Failure::operation("Error setting temp DH parameter"))?;
        Ok(if bits < 2048 { GroupStrength::Weak } else { GroupStrength::Usual })
    }

    // --- The own certificate ---

    /// The private key, as PEM.
    ///
    /// # Errors
    /// OpenSSL's, for bytes that are no key, another passphrase, or a key that does not belong to the certificate.
    pub fn set_key(&self, pem: &[u8], passphrase: Option<&[u8]>) -> Result<(), Failure> {
        drop(ErrorStack::get());
        let key = PKey::private_key_from_pem_callback(pem, |target| {
            let given = passphrase.unwrap_or_default();
            let Some(target) = target.get_mut(..given.len()) else { return Ok(0) };
            target.copy_from_slice(given);
            Ok(given.len())
        })?;
        self.use_key(&key)
    }

    fn use_key(&self, key: &PKeyRef<Private>) -> Result<(), Failure> {
        Ok(self.edit(|builder| builder.set_private_key(key))?)
    }

    /// The certificate and those that lead to its authority, as PEM.
    ///
    /// # Errors
    /// OpenSSL's, for bytes that hold no certificate.
    pub fn set_certificate(&mut self, pem: &[u8]) -> Result<(), Failure> {
        drop(ErrorStack::get());
        // The first one alone gives the better error for what is no PEM at all.
        let leaf = X509::from_pem(pem)?;
        let chain = X509::stack_from_pem(pem)?.into_iter().skip(1).collect();
        self.use_certificate(leaf, chain)
    }

    fn use_certificate(&mut self, leaf: X509, chain: Vec<X509>) -> Result<(), Failure> {
        self.edit(|builder| builder.set_certificate(&leaf))?;
        self.set_chain(&chain)?;
        self.issuer = chain.iter().find(|candidate| has_issued(candidate, &leaf)).cloned();
        self.certificate = Some(leaf);
        self.chain = chain;
        Ok(())
    }

    /// Sets what is sent with the certificate that was set last; a context may have one for each kind of key.
    fn set_chain(&self, chain: &[X509]) -> Result<(), Failure> {
        // SAFETY: without an argument the command drops the chain.
        unsafe { sys::SSL_CTX_ctrl(self.inner.as_ptr(), ffi::SSL_CTRL_CHAIN, 0, std::ptr::null_mut()) };
        for certificate in chain {
            let pointer = certificate.as_ptr().cast();
            // SAFETY: the command takes a certificate and counts its reference (the 1).
            if unsafe { sys::SSL_CTX_ctrl(self.inner.as_ptr(), ffi::SSL_CTRL_CHAIN_CERT, 1, pointer) } != 1 {
                return Err(ErrorStack::get().into());
            }
        }
        Ok(())
    }

    /// Key, certificate and authorities from a PKCS#12 file.
    ///
    /// # Errors
    /// OpenSSL's, for bytes that are no such file or another passphrase.
    pub fn set_pfx(&mut self, der: &[u8], passphrase: &str) -> Result<(), Failure> {
        drop(ErrorStack::get());
        let parsed = ossl::encoding::parse_pkcs12(der)?.parse2(c_text(passphrase)?)?;
        let authorities: Vec<X509> = parsed.ca.into_iter().flatten().collect();
        let key = parsed.pkey.ok_or_else(|| Failure::plain("Unable to load private key from PFX data"))?;
        let certificate = parsed.cert.ok_or_else(|| Failure::plain("Unable to load certificate from PFX data"))?;
        self.use_certificate(certificate, authorities.clone())?;
        self.use_key(&key)?;
        for authority in &authorities {
            self.add_authority(authority)?;
        }
        Ok(())
    }

    /// The own certificate as DER.
    pub fn certificate(&self) -> Option<Vec<u8>> {
        self.certificate.as_ref()?.to_der().ok()
    }

    /// The certificate that has signed the own one, as DER, where it is known.
    pub fn issuer(&self) -> Option<Vec<u8>> {
        let found = self.issuer.clone().or_else(|| self.trusted_issuer());
        found?.to_der().ok()
    }

    fn trusted_issuer(&self) -> Option<X509> {
        let leaf = self.certificate.as_ref()?;
        let store = self.inner.cert_store();
        store.all_certificates().iter().find(|candidate| has_issued(candidate, leaf)).map(ToOwned::to_owned)
    }

    // --- Trust ---

    /// Trusts a set of authorities, in place of what was trusted before.
    pub fn use_roots(&mut self, roots: &Roots) -> Result<(), Failure> {
        let store = roots.store()?;
        self.edit(|builder| builder.set_cert_store(store));
        self.shares_roots = Some(roots.clone());
        Ok(())
    }

    /// Trusts the authorities in PEM, and asks clients for certificates of theirs. Text without a certificate adds none.
    ///
    /// # Errors
    /// OpenSSL's, for broken PEM.
    pub fn add_authorities(&mut self, pem: &[u8]) -> Result<(), Failure> {
        for authority in roots::parse(pem)? {
            self.add_authority(&authority)?;
        }
        Ok(())
    }

    fn add_authority(&mut self, authority: &X509Ref) -> Result<(), Failure> {
        self.own_store()?;
        self.edit(|builder| {
            builder.cert_store_mut().add_cert(authority.to_owned())?;
            builder.add_client_ca(authority)
        })?;
        Ok(())
    }

    /// Before the store changes: a copy of one that others use.
    fn own_store(&mut self) -> Result<(), Failure> {
        let Some(roots) = self.shares_roots.take() else { return Ok(()) };
        let mut builder = X509StoreBuilder::new()?;
        for root in roots.certificates() {
            builder.add_cert(root.clone())?;
        }
        let store: X509Store = builder.build();
        self.edit(|builder| builder.set_cert_store(store));
        Ok(())
    }

    /// Refuses certificates that a revocation list in PEM names, and wants such a list for each authority.
    ///
    /// # Errors
    /// OpenSSL's, for bytes that are no list.
    pub fn add_revocations(&mut self, pem: &[u8]) -> Result<(), Failure> {
        let list = X509Crl::from_pem(pem)?;
        self.own_store()?;
        let store = self.inner.cert_store().as_ptr();
        // SAFETY: the store belongs to this context alone; it counts its own reference of the list.
        if unsafe { X509_STORE_add_crl(store, list.as_ptr()) } != 1 {
            return Err(ErrorStack::get().into());
        }
        self.edit(|builder| {
            builder.cert_store_mut().set_flags(X509VerifyFlags::CRL_CHECK | X509VerifyFlags::CRL_CHECK_ALL)
        })?;
        Ok(())
    }

    /// Takes any trusted certificate as the end of a chain, not only one that has signed itself.
    ///
    /// # Errors
    /// OpenSSL's.
    pub fn allow_partial_chain(&self) -> Result<(), Failure> {
        Ok(self.edit(|builder| builder.verify_param_mut().set_flags(X509VerifyFlags::PARTIAL_CHAIN))?)
    }

    /// Gives a connection this context's list of the authorities that clients' certificates may come from.
    pub(crate) fn copy_client_authorities(&self, ssl: &SslRef) {
        // SAFETY: the list is copied, and the connection takes the copy over.
        unsafe {
            let list = SSL_dup_CA_list(SSL_CTX_get_client_CA_list(self.inner.as_ptr()));
            SSL_set_client_CA_list(ssl.as_ptr(), list);
        }
    }

    // --- Sessions ---

    /// What keeps sessions of one server apart from those of another.
    ///
    /// # Errors
    /// OpenSSL's, for more than 32 bytes.
    pub fn set_session_id_context(&self, id: &[u8]) -> Result<(), Failure> {
        Ok(self.edit(|builder| builder.set_session_id_context(id))?)
    }

    /// How many seconds a session may be resumed.
    pub fn set_session_timeout(&self, seconds: i32) {
        // SAFETY: the context is alive.
        unsafe { ffi::SSL_CTX_set_timeout(self.inner.as_ptr(), seconds.into()) };
    }

    /// The keys of session tickets.
    pub fn ticket_keys(&self) -> [u8; ticket::TICKET_KEYS] {
        ticket::keys(&self.inner)
    }

    /// Sets the keys of session tickets.
    pub fn set_ticket_keys(&self, keys: [u8; ticket::TICKET_KEYS]) {
        ticket::set_keys(&self.inner, keys);
    }
}

fn version_of(number: i32) -> Option<SslVersion> {
    match number {
        sys::TLS1_VERSION => Some(SslVersion::TLS1),
        sys::TLS1_1_VERSION => Some(SslVersion::TLS1_1),
        sys::TLS1_2_VERSION => Some(SslVersion::TLS1_2),
        sys::TLS1_3_VERSION => Some(SslVersion::TLS1_3),
        _ => None,
    }
}

fn number_of(version: Option<SslVersion>) -> i32 {
    match version {
        Some(SslVersion::TLS1) => sys::TLS1_VERSION,
        Some(SslVersion::TLS1_1) => sys::TLS1_1_VERSION,
        Some(SslVersion::TLS1_2) => sys::TLS1_2_VERSION,
        Some(SslVersion::TLS1_3) => sys::TLS1_3_VERSION,
        _ => 0,
    }
}

fn has_issued(candidate: &X509Ref, leaf: &X509Ref) -> bool {
    candidate.issued(leaf).as_raw() == sys::X509_V_OK
}
