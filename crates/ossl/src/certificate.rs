//! What `crypto.X509Certificate` tells of a certificate and the `openssl` crate does not.

use std::ptr;

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::nid::Nid;
use openssl::x509::{X509, X509NameRef, X509Ref};
use openssl_sys as ffi;

use crate::bio::Output;
use crate::{Key, Result, c_string, raw};

/// `ASN1_STRFLGS_ESC_2253`, `_ESC_CTRL`, `_UTF8_CONVERT`, `XN_FLAG_SEP_MULTILINE`: an entry a line, in UTF-8.
const NAME_LINES: libc::c_ulong = 0x1 | 0x2 | 0x10 | (4 << 16);
/// `XN_FLAG_RFC2253` without the escapes of control and non-ASCII characters: one line, in UTF-8.
const NAME_ONE_LINE: libc::c_ulong = 0x1 | 0x10 | 0x100 | 0x200 | (1 << 16) | (1 << 20) | (1 << 24);

/// A name of a subject, as bytes where the certificate's maker chose them.
#[derive(Debug, PartialEq, Eq)]
pub enum GeneralName {
    Email(Vec<u8>),
    Dns(Vec<u8>),
    Uri(Vec<u8>),
    /// Printed in one line.
    Directory(Vec<u8>),
    Ip(Vec<u8>),
    /// An object identifier.
    Registered(String),
    /// An object identifier, the ASN.1 tag of its value, and the value.
    Other(String, i32, Vec<u8>),
    /// `X400Name`, `EdiPartyName`.
    Unsupported(i32),
}

/// A name's entries, one a line (`C=US\nO=...`).
pub fn name_lines(name: &X509NameRef) -> Result<Vec<u8>> {
    print_name(name, NAME_LINES)
}

fn print_name(name: &X509NameRef, flags: libc::c_ulong) -> Result<Vec<u8>> {
    let output = Output::new()?;
    // SAFETY: both are live.
    let printed = unsafe { raw::X509_NAME_print_ex(output.as_ptr(), name.as_ptr(), 0, flags) };
    if printed < 0 { Err(crate::ErrorStack::get()) } else { Ok(output.take()) }
}

/// A name's entries as short name, or number where there is none, and UTF-8 value.
pub fn name_entries(name: &X509NameRef) -> Vec<(String, Vec<u8>)> {
    name.entries()
        .map(|entry| {
            let nid = entry.object().nid();
            let key = match nid.short_name() {
                Ok(short) if nid != Nid::UNDEF => short.to_owned(),
                _ => entry.object().to_string(),
            };
            (key, entry.data().to_string().map(String::into_bytes).unwrap_or_default())
        })
        .collect()
}

/// The names of the subject's alternative name extension.
pub fn alternative_names(certificate: &X509Ref) -> Option<Vec<GeneralName>> {
    let names = certificate.subject_alt_names()?;
    Some(names.iter().map(|name| general_name(name.as_ptr())).collect())
}

/// The methods and places of the authority information access extension.
pub fn information_access(certificate: &X509Ref) -> Option<Vec<(String, GeneralName)>> {
    let list = certificate.authority_info()?;
    Some(
        list.iter()
            .map(|access| {
                let nid = access.method().nid();
                let method = match nid.long_name() {
                    Ok(name) if nid != Nid::UNDEF => name.to_owned(),
                    _ => access.method().to_string(),
                };
                (method, general_name(access.location().as_ptr()))
            })
            .collect(),
    )
}

fn general_name(name: *mut ffi::GENERAL_NAME) -> GeneralName {
    // SAFETY: callers pass a name of a live stack, whose `type_` says which member `d` is (RFC 5280, 4.2.1.6).
    unsafe {
        let (kind, value) = ((*name).type_, (*name).d);
        match kind {
            ffi::GEN_EMAIL => GeneralName::Email(string_bytes(value.cast())),
            ffi::GEN_DNS => GeneralName::Dns(string_bytes(value.cast())),
            ffi::GEN_URI => GeneralName::Uri(string_bytes(value.cast())),
            ffi::GEN_IPADD => GeneralName::Ip(string_bytes(value.cast())),
            ffi::GEN_DIRNAME => GeneralName::Directory(
                print_name(X509NameRef::from_ptr(value.cast()), NAME_ONE_LINE).unwrap_or_default(),
            ),
            ffi::GEN_RID => GeneralName::Registered(number_text(value.cast())),
            ffi::GEN_OTHERNAME => other_name(value.cast()),
            other => GeneralName::Unsupported(other),
        }
    }
}

/// `OTHERNAME`: an object and a pointer to an `ASN1_TYPE`, which is a tag and a union of pointers.
///
/// # Safety
/// `name` is a live `OTHERNAME`.
unsafe fn other_name(name: *const [*const libc::c_void; 2]) -> GeneralName {
    #[repr(C)]
    struct Typed {
        tag: libc::c_int,
        value: *const ffi::ASN1_STRING,
    }
    // SAFETY: the caller's contract and the public layouts of x509v3.h and asn1.h; only string types' values are read.
    unsafe {
        let [object, typed] = *name;
        let typed = &*typed.cast::<Typed>();
        let is_text = matches!(typed.tag, ffi::V_ASN1_UTF8STRING | 22);
        let value = if is_text { string_bytes(typed.value) } else { Vec::new() };
        GeneralName::Other(object_text(object.cast()), typed.tag, value)
    }
}

/// # Safety
/// `text` is a live string.
unsafe fn string_bytes(text: *const ffi::ASN1_STRING) -> Vec<u8> {
    // SAFETY: the caller's contract.
    unsafe {
        let length = usize::try_from(ffi::ASN1_STRING_length(text)).unwrap_or(0);
        let data = ffi::ASN1_STRING_get0_data(text);
        if length == 0 || data.is_null() { Vec::new() } else { std::slice::from_raw_parts(data, length).to_vec() }
    }
}

/// The name of an object, or its number.
///
/// # Safety
/// `object` is live.
unsafe fn object_text(object: *const ffi::ASN1_OBJECT) -> String {
    let Ok(output) = Output::new() else { return String::new() };
    // SAFETY: the caller's contract.
    unsafe { raw::i2a_ASN1_OBJECT(output.as_ptr(), object) };
    String::from_utf8_lossy(&output.take()).into_owned()
}

/// The numbers of the extended key usage extension.
pub fn extended_key_usage(certificate: &X509Ref) -> Option<Vec<String>> {
    // SAFETY: the stack of objects is owned and freed; `OBJ_obj2txt` writes at most as many bytes as it is told.
    unsafe {
        let stack =
            ffi::X509_get_ext_d2i(certificate.as_ptr(), Nid::EXT_KEY_USAGE.as_raw(), ptr::null_mut(), ptr::null_mut());
        if stack.is_null() {
            ffi::ERR_clear_error();
            return None;
        }
        let stack = openssl::stack::Stack::<openssl::asn1::Asn1Object>::from_ptr(stack.cast());
        Some(stack.iter().map(|object| number_text(object.as_ptr())).collect())
    }
}

/// # Safety
/// `object` is live.
unsafe fn number_text(object: *const ffi::ASN1_OBJECT) -> String {
    let mut buffer = [0_u8; 256];
    // SAFETY: OpenSSL writes at most as many bytes as it is told, with a NUL.
    unsafe { ffi::OBJ_obj2txt(buffer.as_mut_ptr().cast(), crate::int(buffer.len()), object, 1) };
    let length = buffer.iter().position(|byte| *byte == 0).unwrap_or(0);
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

/// An object identifier in dots.
pub fn object_number(object: &openssl::asn1::Asn1ObjectRef) -> String {
    // SAFETY: a live object.
    unsafe { number_text(object.as_ptr()) }
}

/// Whether it may sign other certificates.
pub fn is_authority(certificate: &X509Ref) -> bool {
    // SAFETY: a live certificate.
    unsafe { raw::X509_check_ca(certificate.as_ptr()) == 1 }
}

/// Whether `key` is the private half of its key.
pub fn belongs_to(certificate: &X509Ref, key: &Key) -> bool {
    // SAFETY: both are live.
    let fits = unsafe { raw::X509_check_private_key(certificate.as_ptr(), key.as_ptr()) } == 1;
    // SAFETY: no arguments.
    unsafe { ffi::ERR_clear_error() };
    fits
}

/// Whether its issuer's name, key identifiers and usage say that `issuer` issued it. No signature is checked.
pub fn is_issued_by(certificate: &X509Ref, issuer: &X509Ref) -> bool {
    // SAFETY: both are live.
    unsafe { ffi::X509_check_issued(issuer.as_ptr(), certificate.as_ptr()) == 0 }
}

/// What a check of a name found.
#[derive(Debug, PartialEq, Eq)]
pub enum Match {
    /// By the certificate's own text.
    Found(Vec<u8>),
    /// Nothing matches.
    None,
    /// The name cannot be one.
    Malformed,
}

/// Checks a host name; `flags` are `X509_CHECK_FLAG_*`.
pub fn check_host(certificate: &X509Ref, name: &[u8], flags: u32) -> Match {
    let text = terminated(name);
    let mut peer = ptr::null_mut();
    // SAFETY: pointers and lengths come from live values; the peer's name is copied and freed.
    unsafe {
        let found = ffi::X509_check_host(certificate.as_ptr(), text.as_ptr().cast(), name.len(), flags, &mut peer);
        let matched = if peer.is_null() { name.to_vec() } else { std::ffi::CStr::from_ptr(peer).to_bytes().to_vec() };
        ffi::CRYPTO_free(peer.cast(), c"".as_ptr(), 0);
        outcome(found, matched)
    }
}

/// Checks an email address.
pub fn check_email(certificate: &X509Ref, address: &[u8], flags: u32) -> Match {
    let text = terminated(address);
    // SAFETY: pointers and lengths come from live values.
    let found = unsafe { ffi::X509_check_email(certificate.as_ptr(), text.as_ptr().cast(), address.len(), flags) };
    outcome(found, address.to_vec())
}

/// Checks an IP address in text.
pub fn check_ip(certificate: &X509Ref, address: &str, flags: u32) -> Match {
    let text = c_string(address);
    // SAFETY: the text is NUL-terminated.
    let found = unsafe { ffi::X509_check_ip_asc(certificate.as_ptr(), text.as_ptr(), flags) };
    outcome(found, address.as_bytes().to_vec())
}

/// OpenSSL takes a length of 0 for one that it is to measure.
fn terminated(text: &[u8]) -> Vec<u8> {
    [text, b"\0"].concat()
}

fn outcome(found: libc::c_int, matched: Vec<u8>) -> Match {
    // SAFETY: no arguments.
    unsafe { ffi::ERR_clear_error() };
    match found {
        1 => Match::Found(matched),
        0 => Match::None,
        _ => Match::Malformed,
    }
}

/// From PEM, or else DER.
pub fn read(data: &[u8]) -> Result<X509> {
    ffi::init();
    X509::from_pem(data).or_else(|pem| X509::from_der(data).map_err(|_| pem))
}
