//! Why something failed, with OpenSSL's words and Node's codes.

use openssl::error::ErrorStack;
use ossl::reason;

/// OpenSSL's line where it has none to tell.
const NO_ERROR: &str = "error:00000000:lib(0)::reason(0)";

/// A failed call, in the words of OpenSSL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The part of OpenSSL, `SSL routines`.
    pub library: Option<Box<str>>,
    /// The reason in words, `wrong version number`.
    pub reason: Option<String>,
    /// OpenSSL's line without the place, `error:0A00010B:SSL routines::wrong version number`.
    pub line: String,
    /// Such lines of what came after the first error, from the last on.
    pub rest: Box<[String]>,
    /// All lines with the places, as OpenSSL prints them.
    pub report: Box<str>,
    /// Node's code, `ERR_SSL_WRONG_VERSION_NUMBER`.
    pub code: Option<String>,
}

impl Failure {
    /// A failure of ours that OpenSSL knows nothing of.
    pub fn plain(message: impl Into<String>) -> Self {
        let line = message.into();
        Failure { report: line.clone().into(), line, ..Failure::default() }
    }

    /// A failed call, in our words and with Node's code for such failures.
    pub fn operation(message: impl Into<String>) -> Self {
        Failure { code: Some("ERR_CRYPTO_OPERATION_FAILED".to_owned()), ..Failure::plain(message) }
    }
}

/// Text that OpenSSL takes as a C string: a NUL would end it early, and the rest would go unseen.
///
/// # Errors
/// For text with a NUL.
pub(crate) fn c_text(text: &str) -> Result<&str, Failure> {
    if text.contains('\0') { Err(Failure::plain("text contains a NUL")) } else { Ok(text) }
}

impl From<ErrorStack> for Failure {
    fn from(stack: ErrorStack) -> Self {
        let Some(first) = stack.errors().first() else { return Failure::plain(NO_ERROR) };
        let reason = first.reason().map(str::to_owned);
        Failure {
            library: first.library().map(Into::into),
            line: reason::line(first),
            rest: stack.errors().iter().skip(1).rev().map(reason::line).collect(),
            report: reason::report(&stack).into(),
            code: reason.as_deref().map(|reason| reason::code(first.library_code(), reason)),
            reason,
        }
    }
}
