//! Session tickets encrypted with keys that servers may share: a name of 16 bytes, a key for HMAC-SHA-256 and one for AES-128-CBC, of
//! 16 bytes each, the layout of Node's `ticketKeys`.

use std::ffi::{c_int, c_uchar};
use std::sync::{Mutex, OnceLock, PoisonError};

use foreign_types::ForeignTypeRef;
use openssl::error::ErrorStack;
use openssl::ex_data::Index;
use openssl::ssl::{SslContext, SslContextBuilder, SslContextRef, SslRef};
use openssl_sys as sys;

use crate::ffi;

/// The length of all keys together.
pub const TICKET_KEYS: usize = 48;

const NAME: usize = 16;
const BLOCK: usize = 16;

type Keys = [u8; TICKET_KEYS];

/// Gives a new context random keys and uses them for its tickets.
pub(crate) fn install(builder: &mut SslContextBuilder) -> Result<(), ErrorStack> {
    let mut keys = [0; TICKET_KEYS];
    openssl::rand::rand_bytes(&mut keys)?;
    if let Some(index) = index() {
        builder.set_ex_data(index, Mutex::new(keys));
        // SAFETY: the command takes a function of this type, which lives as long as the program.
        unsafe {
            ffi::SSL_CTX_callback_ctrl(builder.as_ptr(), ffi::SSL_CTRL_SET_TLSEXT_TICKET_KEY_CB, Some(protect));
        }
    }
    Ok(())
}

pub(crate) fn keys(context: &SslContextRef) -> Keys {
    let slot = index().and_then(|index| context.ex_data(index));
    slot.map_or([0; TICKET_KEYS], |keys| *keys.lock().unwrap_or_else(PoisonError::into_inner))
}

pub(crate) fn set_keys(context: &SslContextRef, keys: Keys) {
    if let Some(slot) = index().and_then(|index| context.ex_data(index)) {
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

fn index() -> Option<Index<SslContext, Mutex<Keys>>> {
    static INDEX: OnceLock<Option<Index<SslContext, Mutex<Keys>>>> = OnceLock::new();
    *INDEX.get_or_init(|| SslContext::new_ex_index().ok())
}

/// Prepares OpenSSL's contexts to encrypt or decrypt a ticket: 1 when they are ready, 0 for a ticket of other keys, -1 on failure.
unsafe extern "C" fn protect(
    ssl: *mut sys::SSL,
    name: *mut c_uchar,
    iv: *mut c_uchar,
    cipher: *mut sys::EVP_CIPHER_CTX,
    mac: *mut sys::HMAC_CTX,
    encrypts: c_int,
) -> c_int {
    // SAFETY: OpenSSL calls with the connection it works on.
    let keys = keys(unsafe { SslRef::from_ptr(ssl) }.ssl_context());
    let (own_name, rest) = keys.split_at(NAME);
    let (mac_key, cipher_key) = rest.split_at(BLOCK);
    // SAFETY: the name has 16 bytes and the vector at least as many (SSL_CTX_set_tlsext_ticket_key_cb(3)); both contexts are new, and
    // the keys have the lengths their algorithms want.
    unsafe {
        let name = std::slice::from_raw_parts_mut(name, NAME);
        if encrypts == 0 {
            if name != own_name {
                return 0;
            }
            let ready =
                sys::EVP_DecryptInit_ex(cipher, sys::EVP_aes_128_cbc(), std::ptr::null_mut(), cipher_key.as_ptr(), iv);
            return if ready == 1 && start_mac(mac, mac_key) { 1 } else { -1 };
        }
        name.copy_from_slice(own_name);
        let ready = sys::RAND_bytes(iv, BLOCK as c_int) == 1
            && sys::EVP_EncryptInit_ex(cipher, sys::EVP_aes_128_cbc(), std::ptr::null_mut(), cipher_key.as_ptr(), iv)
                == 1;
        if ready && start_mac(mac, mac_key) { 1 } else { -1 }
    }
}

/// # Safety
/// `mac` is a context of OpenSSL's.
unsafe fn start_mac(mac: *mut sys::HMAC_CTX, key: &[u8]) -> bool {
    // SAFETY: the key is readable for its length.
    unsafe {
        sys::HMAC_Init_ex(mac, key.as_ptr().cast(), key.len() as c_int, sys::EVP_sha256(), std::ptr::null_mut()) == 1
    }
}
