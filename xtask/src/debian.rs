//! Programs of the system, and Debian's packages for those that are missing.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where servers lie that are in nobody's `PATH`.
const SYSTEM: [&str; 2] = ["/usr/local/sbin", "/usr/sbin"];

/// The path of a program, from `PATH` or the system's folders.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let listed = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&listed).chain(SYSTEM.iter().map(PathBuf::from));
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Installs packages, as root or by a sudo that asks no questions. The lists are fetched only when the installed ones do not do.
pub(crate) fn install(packages: &[&str]) -> io::Result<()> {
    let prefix = privilege()?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    if apt_get(prefix, &arguments).is_ok() {
        return Ok(());
    }
    apt_get(prefix, &["update"])?;
    apt_get(prefix, &arguments)
}

/// Installs the packages of programs that are missing.
pub(crate) fn require(programs: &[(&str, &'static str)]) -> io::Result<()> {
    let missing: Vec<&str> =
        programs.iter().filter(|(name, _)| program(name).is_none()).map(|&(_, package)| package).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// Installs what OpenSSL is built by, where it is missing: make, and Perl with the modules that belong to it.
pub(crate) fn require_build_tools() -> io::Result<()> {
    require(&[("make", "make")])?;
    if output(&[], &["perl", "-MFindBin", "-e", "1"]).is_some() { Ok(()) } else { install(&["perl"]) }
}

/// What stands before a command that root must run.
fn privilege() -> io::Result<&'static [&'static str]> {
    if program("apt-get").is_none() {
        return Err(io::Error::other("there is no apt-get here"));
    }
    let prefixes: [&[&str]; 2] = [&[], &["sudo", "--non-interactive"]];
    prefixes
        .iter()
        .find(|prefix| is_root_by(prefix))
        .copied()
        .ok_or_else(|| io::Error::other("it needs root or a sudo without password"))
}

/// True when this process is root's.
pub(crate) fn is_root() -> bool {
    is_root_by(&[])
}

fn is_root_by(prefix: &[&str]) -> bool {
    output(prefix, &["id", "--user"]).is_some_and(|id| id.trim() == "0")
}

fn output(prefix: &[&str], words: &[&str]) -> Option<String> {
    let output = command(prefix, words)?.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn command(prefix: &[&str], words: &[&str]) -> Option<Command> {
    let mut words = prefix.iter().chain(words);
    let mut command = Command::new(words.next()?);
    command.args(words);
    Some(command)
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> io::Result<()> {
    let words = [&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"], arguments].concat();
    let mut command = command(prefix, &words).ok_or_else(|| io::Error::other("no command"))?;
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let last = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned();
    Err(io::Error::other(format!("apt-get {}: {last}", arguments.join(" "))))
}
