//! OpenSSL's errors as JavaScript errors: the message is OpenSSL's line, the code `ERR_OSSL_` with the reason.

use openssl::error::ErrorStack;
use runtime::JsError;

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

/// The first error of a stack.
pub(crate) fn from_stack(stack: &ErrorStack) -> JsError {
    let Some(error) = stack.errors().first() else { return JsError::error("OpenSSL failed without an error") };
    let reason = error.reason().unwrap_or("unknown error").to_owned();
    let library = error.library().unwrap_or("unknown library").to_owned();
    let prefix = LIBRARIES.iter().find(|(code, _)| *code == error.library_code()).map(|(_, name)| format!("{name}_"));
    let code = format!("ERR_OSSL_{}{}", prefix.unwrap_or_default(), reason.to_uppercase().replace([' ', '-'], "_"));
    JsError::error(format!("error:{:08X}:{library}::{reason}", error.code())).with_code(code)
}

/// `map_err(openssl_error)`.
pub(crate) fn openssl_error(stack: ErrorStack) -> JsError {
    from_stack(&stack)
}

/// An unknown digest.
pub(crate) fn invalid_digest(name: &str) -> JsError {
    JsError::type_error(format!("Invalid digest: {name}")).with_code("ERR_CRYPTO_INVALID_DIGEST")
}
