//! What is known about a connection.

use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::Id;
use openssl::ssl::SslRef;
use openssl::x509::X509;
use openssl_sys as sys;
use std::ffi::c_int;

use foreign_types::ForeignTypeRef;

use crate::connection::Connection;
use crate::error::Failure;
use crate::ffi;

/// A cipher by its names.
#[derive(Debug)]
pub struct Cipher {
    /// OpenSSL's name.
    pub name: &'static str,
    /// The name in the standard.
    pub standard_name: &'static str,
    /// The version that introduced it.
    pub version: &'static str,
}

/// The key the server made for this connection only.
#[derive(Debug)]
pub enum EphemeralKey {
    /// Classic Diffie-Hellman.
    Dh {
        /// Bits of the prime.
        bits: u32,
    },
    /// On an elliptic curve.
    Ecdh {
        /// Its name, where it has one.
        curve: Option<String>,
        /// Bits of the key.
        bits: u32,
    },
    /// Of a kind that has no single key, such as the hybrids with ML-KEM.
    Group {
        /// Its name in TLS.
        name: String,
    },
}

/// What is wrong with the peer's certificate.
#[derive(Debug)]
pub struct VerifyError {
    /// The name of OpenSSL's constant without its prefix, `CERT_HAS_EXPIRED`.
    pub code: String,
    /// In words.
    pub message: String,
}

impl Connection {
    /// The version, `TLSv1.3`.
    pub fn protocol(&self) -> &'static str {
        self.ssl().version_str()
    }

    /// The cipher; `None` before it is agreed on.
    pub fn cipher(&self) -> Option<Cipher> {
        let cipher = self.ssl().current_cipher()?;
        let name = cipher.name();
        Some(Cipher { name, standard_name: cipher.standard_name().unwrap_or(name), version: cipher.version() })
    }

    /// The protocol agreed on by ALPN.
    pub fn selected_protocol(&self) -> Option<&[u8]> {
        self.ssl().selected_alpn_protocol()
    }

    /// The own certificate as DER.
    pub fn certificate(&self) -> Option<Vec<u8>> {
        self.ssl().certificate()?.to_der().ok()
    }

    /// Whether the peer has shown a certificate.
    pub fn has_peer_certificate(&self) -> bool {
        self.ssl().peer_certificate().is_some()
    }

    /// The peer's certificate as DER.
    pub fn peer_certificate(&self) -> Option<Vec<u8>> {
        self.ssl().peer_certificate()?.to_der().ok()
    }

    /// The peer's certificates, each followed by its issuer as far as they are known: what the peer sent, in order of issue, and what
    /// the trusted authorities add. DER.
    pub fn peer_chain(&self) -> Vec<Vec<u8>> {
        let Some(leaf) = self.ssl().peer_certificate() else { return Vec::new() };
        let mut sent: Vec<X509> =
            self.ssl().peer_cert_chain().map(|chain| chain.iter().map(ToOwned::to_owned).collect()).unwrap_or_default();
        let mut chain = vec![leaf];
        while let Some(last) = chain.last().filter(|last| !is_issued_by(last, last)) {
            let next = match sent.iter().position(|candidate| is_issued_by(last, candidate)) {
                Some(index) => Some(sent.swap_remove(index)),
                None => self.trusted_issuer(last),
            };
            let Some(next) = next else { break };
            chain.push(next);
        }
        chain.iter().filter_map(|certificate| certificate.to_der().ok()).collect()
    }

    fn trusted_issuer(&self, certificate: &X509) -> Option<X509> {
        let store = self.ssl().ssl_context().cert_store();
        store.all_certificates().into_iter().find(|candidate| is_issued_by(certificate, candidate))
    }

    /// What is wrong with the peer's certificate; `None` for one that can be trusted.
    pub fn verify_error(&self) -> Option<VerifyError> {
        let result = if self.has_peer_certificate() {
            self.ssl().verify_result().as_raw()
        } else if self.is_authenticated_otherwise() {
            sys::X509_V_OK
        } else {
            sys::X509_V_ERR_UNSPECIFIED
        };
        verify_error(result)
    }

    /// A pre-shared key, or a session of a connection that was verified, stands for a certificate.
    fn is_authenticated_otherwise(&self) -> bool {
        let ssl = self.ssl();
        let uses_psk = ssl.current_cipher().is_some_and(|cipher| cipher.description().contains("Au=PSK"));
        uses_psk || (ssl.version_str() == "TLSv1.3" && ssl.session_reused())
    }

    /// The key made for this connection only, on the client's side.
    pub fn ephemeral_key(&self) -> Option<EphemeralKey> {
        let Ok(key) = self.ssl().peer_tmp_key() else { return self.group().map(|name| EphemeralKey::Group { name }) };
        let bits = key.bits();
        match key.id() {
            Id::DH => Some(EphemeralKey::Dh { bits }),
            Id::EC => {
                let curve = key.ec_key().ok().and_then(|key| key.group().curve_name());
                Some(EphemeralKey::Ecdh { curve: curve.and_then(short_name), bits })
            }
            id => Some(EphemeralKey::Ecdh { curve: short_name(Nid::from_raw(id.as_raw())), bits }),
        }
    }

    /// The group of the key exchange, by its name in TLS.
    fn group(&self) -> Option<String> {
        unsafe extern "C" {
            fn SSL_get0_group_name(ssl: *mut sys::SSL) -> *const std::ffi::c_char;
        }
        if !self.is_established() {
            return None;
        }
        // SAFETY: the name is null or a C string that lives as long as the connection.
        unsafe {
            let name = SSL_get0_group_name(self.ssl().as_ptr());
            (!name.is_null()).then(|| std::ffi::CStr::from_ptr(name).to_string_lossy().into_owned())
        }
    }

    /// The last Finished message that was sent.
    pub fn finished(&self) -> Vec<u8> {
        copy_of(|buffer| self.ssl().finished(buffer))
    }

    /// The last Finished message of the peer.
    pub fn peer_finished(&self) -> Vec<u8> {
        copy_of(|buffer| self.ssl().peer_finished(buffer))
    }

    /// The session as DER.
    pub fn session(&self) -> Option<Vec<u8>> {
        self.ssl().session()?.to_der().ok()
    }

    /// The ticket of the session.
    pub fn session_ticket(&self) -> Option<Vec<u8>> {
        unsafe extern "C" {
            fn SSL_SESSION_get0_ticket(session: *const sys::SSL_SESSION, ticket: *mut *const u8, length: *mut usize);
        }
        let session = self.ssl().session()?;
        let (mut ticket, mut length) = (std::ptr::null(), 0);
        // SAFETY: the ticket belongs to the session, which is borrowed until the bytes are copied.
        unsafe {
            SSL_SESSION_get0_ticket(session.as_ptr(), &mut ticket, &mut length);
            (!ticket.is_null()).then(|| std::slice::from_raw_parts(ticket, length).to_vec())
        }
    }

    /// Whether an earlier session was resumed.
    pub fn is_session_reused(&self) -> bool {
        self.ssl().session_reused()
    }

    /// Whether the handshake is over.
    pub fn is_established(&self) -> bool {
        self.ssl().is_init_finished()
    }

    /// Bytes for another protocol, made of this connection's secrets (RFC 5705).
    ///
    /// # Errors
    /// OpenSSL's, before the handshake is over.
    pub fn export_keying_material(
        &self,
        length: usize,
        label: &str,
        context: Option<&[u8]>,
    ) -> Result<Vec<u8>, Failure> {
        let mut material = vec![0; length];
        self.ssl().export_keying_material(&mut material, label, context)?;
        Ok(material)
    }

    /// The signature algorithms that both sides know, by Node's names.
    pub fn shared_sigalgs(&self) -> Vec<String> {
        let ssl = self.ssl().as_ptr();
        let null = std::ptr::null_mut();
        // SAFETY: asking without room for an answer gives the count.
        let count = unsafe { ffi::SSL_get_shared_sigalgs(ssl, 0, null, null, null, null.cast(), null.cast()) };
        (0..count).map(|index| shared_sigalg(self.ssl(), index)).collect()
    }
}

fn shared_sigalg(ssl: &SslRef, index: c_int) -> String {
    let (mut sign, mut hash, mut both) = (0, 0, 0);
    let (mut raw_sign, mut raw_hash) = (0, 0);
    // SAFETY: every answer has a place.
    unsafe {
        ffi::SSL_get_shared_sigalgs(ssl.as_ptr(), index, &mut sign, &mut hash, &mut both, &mut raw_sign, &mut raw_hash);
    }
    let sign_name = match sign {
        sys::EVP_PKEY_RSA => "RSA".to_owned(),
        sys::EVP_PKEY_RSA_PSS => "RSA-PSS".to_owned(),
        sys::EVP_PKEY_DSA => "DSA".to_owned(),
        sys::EVP_PKEY_EC => "ECDSA".to_owned(),
        sys::NID_ED25519 => "Ed25519".to_owned(),
        sys::NID_ED448 => "Ed448".to_owned(),
        other => short_name(Nid::from_raw(other)).unwrap_or_else(|| format!("UNDEF+{raw_hash:02X}")),
    };
    match Nid::from_raw(hash) {
        Nid::UNDEF => sign_name,
        hash => format!("{sign_name}+{}", short_name(hash).unwrap_or_else(|| "UNDEF".to_owned())),
    }
}

fn is_issued_by(certificate: &X509, candidate: &X509) -> bool {
    candidate.issued(certificate).as_raw() == sys::X509_V_OK
}

fn short_name(nid: Nid) -> Option<String> {
    nid.short_name().ok().map(str::to_owned)
}

fn copy_of(fill: impl Fn(&mut [u8]) -> usize) -> Vec<u8> {
    let mut buffer = vec![0; MessageDigest::sha512().size()];
    let length = fill(&mut buffer).min(buffer.len());
    buffer.truncate(length);
    buffer
}

/// The suites of TLS 1.3, of which OpenSSL offers only three unasked.
const ALL_SUITES: &str = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256";

/// The names of the ciphers that OpenSSL has on by default, in its spelling, and all suites of TLS 1.3.
///
/// # Errors
/// OpenSSL's, without memory.
pub fn cipher_names() -> Result<Vec<String>, Failure> {
    use openssl::ssl::{Ssl, SslContextBuilder, SslMethod};
    unsafe extern "C" {
        fn SSL_get_ciphers(ssl: *const sys::SSL) -> *mut sys::stack_st_SSL_CIPHER;
    }
    openssl::init();
    let mut builder = SslContextBuilder::new(SslMethod::tls())?;
    builder.set_ciphersuites(ALL_SUITES)?;
    let ssl = Ssl::new(&builder.build())?;
    // SAFETY: the list belongs to the connection, which outlives it; OpenSSL gives a list for every connection.
    let list = unsafe { openssl::stack::StackRef::<openssl::ssl::SslCipher>::from_ptr(SSL_get_ciphers(ssl.as_ptr())) };
    Ok(list.iter().map(|cipher| cipher.name().to_owned()).collect())
}

fn verify_error(result: c_int) -> Option<VerifyError> {
    if result == sys::X509_V_OK {
        return None;
    }
    let code = CODES.iter().find(|(number, _)| *number == result).map_or("UNSPECIFIED", |(_, code)| code);
    // SAFETY: any number may be asked for.
    let words = unsafe { openssl::x509::X509VerifyResult::from_raw(result) };
    Some(VerifyError { code: code.to_owned(), message: words.error_string().to_owned() })
}

/// The results of `openssl/x509_vfy.h` that Node names; any other is `UNSPECIFIED`.
const CODES: &[(c_int, &str)] = &[
    (2, "UNABLE_TO_GET_ISSUER_CERT"),
    (3, "UNABLE_TO_GET_CRL"),
    (4, "UNABLE_TO_DECRYPT_CERT_SIGNATURE"),
    (5, "UNABLE_TO_DECRYPT_CRL_SIGNATURE"),
    (6, "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY"),
    (7, "CERT_SIGNATURE_FAILURE"),
    (8, "CRL_SIGNATURE_FAILURE"),
    (9, "CERT_NOT_YET_VALID"),
    (10, "CERT_HAS_EXPIRED"),
    (11, "CRL_NOT_YET_VALID"),
    (12, "CRL_HAS_EXPIRED"),
    (13, "ERROR_IN_CERT_NOT_BEFORE_FIELD"),
    (14, "ERROR_IN_CERT_NOT_AFTER_FIELD"),
    (15, "ERROR_IN_CRL_LAST_UPDATE_FIELD"),
    (16, "ERROR_IN_CRL_NEXT_UPDATE_FIELD"),
    (17, "OUT_OF_MEM"),
    (18, "DEPTH_ZERO_SELF_SIGNED_CERT"),
    (19, "SELF_SIGNED_CERT_IN_CHAIN"),
    (20, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
    (21, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
    (22, "CERT_CHAIN_TOO_LONG"),
    (23, "CERT_REVOKED"),
    (24, "INVALID_CA"),
    (25, "PATH_LENGTH_EXCEEDED"),
    (26, "INVALID_PURPOSE"),
    (27, "CERT_UNTRUSTED"),
    (28, "CERT_REJECTED"),
    (62, "HOSTNAME_MISMATCH"),
];
