//! Ciphers by name.

use std::ptr;
use std::thread::LocalKey;

use libc::c_char;
use openssl_sys as ffi;

use crate::algorithm::{Algorithm, Historical, Kept, Kind};
use crate::{Result, check, int, non_null, raw};

/// How a cipher chains its blocks (`EVP_CIPH_*_MODE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Stream,
    Ecb,
    Cbc,
    Cfb,
    Ofb,
    Ctr,
    Gcm,
    Ccm,
    Xts,
    Wrap,
    Ocb,
    Siv,
    GcmSiv,
    Other,
}

const MODE_MASK: libc::c_ulong = 0xF0007;
const AEAD: libc::c_ulong = 0x20_0000;
const WRAP_ALLOW: libc::c_int = 1;

/// Encrypting or decrypting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Encrypt,
    Decrypt,
}

/// A cipher algorithm.
#[derive(Clone)]
pub struct Cipher(Algorithm<ffi::EVP_CIPHER>);

thread_local! {
    static KEPT: Kept<ffi::EVP_CIPHER> = Kept::default();
}

impl Kind for ffi::EVP_CIPHER {
    const FETCH: unsafe extern "C" fn(*mut ffi::OSSL_LIB_CTX, *const c_char, *const c_char) -> *mut Self =
        ffi::EVP_CIPHER_fetch;
    const FREE: unsafe extern "C" fn(*mut Self) = ffi::EVP_CIPHER_free;

    fn kept() -> &'static LocalKey<Kept<Self>> {
        &KEPT
    }
}

impl Historical for ffi::EVP_CIPHER {
    const OF_TABLE: unsafe extern "C" fn(*const c_char) -> *const Self = ffi::EVP_get_cipherbyname;
    const NAME: unsafe extern "C" fn(*const Self) -> *const c_char = raw::EVP_CIPHER_get0_name;
    const PROVIDER: unsafe extern "C" fn(*const Self) -> *const ffi::OSSL_PROVIDER = raw::EVP_CIPHER_get0_provider;
}

impl Cipher {
    /// The algorithm of any name OpenSSL knows, the historical `id-aes128-GCM` included. One that no provider in use brings can be asked
    /// about, and fails when it is to begin.
    pub fn named(name: &str) -> Option<Self> {
        Algorithm::named(name).map(Self)
    }

    /// Whether a provider in use brings it.
    pub fn is_provided(&self) -> bool {
        self.0.is_provided()
    }

    /// The algorithm of OpenSSL's number for it.
    pub fn numbered(nid: i32) -> Option<Self> {
        ffi::init();
        // SAFETY: the name of a number is static, or null.
        unsafe {
            let name = ffi::OBJ_nid2sn(nid);
            if name.is_null() { None } else { Self::named(&crate::names::owned(name)) }
        }
    }

    pub(crate) fn as_ptr(&self) -> *const ffi::EVP_CIPHER {
        self.0.as_ptr()
    }

    /// OpenSSL's number of it, 0 where it has none.
    pub fn nid(&self) -> i32 {
        // SAFETY: a live algorithm.
        unsafe { ffi::EVP_CIPHER_get_nid(self.as_ptr()) }
    }

    /// Its historical name, or its provider's.
    pub fn name(&self) -> String {
        // SAFETY: both names are static or live as long as the algorithm.
        unsafe {
            let known = if self.nid() == 0 { ptr::null() } else { ffi::OBJ_nid2sn(self.nid()) };
            crate::names::owned(if known.is_null() { raw::EVP_CIPHER_get0_name(self.as_ptr()) } else { known })
        }
    }

    /// Its mode.
    pub fn mode(&self) -> Mode {
        // SAFETY: a live algorithm.
        match unsafe { ffi::EVP_CIPHER_get_flags(self.as_ptr()) } & MODE_MASK {
            0 => Mode::Stream,
            1 => Mode::Ecb,
            2 => Mode::Cbc,
            3 => Mode::Cfb,
            4 => Mode::Ofb,
            5 => Mode::Ctr,
            6 => Mode::Gcm,
            7 => Mode::Ccm,
            0x10001 => Mode::Xts,
            0x10002 => Mode::Wrap,
            0x10003 => Mode::Ocb,
            0x10004 => Mode::Siv,
            0x10005 => Mode::GcmSiv,
            _ => Mode::Other,
        }
    }

    /// Whether it authenticates what it encrypts.
    pub fn is_authenticated(&self) -> bool {
        // SAFETY: a live algorithm.
        unsafe { ffi::EVP_CIPHER_get_flags(self.as_ptr()) & AEAD != 0 }
    }

    /// Key length in bytes.
    pub fn key_length(&self) -> usize {
        // SAFETY: a live algorithm.
        usize::try_from(unsafe { ffi::EVP_CIPHER_get_key_length(self.as_ptr()) }).unwrap_or(0)
    }

    /// Length of the initialization vector in bytes.
    pub fn iv_length(&self) -> usize {
        // SAFETY: a live algorithm.
        usize::try_from(unsafe { ffi::EVP_CIPHER_get_iv_length(self.as_ptr()) }).unwrap_or(0)
    }

    /// Block length in bytes.
    pub fn block_size(&self) -> usize {
        // SAFETY: a live algorithm.
        usize::try_from(unsafe { ffi::EVP_CIPHER_get_block_size(self.as_ptr()) }).unwrap_or(0)
    }
}

/// A running cipher.
pub struct CipherContext(*mut ffi::EVP_CIPHER_CTX);

// SAFETY: a context has no ties to the thread that made it.
unsafe impl Send for CipherContext {}

impl CipherContext {
    /// A context for `cipher`, without key and vector yet.
    pub fn new(cipher: &Cipher, direction: Direction) -> Result<Self> {
        ffi::init();
        // SAFETY: the context is new and `Drop` frees it; null key and vector are left for `start`.
        unsafe {
            let context = Self(non_null(ffi::EVP_CIPHER_CTX_new())?);
            if cipher.mode() == Mode::Wrap {
                ffi::EVP_CIPHER_CTX_set_flags(context.0, WRAP_ALLOW);
            }
            check(raw::EVP_CipherInit_ex2(
                context.0,
                cipher.as_ptr(),
                ptr::null(),
                ptr::null(),
                libc::c_int::from(direction == Direction::Encrypt),
                ptr::null(),
            ))?;
            Ok(context)
        }
    }

    /// Sets key and vector, whose lengths the caller has checked against the algorithm and `set_iv_length`.
    pub fn start(&mut self, key: &[u8], iv: Option<&[u8]>) -> Result<()> {
        let key_length = usize::try_from(context_length(self.0, Length::Key)).unwrap_or(0);
        let iv_length = usize::try_from(context_length(self.0, Length::Iv)).unwrap_or(0);
        assert_eq!(key.len(), key_length, "OpenSSL reads a key of the algorithm's length");
        assert!(iv.is_none_or(|iv| iv.len() >= iv_length), "OpenSSL reads a vector of the context's length");
        let iv = iv.map_or(ptr::null(), |iv| iv.as_ptr());
        // SAFETY: the lengths are those the context reads, asserted above; -1 keeps the direction.
        check(unsafe { raw::EVP_CipherInit_ex2(self.0, ptr::null(), key.as_ptr(), iv, -1, ptr::null()) })
    }

    /// Changes the key's length, where the algorithm allows it.
    pub fn set_key_length(&mut self, length: usize) -> Result<()> {
        // SAFETY: a live context.
        check(unsafe { ffi::EVP_CIPHER_CTX_set_key_length(self.0, int(length)) })
    }

    /// Changes the vector's length.
    pub fn set_iv_length(&mut self, length: usize) -> Result<()> {
        // SAFETY: a live context; the control takes no pointer.
        check(unsafe { ffi::EVP_CIPHER_CTX_ctrl(self.0, ffi::EVP_CTRL_GCM_SET_IVLEN, int(length), ptr::null_mut()) })
    }

    /// Says how long the tag will be.
    pub fn set_tag_length(&mut self, length: usize) -> Result<()> {
        // SAFETY: a live context; a null tag only sets the length.
        check(unsafe { ffi::EVP_CIPHER_CTX_ctrl(self.0, ffi::EVP_CTRL_GCM_SET_TAG, int(length), ptr::null_mut()) })
    }

    /// The tag that decryption must find.
    pub fn set_tag(&mut self, tag: &[u8]) -> Result<()> {
        // SAFETY: OpenSSL copies as many bytes as it is told; it does not write through the pointer.
        check(unsafe {
            ffi::EVP_CIPHER_CTX_ctrl(self.0, ffi::EVP_CTRL_GCM_SET_TAG, int(tag.len()), tag.as_ptr().cast_mut().cast())
        })
    }

    /// The tag that encryption made.
    pub fn tag(&self, tag: &mut [u8]) -> Result<()> {
        // SAFETY: OpenSSL writes as many bytes as it is told.
        check(unsafe {
            ffi::EVP_CIPHER_CTX_ctrl(self.0, ffi::EVP_CTRL_GCM_GET_TAG, int(tag.len()), tag.as_mut_ptr().cast())
        })
    }

    /// Whether whole blocks are made by padding.
    pub fn set_padding(&mut self, padding: Padding) -> Result<()> {
        // SAFETY: a live context.
        check(unsafe { ffi::EVP_CIPHER_CTX_set_padding(self.0, libc::c_int::from(padding == Padding::Pkcs7)) })
    }

    /// Length of the whole message, which CCM must know before anything else.
    pub fn set_message_length(&mut self, length: usize) -> Result<()> {
        let mut written = 0;
        // SAFETY: without buffers only the length is taken.
        check(unsafe { ffi::EVP_CipherUpdate(self.0, ptr::null_mut(), &mut written, ptr::null(), int(length)) })
    }

    /// Authenticates bytes without encrypting them.
    pub fn authenticate(&mut self, data: &[u8]) -> Result<()> {
        let mut written = 0;
        // SAFETY: without an output buffer nothing is written.
        check(unsafe { ffi::EVP_CipherUpdate(self.0, ptr::null_mut(), &mut written, data.as_ptr(), int(data.len())) })
    }

    /// Encrypts or decrypts more bytes.
    pub fn update(&mut self, data: &[u8]) -> Result<Vec<u8>> {
        let mut written = 0;
        if usize::try_from(int(data.len())) != Ok(data.len()) {
            return Err(openssl::error::ErrorStack::get());
        }
        let mut out: Vec<u8> = Vec::with_capacity(data.len() + self.most_held_back());
        // SAFETY: OpenSSL writes at most one block (at most 32 bytes) more than it reads, a stream cipher as much as it reads, and says how much.
        unsafe {
            check(ffi::EVP_CipherUpdate(self.0, out.as_mut_ptr(), &mut written, data.as_ptr(), int(data.len())))?;
            out.set_len(usize::try_from(written).unwrap_or(0));
        }
        Ok(out)
    }

    /// Bytes of earlier input that may come out with the next: none of a stream cipher, whose results then have no room to spare; else a
    /// block, and for key wrap another 8 bytes.
    fn most_held_back(&self) -> usize {
        // SAFETY: a live context.
        if unsafe { ffi::EVP_CIPHER_CTX_get_block_size(self.0) } == 1 { 0 } else { 2 * 32 }
    }

    /// Ends it.
    pub fn finish(&mut self) -> Result<Vec<u8>> {
        let mut written = 0;
        let mut out: Vec<u8> = Vec::with_capacity(64);
        // SAFETY: OpenSSL writes at most one block and says how much.
        unsafe {
            check(raw::EVP_CipherFinal_ex(self.0, out.as_mut_ptr(), &mut written))?;
            out.set_len(usize::try_from(written).unwrap_or(0));
        }
        Ok(out)
    }
}

/// What happens to a last block that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    Pkcs7,
    None,
}

enum Length {
    Key,
    Iv,
}

fn context_length(context: *const ffi::EVP_CIPHER_CTX, which: Length) -> libc::c_int {
    // SAFETY: called with a live context only.
    unsafe {
        match which {
            Length::Key => ffi::EVP_CIPHER_CTX_get_key_length(context),
            Length::Iv => ffi::EVP_CIPHER_CTX_get_iv_length(context),
        }
    }
}

impl Drop for CipherContext {
    fn drop(&mut self) {
        // SAFETY: made by `new`, freed once.
        unsafe { ffi::EVP_CIPHER_CTX_free(self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ciphers_by_their_names() {
        let gcm = Cipher::named("id-aes256-GCM").expect("known to OpenSSL");
        assert_eq!((gcm.mode(), gcm.key_length(), gcm.iv_length()), (Mode::Gcm, 32, 12));
        assert!(gcm.is_authenticated());
        assert!(Cipher::named("").is_none());
    }

    #[test]
    fn a_round_trip() {
        let cipher = Cipher::named("aes-128-cbc").expect("known");
        let mut encrypt = CipherContext::new(&cipher, Direction::Encrypt).expect("made");
        encrypt.start(&[1; 16], Some(&[2; 16])).expect("started");
        let mut secret = encrypt.update(b"hello").expect("encrypts");
        secret.extend(encrypt.finish().expect("ends"));
        let mut decrypt = CipherContext::new(&cipher, Direction::Decrypt).expect("made");
        decrypt.start(&[1; 16], Some(&[2; 16])).expect("started");
        let mut plain = decrypt.update(&secret).expect("decrypts");
        plain.extend(decrypt.finish().expect("ends"));
        assert_eq!(plain, b"hello");
    }
}
