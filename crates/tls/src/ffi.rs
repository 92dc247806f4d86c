//! Functions of libssl that `openssl-sys` does not declare, with OpenSSL's signatures (`openssl/ssl.h` of 3.5).

use std::ffi::{c_int, c_long, c_uchar, c_void};

use openssl_sys::{EVP_CIPHER_CTX, HMAC_CTX, SSL, SSL_CTX};

pub(crate) type CertificateCallback = unsafe extern "C" fn(*mut SSL, *mut c_void) -> c_int;
pub(crate) type InfoCallback = unsafe extern "C" fn(*const SSL, c_int, c_int);
pub(crate) type TicketCallback =
    unsafe extern "C" fn(*mut SSL, *mut c_uchar, *mut c_uchar, *mut EVP_CIPHER_CTX, *mut HMAC_CTX, c_int) -> c_int;

pub(crate) const SSL_CB_HANDSHAKE_START: c_int = 0x10;
pub(crate) const SSL_CB_HANDSHAKE_DONE: c_int = 0x20;
pub(crate) const SSL_CTRL_SET_TLSEXT_TICKET_KEY_CB: c_int = 72;
pub(crate) const SSL_CTRL_CHAIN: c_int = 88;
pub(crate) const SSL_CTRL_CHAIN_CERT: c_int = 89;
pub(crate) const SSL_CTRL_SET_VERIFY_CERT_STORE: c_int = 106;
pub(crate) const SSL_CTRL_SET_MAX_SEND_FRAGMENT: c_int = 52;
pub(crate) const SSL_CTRL_SET_DH_AUTO: c_int = 118;
pub(crate) const SSL_CTRL_GET_TLSEXT_STATUS_REQ_TYPE: c_int = 127;

unsafe extern "C" {
    pub(crate) fn SSL_CTX_set_cert_cb(context: *mut SSL_CTX, callback: Option<CertificateCallback>, data: *mut c_void);
    pub(crate) fn SSL_CTX_set_info_callback(context: *mut SSL_CTX, callback: Option<InfoCallback>);
    pub(crate) fn SSL_CTX_callback_ctrl(
        context: *mut SSL_CTX,
        command: c_int,
        callback: Option<TicketCallback>,
    ) -> c_long;
    pub(crate) fn SSL_CTX_set_timeout(context: *mut SSL_CTX, seconds: c_long) -> c_long;
    pub(crate) fn SSL_use_psk_identity_hint(ssl: *mut SSL, hint: *const std::ffi::c_char) -> c_int;
    pub(crate) fn SSL_renegotiate(ssl: *mut SSL) -> c_int;
    pub(crate) fn SSL_renegotiate_pending(ssl: *const SSL) -> c_int;
    pub(crate) fn SSL_get_shared_sigalgs(
        ssl: *mut SSL,
        index: c_int,
        sign: *mut c_int,
        hash: *mut c_int,
        sign_hash: *mut c_int,
        raw_sign: *mut c_uchar,
        raw_hash: *mut c_uchar,
    ) -> c_int;
}
