//! Pre-shared keys. OpenSSL cannot wait for these, so the owner of the connection is called during the handshake.

use std::ffi::{CStr, c_char, c_uchar, c_uint};

use foreign_types::ForeignTypeRef;
use openssl::ssl::SslRef;
use openssl_sys::SSL;

use crate::state::Shared;

/// What a client answers: the identity and the key it stands for.
#[derive(Debug)]
pub struct PskClient {
    /// The identity, as text.
    pub identity: String,
    /// The key.
    pub key: Vec<u8>,
}

/// Functions that find keys; the number is the one the connection was made with.
#[derive(Clone, Copy, Debug)]
pub struct PskCallbacks {
    /// The key of an identity, for a server that allows so many bytes.
    pub server: fn(id: u64, identity: &str, most: usize) -> Option<Vec<u8>>,
    /// Identity and key for a server that gave this hint; so many bytes of each are allowed.
    pub client: fn(id: u64, hint: Option<&str>, identity_most: usize, key_most: usize) -> Option<PskClient>,
}

type ServerCallback = unsafe extern "C" fn(*mut SSL, *const c_char, *mut c_uchar, c_uint) -> c_uint;
type ClientCallback =
    unsafe extern "C" fn(*mut SSL, *const c_char, *mut c_char, c_uint, *mut c_uchar, c_uint) -> c_uint;

unsafe extern "C" {
    fn SSL_set_psk_server_callback(ssl: *mut SSL, callback: Option<ServerCallback>);
    fn SSL_set_psk_client_callback(ssl: *mut SSL, callback: Option<ClientCallback>);
}

/// Lets the connection use pre-shared keys; its state holds the callbacks.
pub(crate) fn install(ssl: &SslRef) {
    // SAFETY: both are plain functions that live as long as the program; OpenSSL calls the one for the connection's side.
    unsafe {
        SSL_set_psk_server_callback(ssl.as_ptr(), Some(server));
        SSL_set_psk_client_callback(ssl.as_ptr(), Some(client));
    }
}

/// The callbacks and the number. The state is not locked while they run: JavaScript may look at the connection.
fn callbacks_of(ssl: *mut SSL) -> Option<(PskCallbacks, u64)> {
    // SAFETY: OpenSSL calls with the connection it works on.
    let shared = Shared::of(unsafe { SslRef::from_ptr(ssl) })?;
    let state = shared.lock();
    Some((state.psk?, state.id))
}

/// # Safety
/// `text` is null or ends with a null byte.
unsafe fn text_of<'a>(text: *const c_char) -> Option<&'a str> {
    if text.is_null() {
        return None;
    }
    // SAFETY: passed on to the caller.
    unsafe { CStr::from_ptr(text) }.to_str().ok()
}

unsafe extern "C" fn server(ssl: *mut SSL, identity: *const c_char, key: *mut c_uchar, most: c_uint) -> c_uint {
    // SAFETY: OpenSSL passes a C string.
    let (Some(identity), Some((callbacks, id))) = (unsafe { text_of(identity) }, callbacks_of(ssl)) else { return 0 };
    let found = (callbacks.server)(id, identity, most as usize);
    // SAFETY: the buffer has room for `most` bytes.
    found.map_or(0, |found| unsafe { store(&found, key, most) })
}

unsafe extern "C" fn client(
    ssl: *mut SSL,
    hint: *const c_char,
    identity: *mut c_char,
    identity_most: c_uint,
    key: *mut c_uchar,
    key_most: c_uint,
) -> c_uint {
    let Some((callbacks, id)) = callbacks_of(ssl) else { return 0 };
    // SAFETY: OpenSSL passes null or a C string.
    let hint = unsafe { text_of(hint) };
    let Some(answer) = (callbacks.client)(id, hint, identity_most as usize, key_most as usize) else { return 0 };
    let mut name = answer.identity.into_bytes();
    name.push(0);
    // SAFETY: both buffers have room for the numbers of bytes OpenSSL gave with them; the identity's excludes its null byte.
    unsafe {
        if store(&name, identity.cast(), identity_most + 1) == 0 {
            return 0;
        }
        store(&answer.key, key, key_most)
    }
}

/// Copies `bytes`, or nothing when they do not fit; gives how many.
///
/// # Safety
/// `target` is writable for `most` bytes.
unsafe fn store(bytes: &[u8], target: *mut c_uchar, most: c_uint) -> c_uint {
    if bytes.len() > most as usize {
        return 0;
    }
    // SAFETY: passed on to the caller; the length was compared.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), target, bytes.len()) };
    bytes.len() as c_uint
}
