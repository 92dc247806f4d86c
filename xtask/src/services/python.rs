//! Servers that only Python's registry has: a virtual environment below `target` that stays for the next run.

use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::debian::{self, program};
use crate::run::{run_quietly, target_directory};
use crate::workspace::root;

pub(super) const PACKAGES: &[&str] = &["python3", "python3-venv"];

pub(super) fn is_installed() -> bool {
    program("python3").is_some()
}

/// The environment's folder.
pub(super) fn environment() -> PathBuf {
    target_directory().join("python")
}

/// Installs what `tests/services/requirements.txt` lists.
pub(super) fn install() -> io::Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let requirements = root().join("tests/services/requirements.txt");
    let wanted = std::fs::read(&requirements)?;
    let stamp = environment().join("installed.txt");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    make_environment()?;
    let mut pip = Command::new(environment().join("bin/pip"));
    run_quietly(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(requirements))?;
    std::fs::write(stamp, wanted)
}

/// Debian's Python makes an environment with pip in it only with the package `python3-venv`.
fn make_environment() -> io::Result<()> {
    let make = || run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment()));
    make().or_else(|_| debian::install(&["python3-venv"]).and_then(|()| make()))
}
