//! How OpenSSL begins: which file configures it, and with which providers.
//!
//! OpenSSL reads its configuration once, at its first use; nothing else of this crate may come before.

use std::path::Path;

use openssl_sys as ffi;

use crate::{ErrorStack, raw};

/// The file that OpenSSL is configured by where none is named, as in Node's own builds.
const DEFAULT_FILE: &str = "/etc/ssl/openssl.cnf";

/// `openssl/crypto.h`.
const INIT_LOAD_CONFIG: u64 = 0x40;
const INIT_NO_LOAD_CONFIG: u64 = 0x80;

/// `openssl/conf.h`: a file that is not there is as good as an empty one.
const IGNORE_MISSING_FILE: libc::c_ulong = 0x10;

/// 128 and the number of SIGABRT.
const ABORTED: u8 = 134;

/// The entry of a configuration file that names the section to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// `nodejs_conf`, which other programs do not look at.
    Own,
    /// `openssl_conf`, which all programs share.
    Shared,
}

impl Entry {
    fn name(self) -> &'static str {
        match self {
            Self::Own => "nodejs_conf",
            Self::Shared => "openssl_conf",
        }
    }
}

/// What is wrong with a configuration.
#[derive(Debug, PartialEq)]
pub struct Failure {
    /// What the process exits with: OpenSSL's number of the first error's reason.
    pub exit_code: u8,
    /// OpenSSL's line of that error, with its end.
    pub report: String,
}

impl From<ErrorStack> for Failure {
    fn from(stack: ErrorStack) -> Self {
        let first = stack.errors().first();
        let exit_code = first.and_then(|error| u8::try_from(error.reason_code()).ok()).unwrap_or(1);
        Failure { exit_code, report: first.map(crate::reason::report_of).unwrap_or_default() }
    }
}

/// Begins with a configuration: `file`, or the default one.
pub fn begin(file: Option<&str>, entry: Entry) -> Result<(), Failure> {
    match file {
        None if !speaks_of(Path::new(DEFAULT_FILE), entry) => {
            begin_bare();
            Ok(())
        }
        file => read(file.unwrap_or(DEFAULT_FILE), entry),
    }
}

/// Whether a file can have an effect. The default one is read by every start and hardly ever speaks to this program, which then need not
/// wake OpenSSL up.
fn speaks_of(file: &Path, entry: Entry) -> bool {
    let text = std::fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.contains(entry.name()) || text.contains(".include")
}

/// Begins without any configuration. Without this OpenSSL would read the shared entry of the file that `OPENSSL_CONF` names.
fn begin_bare() {
    // SAFETY: no settings.
    unsafe { raw::OPENSSL_init_crypto(INIT_NO_LOAD_CONFIG, std::ptr::null()) };
}

fn read(file: &str, entry: Entry) -> Result<(), Failure> {
    let file = crate::c_string(file);
    let entry = crate::c_string(entry.name());
    // SAFETY: OpenSSL copies both texts, and reads the settings during the call only.
    unsafe {
        ffi::ERR_clear_error();
        let settings = raw::OPENSSL_INIT_new();
        raw::OPENSSL_INIT_set_config_filename(settings, file.as_ptr());
        raw::OPENSSL_INIT_set_config_appname(settings, entry.as_ptr());
        raw::OPENSSL_INIT_set_config_file_flags(settings, IGNORE_MISSING_FILE);
        raw::OPENSSL_init_crypto(INIT_LOAD_CONFIG, settings);
        raw::OPENSSL_INIT_free(settings);
    }
    let stack = ErrorStack::get();
    if stack.errors().is_empty() { require_random() } else { Err(stack.into()) }
}

/// A configuration that leaves no source of random numbers cannot be worked with; the process ends as by an abort.
fn require_random() -> Result<(), Failure> {
    openssl::rand::rand_bytes(&mut [0]).map_err(|stack| Failure { exit_code: ABORTED, ..stack.into() })
}

/// Adds the provider of outdated algorithms (MD4, RC4, Blowfish, DES, …) to those in use.
pub fn use_legacy_provider() -> crate::Result<()> {
    // SAFETY: the default library context; the provider stays for the life of the process.
    crate::non_null(unsafe { ffi::OSSL_PROVIDER_try_load(std::ptr::null_mut(), c"legacy".as_ptr(), 1) }).map(drop)
}

/// Whether a provider is in use.
pub fn has_provider(name: &str) -> bool {
    let name = crate::c_string(name);
    // SAFETY: the default library context, and a live name.
    unsafe { raw::OSSL_PROVIDER_available(std::ptr::null_mut(), name.as_ptr()) == 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_speak_of_the_entry_are_read() {
        let file = std::env::temp_dir().join(format!("anode-openssl-{}.cnf", std::process::id()));
        std::fs::write(&file, "openssl_conf = common\n").expect("writes");
        assert!(speaks_of(&file, Entry::Shared));
        assert!(!speaks_of(&file, Entry::Own));
        std::fs::remove_file(&file).expect("removes");
        assert!(!speaks_of(&file, Entry::Shared));
    }
}
