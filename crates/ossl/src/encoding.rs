//! Keys in their PEM and DER forms.

use std::ptr;

use foreign_types::ForeignType;
use openssl::pkcs12::Pkcs12;
use openssl::x509::X509;
use openssl_sys as ffi;

use crate::bio::{Input, Output};
use crate::{Cipher, ErrorStack, Key, Result, check, int, non_null, raw};

/// How private and public keys are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    Pkcs1,
    Pkcs8,
    Sec1,
    Spki,
}

/// Text or bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pem,
    Der,
}

/// How an exported private key is protected.
pub struct Protection<'a> {
    /// The cipher.
    pub cipher: &'a Cipher,
    /// What its key is made of.
    pub passphrase: &'a [u8],
}

/// Why a key could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// It is encrypted and no passphrase was given.
    PassphraseMissing,
    /// It is no key of the kind asked for.
    Malformed(ErrorStack),
}

impl From<ErrorStack> for ReadError {
    fn from(errors: ErrorStack) -> Self {
        Self::Malformed(errors)
    }
}

/// What the passphrase callback knows.
pub(crate) struct Passphrase<'a> {
    pub(crate) given: Option<&'a [u8]>,
}

/// OpenSSL asks for the passphrase. -1 fails the decoding without asking at the terminal.
pub(crate) unsafe extern "C" fn answer(
    buffer: *mut libc::c_char,
    size: libc::c_int,
    _for_writing: libc::c_int,
    data: *mut libc::c_void,
) -> libc::c_int {
    // SAFETY: `data` is the `Passphrase` that `read_private` passed and outlives the call.
    let passphrase = unsafe { &*data.cast::<Passphrase<'_>>() };
    let Some(given) = passphrase.given else { return -1 };
    if given.len() > usize::try_from(size).unwrap_or(0) {
        return -1;
    }
    // SAFETY: `buffer` has room for `size` bytes, checked above.
    unsafe { ptr::copy_nonoverlapping(given.as_ptr(), buffer.cast::<u8>(), given.len()) };
    int(given.len())
}

/// Reads a private key.
pub fn read_private(
    data: &[u8],
    format: Format,
    structure: Structure,
    passphrase: Option<&[u8]>,
) -> std::result::Result<Key, ReadError> {
    let mut passphrase = Passphrase { given: passphrase };
    let parsed = match (format, structure) {
        (Format::Pem, _) => private_pem(data, &mut passphrase),
        (Format::Der, Structure::Pkcs1) => traditional_der(data, ffi::EVP_PKEY_RSA),
        (Format::Der, Structure::Sec1) => traditional_der(data, ffi::EVP_PKEY_EC),
        (Format::Der, _) if is_encrypted_pkcs8(data) => encrypted_der(data, &mut passphrase),
        (Format::Der, _) => plain_pkcs8(data),
    };
    parsed.map_err(|errors| {
        if passphrase.given.is_none() && is_unanswered(&errors) {
            ReadError::PassphraseMissing
        } else {
            ReadError::Malformed(errors)
        }
    })
}

/// `PEM_R_BAD_PASSWORD_READ`. The decoders of OpenSSL 3, which read PEM, say "interrupted or cancelled" instead, and so does Node.
fn is_unanswered(errors: &ErrorStack) -> bool {
    errors.errors().first().is_some_and(|error| error.reason() == Some("bad password read"))
}

fn private_pem(data: &[u8], passphrase: &mut Passphrase<'_>) -> Result<Key> {
    let input = Input::new(data)?;
    // SAFETY: input and passphrase outlive the call; the key is owned.
    unsafe {
        Key::from_raw(ffi::PEM_read_bio_PrivateKey(
            input.as_ptr(),
            ptr::null_mut(),
            Some(answer),
            ptr::from_mut(passphrase).cast(),
        ))
    }
}

fn traditional_der(data: &[u8], kind: libc::c_int) -> Result<Key> {
    ffi::init();
    let mut at = data.as_ptr();
    // SAFETY: OpenSSL reads at most `data.len()` bytes; the key is owned.
    unsafe { Key::from_raw(raw::d2i_PrivateKey(kind, ptr::null_mut(), &mut at, int(data.len()).into())) }
}

fn encrypted_der(data: &[u8], passphrase: &mut Passphrase<'_>) -> Result<Key> {
    let input = Input::new(data)?;
    // SAFETY: as in `private_pem`.
    unsafe {
        Key::from_raw(ffi::d2i_PKCS8PrivateKey_bio(
            input.as_ptr(),
            ptr::null_mut(),
            Some(answer),
            ptr::from_mut(passphrase).cast(),
        ))
    }
}

fn plain_pkcs8(data: &[u8]) -> Result<Key> {
    ffi::init();
    let mut at = data.as_ptr();
    // SAFETY: OpenSSL reads at most `data.len()` bytes; the intermediate object is freed, the key is owned.
    unsafe {
        let info = crate::non_null(ffi::d2i_PKCS8_PRIV_KEY_INFO(ptr::null_mut(), &mut at, int(data.len()).into()))?;
        let key = ffi::EVP_PKCS82PKEY(info);
        ffi::PKCS8_PRIV_KEY_INFO_free(info);
        Key::from_raw(key)
    }
}

/// `EncryptedPrivateKeyInfo` is a sequence that begins with a sequence, `PrivateKeyInfo` one that begins with the integer of its
/// version (RFC 5958).
fn is_encrypted_pkcs8(data: &[u8]) -> bool {
    let body = match data {
        [0x30, length, rest @ ..] if *length < 0x80 => rest,
        [0x30, length, rest @ ..] => rest.get(usize::from(length & 0x7f)..).unwrap_or_default(),
        _ => return false,
    };
    body.first() == Some(&0x30)
}

/// Reads a public key. PEM may be of `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`, or of a private key.
pub fn read_public(
    data: &[u8],
    format: Format,
    structure: Structure,
    passphrase: Option<&[u8]>,
) -> std::result::Result<Key, ReadError> {
    ffi::init();
    match format {
        Format::Pem => public_pem(data, passphrase),
        Format::Der => Ok(public_der(data, structure)?),
    }
}

fn public_pem(data: &[u8], passphrase: Option<&[u8]>) -> std::result::Result<Key, ReadError> {
    let has = |label: &[u8]| data.windows(label.len()).any(|window| window == label);
    if has(b"-----BEGIN PUBLIC KEY") {
        return Ok(openssl::pkey::PKey::public_key_from_pem(data)?.into());
    }
    if has(b"-----BEGIN RSA PUBLIC KEY") {
        let rsa = openssl::rsa::Rsa::public_key_from_pem_pkcs1(data)?;
        return Ok(openssl::pkey::PKey::from_rsa(rsa)?.into());
    }
    if has(b"-----BEGIN CERTIFICATE") || has(b"-----BEGIN TRUSTED CERTIFICATE") || has(b"-----BEGIN X509 CERTIFICATE") {
        return Ok(X509::from_pem(data)?.public_key()?.into());
    }
    read_private(data, Format::Pem, Structure::Pkcs8, passphrase)
}

fn public_der(data: &[u8], structure: Structure) -> Result<Key> {
    let mut at = data.as_ptr();
    let length = int(data.len()).into();
    // SAFETY: OpenSSL reads at most `data.len()` bytes; the key is owned.
    unsafe {
        Key::from_raw(match structure {
            Structure::Pkcs1 => raw::d2i_PublicKey(ffi::EVP_PKEY_RSA, ptr::null_mut(), &mut at, length),
            _ => ffi::d2i_PUBKEY(ptr::null_mut(), &mut at, length),
        })
    }
}

/// Writes a public key as `spki` or `pkcs1`.
pub fn write_public(key: &Key, format: Format, structure: Structure) -> Result<Vec<u8>> {
    let der = |write: unsafe extern "C" fn(*const ffi::EVP_PKEY, *mut *mut u8) -> libc::c_int| {
        let mut data = ptr::null_mut();
        // SAFETY: OpenSSL allocates the output, which is copied and freed.
        unsafe {
            let length = write(key.as_ptr(), &mut data);
            check(length)?;
            let bytes = std::slice::from_raw_parts(data, usize::try_from(length).unwrap_or(0)).to_vec();
            ffi::CRYPTO_free(data.cast(), c"".as_ptr(), 0);
            Ok(bytes)
        }
    };
    match (format, structure) {
        (Format::Der, Structure::Pkcs1) => der(raw::i2d_PublicKey),
        (Format::Der, _) => der(ffi::i2d_PUBKEY),
        (Format::Pem, Structure::Pkcs1) => Ok(to_pem("RSA PUBLIC KEY", &der(raw::i2d_PublicKey)?)),
        (Format::Pem, _) => Ok(to_pem("PUBLIC KEY", &der(ffi::i2d_PUBKEY)?)),
    }
}

/// PEM (RFC 7468): base64 in lines of 64 characters.
fn to_pem(label: &str, der: &[u8]) -> Vec<u8> {
    let text = openssl::base64::encode_block(der);
    let mut out = format!("-----BEGIN {label}-----\n").into_bytes();
    for line in text.as_bytes().chunks(64) {
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out.extend_from_slice(format!("-----END {label}-----\n").as_bytes());
    out
}

/// Writes a private key as `pkcs8`, `pkcs1` or `sec1`. The traditional forms can be protected in PEM only.
pub fn write_private(
    key: &Key,
    format: Format,
    structure: Structure,
    protection: Option<Protection<'_>>,
) -> Result<Vec<u8>> {
    let output = Output::new()?;
    let cipher = protection.as_ref().map_or(ptr::null(), |protection| protection.cipher.as_ptr());
    // An empty passphrase is one, so its pointer may not be null.
    let passphrase = protection.as_ref().map_or(ptr::null(), |protection| protection.passphrase.as_ptr());
    let length = int(protection.as_ref().map_or(0, |protection| protection.passphrase.len()));
    let (bio, pkey, none) = (output.as_ptr(), key.as_ptr(), ptr::null_mut());
    // SAFETY: all pointers are live for the call; OpenSSL does not write through the passphrase.
    check(unsafe {
        match (format, structure) {
            (Format::Pem, Structure::Pkcs1 | Structure::Sec1) => {
                raw::PEM_write_bio_PrivateKey_traditional(bio, pkey, cipher, passphrase, length, none, none)
            }
            (Format::Der, Structure::Pkcs1 | Structure::Sec1) => ffi::i2d_PrivateKey_bio(bio, pkey),
            (Format::Pem, _) => {
                ffi::PEM_write_bio_PKCS8PrivateKey(bio, pkey, cipher, passphrase.cast_mut().cast(), length, None, none)
            }
            (Format::Der, _) => {
                ffi::i2d_PKCS8PrivateKey_bio(bio, pkey, cipher, passphrase.cast_mut().cast(), length, None, none)
            }
        }
    })?;
    Ok(output.take())
}

/// What a PKCS#12 file holds.
pub struct Bundle {
    /// The private key.
    pub key: Option<Key>,
    /// Its certificate.
    pub certificate: Option<X509>,
    /// Other certificates.
    pub others: Vec<X509>,
}

/// `BIO_C_SET_BUF_MEM_EOF_RETURN` of `openssl/bio.h`.
const SET_EOF_RETURN: libc::c_int = 130;

/// Takes a PKCS#12 file apart, still locked. Read from a BIO that fails at its end: OpenSSL then says of too few bytes that they are too few.
pub fn parse_pkcs12(data: &[u8]) -> Result<Pkcs12> {
    let input = Input::new(data)?;
    // SAFETY: the BIO is live; what OpenSSL makes is the returned value's.
    unsafe {
        ffi::BIO_ctrl(input.as_ptr(), SET_EOF_RETURN, -1, ptr::null_mut());
        non_null(raw::d2i_PKCS12_bio(input.as_ptr(), ptr::null_mut())).map(|pointer| Pkcs12::from_ptr(pointer))
    }
}

/// Opens a PKCS#12 file.
pub fn open_pkcs12(file: &Pkcs12, passphrase: &str) -> Result<Bundle> {
    let parsed = file.parse2(passphrase)?;
    Ok(Bundle {
        key: parsed.pkey.map(Key::from),
        certificate: parsed.cert,
        others: parsed.ca.map(|stack| stack.into_iter().collect()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Params;

    #[test]
    fn private_keys_come_back_from_every_form() {
        let key = Key::generate("RSA", &Params::new().unsigned("bits", 1024)).expect("generates");
        for structure in [Structure::Pkcs1, Structure::Pkcs8] {
            for format in [Format::Pem, Format::Der] {
                let bytes = write_private(&key, format, structure, None).expect("writes");
                assert!(read_private(&bytes, format, structure, None).expect("reads").equals(&key));
            }
        }
        let public = write_public(&key, Format::Pem, Structure::Pkcs1).expect("writes");
        assert!(public.starts_with(b"-----BEGIN RSA PUBLIC KEY-----\n"));
        assert!(read_public(&public, Format::Pem, Structure::Pkcs1, None).expect("reads").equals(&key));
    }

    #[test]
    fn a_passphrase_is_asked_for() {
        let key = Key::generate("ED25519", &Params::new()).expect("generates");
        let cipher = Cipher::named("aes-256-cbc").expect("known");
        let protection = Protection { cipher: &cipher, passphrase: b"secret" };
        let bytes = write_private(&key, Format::Der, Structure::Pkcs8, Some(protection)).expect("writes");
        assert!(is_encrypted_pkcs8(&bytes));
        assert!(matches!(read_private(&bytes, Format::Der, Structure::Pkcs8, None), Err(ReadError::PassphraseMissing)));
        assert!(read_private(&bytes, Format::Der, Structure::Pkcs8, Some(b"secret")).is_ok());
    }
}
