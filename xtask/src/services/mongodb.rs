//! A server that speaks MongoDB's protocol: Debian has none. Each run of a program gets a database's name.

use std::io;
use std::process::Command;

use super::instance::{Place, Probe};
use super::python;

pub(super) struct MongoDb;

impl super::Service for MongoDb {
    fn name(&self) -> &'static str {
        "mongodb"
    }

    fn variable(&self) -> &'static str {
        "MONGODB_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        python::PACKAGES
    }

    fn is_installed(&self) -> bool {
        python::is_installed()
    }

    fn prepare(&self, _place: &Place) -> io::Result<()> {
        python::install()
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new(python::environment().join("bin/secantusd-py"));
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
