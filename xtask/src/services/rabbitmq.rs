//! RabbitMQ, a broker for AMQP 0-9-1.

use std::io;
use std::path::Path;
use std::process::Command;

use super::instance::{Place, Probe, free_port};

pub(super) struct RabbitMq;

/// The server itself: the one in the `PATH` becomes another user and writes below `/var`.
const SERVER: &str = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/// Erlang asks a daemon of the machine which nodes there are. This starts one for the server alone, which ends with it.
const WITH_OWN_EPMD: &str = "setpriv --pdeathsig KILL epmd -address 127.0.0.1 & exec \"$0\"";

impl super::Service for RabbitMq {
    fn name(&self) -> &'static str {
        "rabbitmq"
    }

    fn variable(&self) -> &'static str {
        "AMQP_URL"
    }

    fn packages(&self) -> &'static [&'static str] {
        &["rabbitmq-server"]
    }

    fn is_installed(&self) -> bool {
        Path::new(SERVER).is_file()
    }

    fn prepare(&self, place: &Place) -> io::Result<()> {
        std::fs::write(place.directory.join("rabbitmq.conf"), "log.console = true\nlog.file = false\n")?;
        std::fs::write(place.directory.join("plugins"), "[].\n")
    }

    fn command(&self, place: &Place) -> io::Result<Command> {
        let mut server = Command::new("sh");
        server.args(["-c", WITH_OWN_EPMD, SERVER]);
        server.env("RABBITMQ_NODENAME", "anode@localhost").env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        server.env("RABBITMQ_NODE_PORT", place.port.to_string()).env("RABBITMQ_DIST_PORT", free_port()?.to_string());
        server.env("ERL_EPMD_PORT", free_port()?.to_string()).env("HOME", &place.directory);
        for (variable, name) in [("MNESIA_BASE", "data"), ("LOG_BASE", "logs"), ("ENABLED_PLUGINS_FILE", "plugins")] {
            server.env(format!("RABBITMQ_{variable}"), place.directory.join(name));
        }
        // Without a shell around it that outlives it.
        server.env("RABBITMQ_ALLOW_INPUT", "1").env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput");
        server
            .env("RABBITMQ_CONFIG_FILE", place.directory.join("rabbitmq.conf"))
            .env("RABBITMQ_CONF_ENV_FILE", "/dev/null");
        Ok(server)
    }

    fn probe(&self) -> Probe {
        // The protocol's header, and the frame in which the server begins the connection.
        Probe { question: b"AMQP\0\0\x09\x01", at: 0, answer: b"\x01\0\0" }
    }

    fn address(&self, place: &Place, _run: usize) -> io::Result<String> {
        Ok(format!("amqp://guest:guest@127.0.0.1:{}", place.port))
    }
}
