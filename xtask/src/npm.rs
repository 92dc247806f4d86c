//! npm packages that tests and examples need, installed from their committed lock files.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::debian;
use crate::run::check;

/// `npm ci` in `directory`, unless what is there already matches the lock file.
pub(crate) fn install(directory: &Path) -> io::Result<()> {
    let lock = std::fs::read(directory.join("package-lock.json"))?;
    let stamp = directory.join("node_modules").join(".installed-lock.json");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    require_npm()?;
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(directory);
    check(&mut command)?;
    std::fs::write(stamp, lock)
}

/// npm comes with Node or from the distribution; without it this installs Debian's.
fn require_npm() -> io::Result<()> {
    if Command::new("npm").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    eprintln!("npm is not installed; installing Debian's package");
    debian::install(&["npm"]).map_err(|error| {
        io::Error::other(format!("npm is needed and could not be installed ({error}); install npm and run this again"))
    })
}
