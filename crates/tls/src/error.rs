//! Why something failed, with OpenSSL's words and Node's codes.

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
    (20, "SSL_"),
    (32, "BIO_"),
    (33, "PKCS7_"),
    (34, "X509_V3_"),
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

/// The library of TLS itself.
const SSL: i32 = 20;

/// A failed call, in the words of OpenSSL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The part of OpenSSL, `SSL routines`.
    pub library: Option<String>,
    /// The reason in words, `wrong version number`.
    pub reason: Option<String>,
    /// OpenSSL's line without the place, `error:0A00010B:SSL routines::wrong version number`.
    pub line: String,
    /// All lines with the places, as OpenSSL prints them.
    pub report: String,
    /// Node's code, `ERR_SSL_WRONG_VERSION_NUMBER`.
    pub code: Option<String>,
}

impl Failure {
    /// A failure of ours that OpenSSL knows nothing of.
    pub fn plain(message: impl Into<String>) -> Self {
        let line = message.into();
        Failure { report: line.clone(), line, ..Failure::default() }
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
        let Some(first) = stack.errors().first() else { return Failure::plain("OpenSSL failed without an error") };
        let reason = first.reason().map(str::to_owned);
        Failure {
            library: first.library().map(str::to_owned),
            line: line_of(first),
            report: stack.errors().iter().map(report_of).collect(),
            code: reason.as_deref().map(|reason| code_of(first.library_code(), reason)),
            reason,
        }
    }
}

fn code_of(library: i32, reason: &str) -> String {
    let reason = reason.replace(' ', "_").to_uppercase();
    if library == SSL {
        return format!("ERR_SSL_{reason}");
    }
    let prefix = LIBRARIES.iter().find(|(number, _)| *number == library).map_or("", |(_, prefix)| prefix);
    format!("ERR_OSSL_{prefix}{reason}")
}

fn line_of(error: &Error) -> String {
    format!("error:{:08X}:{}::{}", error.code(), error.library().unwrap_or_default(), reason_of(error))
}

fn reason_of(error: &Error) -> String {
    error.reason().map_or_else(|| format!("reason({})", error.reason_code()), str::to_owned)
}

/// A line as `ERR_print_errors` writes it, which begins with a number for the thread.
fn report_of(error: &Error) -> String {
    thread_local! { static MARK: u8 = const { 0 } }
    let thread = MARK.with(|mark| std::ptr::from_ref(mark).addr());
    let (library, function) = (error.library().unwrap_or_default(), error.function().unwrap_or_default());
    let (reason, data) = (reason_of(error), error.data().unwrap_or_default());
    let (code, file, line) = (error.code(), error.file(), error.line());
    format!("{thread:X}:error:{code:08X}:{library}:{function}:{reason}:{file}:{line}:{data}\n")
}
