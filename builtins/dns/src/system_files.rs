//! What the system's files say of names. Programs that may not read files may still ask for names.

use std::path::Path;

use runtime::permission::{self, Permission};
use runtime::sys::fs::{Source, read_file};
use runtime::{OpError, op};

/// The text of `/etc/hosts`.
#[op(blocking, permit = permission::require(scope, Permission::Net, ""))]
pub(crate) fn read_hosts() -> Result<String, OpError> {
    text_of("/etc/hosts")
}

/// The text of `/etc/resolv.conf`.
#[op]
pub(crate) fn read_resolver_settings() -> Result<String, OpError> {
    text_of("/etc/resolv.conf")
}

fn text_of(path: &str) -> Result<String, OpError> {
    let bytes = read_file(&Source::Path { path: Path::new(path).to_owned(), flags: 0 })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
