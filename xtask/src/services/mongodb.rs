//! A server that speaks MongoDB's protocol, from Python's registry: Debian has none. Each run of a program gets a database's name.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::{self, program};
use crate::run::{run_quietly, target_directory};
use crate::workspace::root;

pub(super) struct MongoDb;

impl super::Service for MongoDb {
    fn name(&self) -> &'static str {
        "mongodb"
    }

    fn variable(&self) -> &'static str {
        "MONGODB_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["python3", "python3-venv"]
    }

    fn is_installed(&self) -> bool {
        program("python3").is_some()
    }

    /// Installs the server into a virtual environment that stays for the next run.
    fn prepare(&self, _place: &Place) -> io::Result<()> {
        let requirements = root().join("tests/services/requirements.txt");
        let wanted = std::fs::read(&requirements)?;
        let stamp = environment().join("installed.txt");
        if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(());
        }
        make_environment()?;
        let mut pip = Command::new(environment().join("bin/pip"));
        run_quietly(
            pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(requirements),
        )?;
        std::fs::write(stamp, wanted)
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new(environment().join("bin/secantusd-py"));
        server.args(["--host", "127.0.0.1", "--port", &place.port.to_string(), "--log-level", "WARNING"]);
        server.args(["--cache-size", "128M", "--storage-path"]).arg(place.data());
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // OP_MSG with { ping: 1, $db: 'admin' }; any message with its number in `responseTo` answers it.
        const PING: &[u8] = b"\x33\0\0\0\x01\0\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0\x1e\0\0\0\x10ping\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0";
        Probe { question: PING, at: 8, answer: b"\x01\0\0\0\xdd\x07\0\0" }
    }

    fn address(&self, place: &Place, run: usize) -> io::Result<String> {
        Ok(format!("mongodb://127.0.0.1:{}/run{run}?directConnection=true", place.port))
    }
}

fn environment() -> PathBuf {
    target_directory().join("python")
}

/// Debian's Python makes an environment with pip in it only with the package `python3-venv`.
fn make_environment() -> io::Result<()> {
    let make = || run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment()));
    make().or_else(|_| debian::install(&["python3-venv"]).and_then(|()| make()))
}
