//! Mosquitto, a broker for MQTT.

use std::io;
use std::process::Command;

use super::instance::{Place, Probe};
use crate::debian::program;

pub(super) struct Mosquitto;

impl super::Service for Mosquitto {
    fn name(&self) -> &'static str {
        "mosquitto"
    }

    fn variable(&self) -> &'static str {
        "MQTT_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["mosquitto"]
    }

    fn is_installed(&self) -> bool {
        program("mosquitto").is_some()
    }

    fn prepare(&self, place: &Place) -> io::Result<()> {
        let settings = format!("listener {} 127.0.0.1\nallow_anonymous true\nuser root\n", place.port);
        std::fs::write(place.directory.join("mosquitto.conf"), settings)
    }

    fn command(&self, _place: &Place) -> io::Result<Command> {
        let mut server = Command::new("mosquitto");
        server.args(["-c", "mosquitto.conf"]);
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // CONNECT of MQTT 3.1.1 with a clean session and an empty name, and its CONNACK.
        Probe { question: b"\x10\x0c\0\x04MQTT\x04\x02\0\x3c\0\0", at: 0, answer: b"\x20\x02\0\0" }
    }

    fn address(&self, place: &Place, _run: usize) -> io::Result<String> {
        Ok(format!("mqtt://127.0.0.1:{}", place.port))
    }
}
