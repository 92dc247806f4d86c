//! OpenSSL's errors as JavaScript errors: the message is OpenSSL's line, the code `ERR_OSSL_` with the reason.

use openssl::error::{Error, ErrorStack};
use runtime::JsError;
use runtime::engine::Detail;

/// Libraries whose name is part of the code, by OpenSSL's number (`openssl/err.h`).
const LIBRARIES: &[(i32, &str)] = &[
    (3, "BN"),
    (4, "RSA"),
    (5, "DH"),
    (6, "EVP"),
    (7, "BUF"),
    (8, "OBJ"),
    (9, "PEM"),
    (10, "DSA"),
    (11, "X509"),
    (13, "ASN1"),
    (14, "CONF"),
    (15, "CRYPTO"),
    (16, "EC"),
    (20, "SSL"),
    (32, "BIO"),
    (33, "PKCS7"),
    (34, "X509V3"),
    (35, "PKCS12"),
    (36, "RAND"),
    (37, "DSO"),
    (39, "OCSP"),
    (40, "UI"),
    (52, "KDF"),
];

/// The error of a stack: what went wrong first, which is at the bottom, with `library`, `reason` and the whole stack from its top.
pub(crate) fn from_stack(stack: &ErrorStack) -> JsError {
    match stack.errors().first() {
        Some(error) => described(JsError::error(line(error)), stack),
        None => JsError::error("Operation failed").with_code("ERR_CRYPTO_OPERATION_FAILED"),
    }
}

/// The same with our own message.
pub(crate) fn from_stack_as(message: &'static str, stack: &ErrorStack) -> JsError {
    described(JsError::error(message), stack)
}

fn described(error: JsError, stack: &ErrorStack) -> JsError {
    let Some(first) = stack.errors().first() else { return error };
    let lines = stack.errors().iter().rev().map(line).collect();
    let reason = reason(first);
    let prefix = LIBRARIES.iter().find(|(code, _)| *code == first.library_code()).map(|(_, name)| format!("{name}_"));
    let code = format!("ERR_OSSL_{}{}", prefix.unwrap_or_default(), reason.to_uppercase().replace(' ', "_"));
    error
        .with_detail("opensslErrorStack", Detail::Texts(lines))
        .with_detail("library", Detail::Text(library(first)))
        .with_detail("reason", Detail::Text(reason))
        .with_code(code)
}

/// `error:1C800064:Provider routines::bad decrypt`
fn line(error: &Error) -> String {
    format!("error:{:08X}:{}::{}", error.code(), library(error), reason(error))
}

fn library(error: &Error) -> String {
    error.library().map_or_else(|| format!("lib({})", error.library_code()), str::to_owned)
}

fn reason(error: &Error) -> String {
    error.reason().map_or_else(|| format!("reason({})", error.reason_code()), str::to_owned)
}

/// `map_err(openssl_error)`.
pub(crate) fn openssl_error(stack: ErrorStack) -> JsError {
    from_stack(&stack)
}

/// An unknown digest.
pub(crate) fn invalid_digest(name: &str) -> JsError {
    JsError::type_error(format!("Invalid digest: {name}")).with_code("ERR_CRYPTO_INVALID_DIGEST")
}
