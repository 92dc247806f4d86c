//! Redis, with a database for each run of a program.

use std::io;
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::program;

pub(super) struct Redis;

impl super::Service for Redis {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn variable(&self) -> &'static str {
        "REDIS_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["redis-server"]
    }

    fn is_installed(&self) -> bool {
        program("redis-server").is_some()
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new("redis-server");
        server.args(["--bind", "127.0.0.1", "--port", &place.port.to_string(), "--databases", "10000"]);
        server.args(["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]);
        Ok(server)
    }

    fn probe(&self) -> Probe {
        Probe { question: b"PING\r\n", at: 0, answer: b"+PONG" }
    }

    fn address(&self, place: &Place, run: usize) -> io::Result<String> {
        Ok(format!("redis://127.0.0.1:{}/{run}", place.port))
    }
}
