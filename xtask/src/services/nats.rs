//! NATS with JetStream.

use std::io;
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::program;

pub(super) struct Nats;

impl super::Service for Nats {
    fn name(&self) -> &'static str {
        "nats"
    }

    fn variable(&self) -> &'static str {
        "NATS_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["nats-server"]
    }

    fn is_installed(&self) -> bool {
        program("nats-server").is_some()
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new("nats-server");
        server
            .args(["--addr", "127.0.0.1", "--port", &place.port.to_string(), "--jetstream", "--store_dir"])
            .arg(place.data());
        Ok(server)
    }

    fn probe(&self) -> Probe {
        Probe { question: b"", at: 0, answer: b"INFO " }
    }

    fn address(&self, place: &Place, _run: usize) -> io::Result<String> {
        Ok(format!("nats://127.0.0.1:{}", place.port))
    }
}
