//! OpenSSL's errors as JavaScript errors: the message is OpenSSL's line, the code `ERR_OSSL_` with the reason.

use openssl::error::{Error, ErrorStack};
use ossl::reason;
use runtime::JsError;
use runtime::engine::Detail;

/// The error of a stack: what went wrong first, which is at the bottom, with `library`, `reason`, and as much of the stack, from its top, as
/// Node tells for the operation.
fn from_stack(stack: &ErrorStack, told: Told) -> JsError {
    match stack.errors().first() {
        Some(first) => described(JsError::error(reason::line(first)), first, told.of(stack)),
        None => operation_failed("Operation failed"),
    }
}

/// What `opensslErrorStack` holds; without anything it is not there.
#[derive(Clone, Copy)]
enum Told {
    Nothing,
    /// All but the error that the message tells of.
    Rest,
    Everything,
}

impl Told {
    fn of(self, stack: &ErrorStack) -> &[Error] {
        match self {
            Told::Nothing => &[],
            Told::Rest => stack.errors().get(1..).unwrap_or_default(),
            Told::Everything => stack.errors(),
        }
    }
}

/// `map_err(openssl_error)`: with the errors that came after the first.
pub(crate) fn openssl_error(stack: ErrorStack) -> JsError {
    from_stack(&stack, Told::Rest)
}

/// `map_err(whole_error)`: with all errors, as ciphers and the reading of keys have it.
pub(crate) fn whole_error(stack: ErrorStack) -> JsError {
    from_stack(&stack, Told::Everything)
}

/// `map_err(bare_error)`: without a stack, as the writing of keys has it.
pub(crate) fn bare_error(stack: ErrorStack) -> JsError {
    from_stack(&stack, Told::Nothing)
}

/// What failed without OpenSSL saying why, or for a reason that is ours to tell.
pub(crate) fn operation_failed(message: &'static str) -> JsError {
    JsError::error(message).with_code("ERR_CRYPTO_OPERATION_FAILED")
}

/// With what was said last, as for keys from a store, or `silent` where nothing was said. What the system said has no code.
pub(crate) fn last_error(stack: &ErrorStack, silent: &'static str) -> JsError {
    match stack.errors().last() {
        Some(last) if last.library_code() == SYSTEM => JsError::error(system_line(last)),
        Some(last) => described(JsError::error(reason::line(last)), last, stack.errors()),
        None => operation_failed(silent),
    }
}

/// OpenSSL's number for the errors of the system, whose reasons are the system's numbers.
const SYSTEM: i32 = 2;

fn system_line(error: &Error) -> String {
    let text = std::io::Error::from_raw_os_error(error.reason_code()).to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    format!("error:{:08X}:system library::{words}", error.code())
}

/// With our own message and all errors.
pub(crate) fn from_stack_as(message: &'static str, stack: &ErrorStack) -> JsError {
    match stack.errors().first() {
        Some(first) => described(JsError::error(message), first, stack.errors()),
        None => JsError::error(message),
    }
}

fn described(error: JsError, first: &Error, told: &[Error]) -> JsError {
    let reason = reason::reason(first);
    let code = reason::code(first.library_code(), &reason);
    let error = match told {
        [] => error,
        told => error.with_detail("opensslErrorStack", Detail::Texts(told.iter().rev().map(reason::line).collect())),
    };
    error
        .with_detail("library", Detail::Text(reason::library(first)))
        .with_detail("reason", Detail::Text(reason))
        .with_code(code)
}

/// An unknown digest.
pub(crate) fn invalid_digest(name: &str) -> JsError {
    JsError::type_error(format!("Invalid digest: {name}")).with_code("ERR_CRYPTO_INVALID_DIGEST")
}
