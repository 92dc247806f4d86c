//! PostgreSQL, with a database for each run of a program, over TCP with and without TLS.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::{is_root, program};
use crate::run::run_quietly;
use crate::workspace::root;

pub(super) struct Postgres;

/// The server refuses to run as root.
const USER: &str = "postgres";

impl super::Service for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn variable(&self) -> &'static str {
        "DATABASE_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["postgresql"]
    }

    fn is_installed(&self) -> bool {
        binaries().is_some()
    }

    fn prepare(&self, place: &Place) -> io::Result<()> {
        let (data, folder) = (place.data(), &place.directory);
        std::fs::create_dir(&data)?;
        own(&data)?;
        reachable(folder)?;
        let mut initdb = unprivileged("initdb")?;
        initdb.args(["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]);
        run_quietly(initdb.arg("--pgdata").arg(&data).current_dir("/"))?;
        for name in ["server.pem", "server.key"] {
            let copy = data.join(name);
            std::fs::copy(root().join("builtins/tls/tests/fixtures").join(name), &copy)?;
            std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o600))?;
            own(&copy)?;
        }
        Ok(())
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = unprivileged("postgres")?;
        server.arg("-D").arg(place.data()).args(["-p", &place.port.to_string(), "-h", "127.0.0.1", "-k", "", "-F"]);
        // Nothing here needs to survive a crash, nor a job that looks after tables.
        for setting in ["autovacuum=off", "full_page_writes=off", "synchronous_commit=off"] {
            server.args(["-c", setting]);
        }
        server.args(["-c", "ssl=on", "-c", "ssl_cert_file=server.pem", "-c", "ssl_key_file=server.key"]);
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // A startup message for the user and database postgres; while it starts, the server answers E.
        Probe { question: b"\0\0\0\x17\0\x03\0\0user\0postgres\0\0", at: 0, answer: b"R" }
    }

    /// Killed, it would leave shared memory behind.
    fn last_signal(&self) -> &'static str {
        "INT"
    }

    fn address(&self, place: &Place, run: usize) -> io::Result<String> {
        let port = place.port.to_string();
        let mut psql = Command::new("psql");
        psql.args([
            "--no-psqlrc",
            "--quiet",
            "--host=127.0.0.1",
            "--username=postgres",
            "--dbname=postgres",
            "--port",
            &port,
        ]);
        run_quietly(psql.arg("--command").arg(format!("CREATE DATABASE run{run}")))?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/run{run}"))
    }
}

/// The newest version's programs, which Debian keeps out of the `PATH`.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).max();
    let debian = newest.map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let elsewhere = || program("initdb").and_then(|path| path.parent().map(Path::to_owned));
    debian.filter(|folder| folder.join("postgres").is_file()).or_else(elsewhere)
}

/// A program of PostgreSQL, by another user where this process is root's.
fn unprivileged(name: &str) -> io::Result<Command> {
    let path = binaries().ok_or_else(|| io::Error::other("PostgreSQL is gone"))?.join(name);
    if !is_root() {
        return Ok(Command::new(path));
    }
    let mut command = as_user();
    command.args(["--pdeathsig", "KILL"]).arg(path);
    Ok(command)
}

/// What stands before a command that the server's user is to run.
fn as_user() -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]);
    command
}

fn own(path: &Path) -> io::Result<()> {
    if !is_root() {
        return Ok(());
    }
    run_quietly(Command::new("chown").arg(format!("{USER}:")).arg(path))
}

/// The server's user must be able to enter every folder above its data.
fn reachable(folder: &Path) -> io::Result<()> {
    if !is_root() {
        return Ok(());
    }
    let mut test = as_user();
    test.args(["test", "-x"]).arg(folder);
    run_quietly(&mut test).map_err(|_| io::Error::other(format!("the user {USER} may not enter {}", folder.display())))
}
