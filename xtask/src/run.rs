//! Running other programs.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::debian;
use crate::workspace::root;

/// Runs a command to its end with inherited output; an exit code other than 0 is an error that names the command.
pub(crate) fn check(command: &mut Command) -> io::Result<()> {
    let status = command.status().map_err(|error| io::Error::other(format!("{}: {error}", shown(command))))?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{} failed with {status}", shown(command)))) }
}

/// Runs a command without showing what it prints, which is part of the error when it fails.
pub(crate) fn run_quietly(command: &mut Command) -> io::Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| io::Error::other(format!("{}: {error}", shown(command))))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(io::Error::other(format!("{} failed with {}: {said}", shown(command), output.status)))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The cargo that runs this task, in the workspace root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Builds the release binary and gives its path.
pub(crate) fn build_anode() -> io::Result<PathBuf> {
    debian::require_build_tools()?;
    check(&mut cargo(&["build", "--release", "--package", "anode-cli"]))?;
    Ok(target_directory().join("release").join("anode"))
}

/// Cargo's target directory.
pub(crate) fn target_directory() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |given| root().join(Path::new(&given)))
}
