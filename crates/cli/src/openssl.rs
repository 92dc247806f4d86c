//! What the command line and the environment say of OpenSSL.

use ossl::config::{self, Entry};
use runtime::sys::this_process::environment;

use crate::options::{Mistake, Parsed};

/// Configures OpenSSL, before anything uses it.
pub(crate) fn begin(parsed: &Parsed) -> Result<(), Mistake> {
    let file = parsed.text("--openssl-config").map(str::to_owned).or_else(|| environment::trusted("OPENSSL_CONF"));
    let entry = if parsed.flag("--openssl-shared-config") { Entry::Shared } else { Entry::Own };
    config::begin(file.as_deref(), entry).map_err(Mistake::OpenSsl)?;
    if parsed.flag("--openssl-legacy-provider") {
        // Without the provider its algorithms are unknown, which each use of one tells.
        let _ = config::use_legacy_provider();
    }
    match ["--enable-fips", "--force-fips"].into_iter().find(|option| parsed.flag(option)) {
        Some(option) if !config::has_provider("fips") => Err(Mistake::NoFips(option)),
        _ => Ok(()),
    }
}
