//! Node's codes for OpenSSL's errors, in one place for `node:crypto` and `node:tls`.

use openssl::error::{Error, ErrorStack};

/// Names by which Node's codes begin, by OpenSSL's number of the library (`openssl/err.h`). Those of other libraries are plain
/// `ERR_OSSL_REASON`.
const LIBRARIES: &[(i32, &str)] = &[
    (3, "BN_"),
    (4, "RSA_"),
    (5, "DH_"),
    (6, "EVP_"),
    (7, "BUF_"),
    (8, "OBJ_"),
    (9, "PEM_"),
    (10, "DSA_"),
    (11, "X509_"),
    (13, "ASN1_"),
    (14, "CONF_"),
    (15, "CRYPTO_"),
    (16, "EC_"),
    (32, "BIO_"),
    (33, "PKCS7_"),
    (34, "X509V3_"),
    (35, "PKCS12_"),
    (36, "RAND_"),
    (37, "DSO_"),
    (38, "ENGINE_"),
    (39, "OCSP_"),
    (40, "UI_"),
    (41, "COMP_"),
    (42, "ECDSA_"),
    (43, "ECDH_"),
    (44, "OSSL_STORE_"),
    (45, "FIPS_"),
    (46, "CMS_"),
    (47, "TS_"),
    (48, "HMAC_"),
    (50, "CT_"),
    (51, "ASYNC_"),
    (52, "KDF_"),
    (53, "SM2_"),
];

/// The library of TLS itself, whose codes do without `OSSL`.
const SSL: i32 = 20;

/// `ERR_OSSL_EVP_BAD_DECRYPT`, `ERR_SSL_WRONG_VERSION_NUMBER`: the code of a reason in words.
pub fn code(library: i32, reason: &str) -> String {
    let reason = reason.replace(' ', "_").to_uppercase();
    if library == SSL {
        return format!("ERR_SSL_{reason}");
    }
    let prefix = LIBRARIES.iter().find(|(number, _)| *number == library).map_or("", |(_, prefix)| prefix);
    format!("ERR_OSSL_{prefix}{reason}")
}

/// The part of OpenSSL, `Provider routines`, or its number.
pub fn library(error: &Error) -> String {
    error.library().map_or_else(|| format!("lib({})", error.library_code()), str::to_owned)
}

/// The reason in words, or its number.
pub fn reason(error: &Error) -> String {
    error.reason().map_or_else(|| format!("reason({})", error.reason_code()), str::to_owned)
}

/// OpenSSL's line without the place: `error:1C800064:Provider routines::bad decrypt`.
pub fn line(error: &Error) -> String {
    format!("error:{:08X}:{}::{}", error.code(), library(error), reason(error))
}

/// The lines of a stack with the places, as `ERR_print_errors` writes them, each with its end.
pub fn report(stack: &ErrorStack) -> String {
    stack.errors().iter().map(report_of).collect()
}

/// One such line, which begins with a number for the thread.
pub(crate) fn report_of(error: &Error) -> String {
    thread_local! { static MARK: u8 = const { 0 } }
    let thread = MARK.with(|mark| std::ptr::from_ref(mark).addr());
    let (library, function) = (error.library().unwrap_or_default(), error.function().unwrap_or_default());
    let (reason, data) = (reason(error), error.data().unwrap_or_default());
    let (code, file, line) = (error.code(), error.file(), error.line());
    format!("{thread:X}:error:{code:08X}:{library}:{function}:{reason}:{file}:{line}:{data}\n")
}
