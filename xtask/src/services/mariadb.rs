//! MariaDB, for MySQL's clients, with a database for each run of a program.

use std::io;
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::program;
use crate::run::run_quietly;

pub(super) struct MariaDb;

impl super::Service for MariaDb {
    fn name(&self) -> &'static str {
        "mariadb"
    }

    fn variable(&self) -> &'static str {
        "MYSQL_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["mariadb-server"]
    }

    fn is_installed(&self) -> bool {
        program("mariadbd").is_some() && program("mariadb-install-db").is_some()
    }

    fn prepare(&self, place: &Place) -> io::Result<()> {
        let mut install = Command::new("mariadb-install-db");
        install.args([
            "--no-defaults",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
        ]);
        run_quietly(install.arg(option("datadir", place)).args(["--user=root", "--innodb-flush-log-at-trx-commit=0"]))
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new("mariadbd");
        server.args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", "--skip-name-resolve"]);
        server.arg(format!("--port={}", place.port)).arg(option("datadir", place)).arg("--socket=socket");
        server.args(["--innodb-flush-log-at-trx-commit=0", "--character-set-server=utf8mb4"]);
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // Its greeting: the protocol's version after the packet's length and number.
        Probe { question: b"", at: 4, answer: b"\x0a" }
    }

    fn address(&self, place: &Place, run: usize) -> io::Result<String> {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--host=127.0.0.1", "--user=root"]).arg(format!("--port={}", place.port));
        run_quietly(client.arg("--execute").arg(format!("CREATE DATABASE run{run}")))?;
        Ok(format!("mysql://root@127.0.0.1:{}/run{run}", place.port))
    }
}

fn option(name: &str, place: &Place) -> String {
    format!("--{name}={}", place.data().display())
}
