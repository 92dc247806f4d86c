//! `--run SCRIPT`: runs a script of the nearest `package.json` in a shell, without starting the engine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use package_json::Value;

/// Why no script ran.
#[derive(Debug)]
enum Refusal {
    NoPackage(PathBuf),
    Unreadable(PathBuf),
    NoScripts(PathBuf),
    NotText(String, PathBuf),
    Missing(String, PathBuf, Vec<(String, Value)>),
    NoShell(std::io::Error),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoPackage(from) => write!(f, "Can't find package.json for directory {}", from.display()),
            Self::Unreadable(file) => write!(f, "Can't parse {}", file.display()),
            Self::NoScripts(file) => write!(f, "Can't find \"scripts\" field in {}", file.display()),
            Self::NotText(name, file) => {
                write!(f, "Script \"{name}\" is unexpectedly not a string for {}", file.display())
            }
            Self::Missing(name, file, scripts) => {
                write!(f, "Missing script: \"{name}\" for {}\n\n{}", file.display(), Listing(scripts))
            }
            Self::NoShell(error) => write!(f, "cannot start the shell: {error}"),
        }
    }
}

/// The scripts there are, a line each.
struct Listing<'a>(&'a [(String, Value)]);

impl std::fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Available scripts are:")?;
        for (name, value) in self.0 {
            if let Value::String(command) = value {
                write!(f, "\n  {name}: {command}")?;
            }
        }
        Ok(())
    }
}

/// The nearest `package.json` upwards, with its scripts.
struct Package {
    file: PathBuf,
    scripts: Vec<(String, Value)>,
}

/// Runs the script with the arguments appended; gives its exit code.
pub(crate) fn run(name: &str, arguments: &[String]) -> ExitCode {
    let started =
        std::env::current_dir().map_err(Refusal::NoShell).and_then(|directory| start(&directory, name, arguments));
    match started {
        Ok(status) => exit_code(status),
        Err(refusal) => {
            eprintln!("{refusal}");
            ExitCode::FAILURE
        }
    }
}

/// What `--run` without a name prints before it is refused.
pub(crate) fn list() {
    let package = std::env::current_dir().map_err(Refusal::NoShell).and_then(|directory| find(&directory));
    if let Ok(package) = package {
        eprintln!("{}", Listing(&package.scripts));
    }
}

fn start(directory: &Path, name: &str, arguments: &[String]) -> Result<ExitStatus, Refusal> {
    let Package { file, scripts } = find(directory)?;
    let script = match scripts.iter().find(|(key, _)| key == name) {
        Some((_, Value::String(script))) => script,
        Some(_) => return Err(Refusal::NotText(name.to_owned(), file)),
        None => return Err(Refusal::Missing(name.to_owned(), file, scripts)),
    };
    shell(&command_line(script, arguments))
        .current_dir(file.parent().unwrap_or(directory))
        .env("PATH", search_path(directory))
        .env("NODE_RUN_SCRIPT_NAME", name)
        .env("NODE_RUN_PACKAGE_JSON_PATH", &file)
        .status()
        .map_err(Refusal::NoShell)
}

fn find(directory: &Path) -> Result<Package, Refusal> {
    let files = directory.ancestors().map(|ancestor| ancestor.join("package.json"));
    let read = |file: PathBuf| std::fs::read(&file).ok().map(|text| (file, text));
    let (file, text) = files.into_iter().find_map(read).ok_or_else(|| Refusal::NoPackage(directory.to_owned()))?;
    match package_json::scripts(&text) {
        Ok(Some(scripts)) => Ok(Package { file, scripts }),
        Ok(None) => Err(Refusal::NoScripts(file)),
        Err(_) => Err(Refusal::Unreadable(file)),
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd.exe");
    shell.args(["/d", "/s", "/c", command]);
    shell
}

/// The script and its arguments, each one word of the shell.
fn command_line(script: &str, arguments: &[String]) -> String {
    arguments.iter().fold(script.to_owned(), |line, argument| format!("{line} {}", quoted(argument)))
}

fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-+./:=@%,".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// `PATH`, with the commands of installed packages before the others, the nearest first.
fn search_path(directory: &Path) -> OsString {
    let own = directory.ancestors().map(|ancestor| ancestor.join("node_modules/.bin")).filter(|bin| bin.is_dir());
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = own.chain(std::env::split_paths(&inherited)).collect::<Vec<_>>();
    // A folder whose name holds the separator cannot be named in PATH.
    std::env::join_paths(all).unwrap_or(inherited)
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_words_of_the_shell() {
        let arguments = ["a/b-c.js", "two words", "it's", "$HOME", ""].map(str::to_owned);
        assert_eq!(command_line("run", &arguments), r"run a/b-c.js 'two words' 'it'\''s' '$HOME' ''");
    }
}
