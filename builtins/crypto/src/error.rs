//! OpenSSL's errors as JavaScript errors: the message is OpenSSL's line, the code `ERR_OSSL_` with the reason.

use openssl::error::ErrorStack;
use ossl::reason;
use runtime::JsError;
use runtime::engine::Detail;

/// The error of a stack: what went wrong first, which is at the bottom, with `library`, `reason` and the whole stack from its top.
pub(crate) fn from_stack(stack: &ErrorStack) -> JsError {
    match stack.errors().first() {
        Some(error) => described(JsError::error(reason::line(error)), stack),
        None => JsError::error("Operation failed").with_code("ERR_CRYPTO_OPERATION_FAILED"),
    }
}

/// The same with our own message.
pub(crate) fn from_stack_as(message: &'static str, stack: &ErrorStack) -> JsError {
    described(JsError::error(message), stack)
}

fn described(error: JsError, stack: &ErrorStack) -> JsError {
    let Some(first) = stack.errors().first() else { return error };
    let lines = stack.errors().iter().rev().map(reason::line).collect();
    let reason = reason::reason(first);
    let code = reason::code(first.library_code(), &reason);
    error
        .with_detail("opensslErrorStack", Detail::Texts(lines))
        .with_detail("library", Detail::Text(reason::library(first)))
        .with_detail("reason", Detail::Text(reason))
        .with_code(code)
}

/// `map_err(openssl_error)`.
pub(crate) fn openssl_error(stack: ErrorStack) -> JsError {
    from_stack(&stack)
}

/// An unknown digest.
pub(crate) fn invalid_digest(name: &str) -> JsError {
    JsError::type_error(format!("Invalid digest: {name}")).with_code("ERR_CRYPTO_INVALID_DIGEST")
}
