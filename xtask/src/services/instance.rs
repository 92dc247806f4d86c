//! One running server: its place, its process, and the wait until it answers.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A server that answers later is taken for broken: RabbitMQ needs some ten seconds on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);
/// A server that does not end in this time is killed.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a server is asked.
const TICK: Duration = Duration::from_millis(20);

/// What a server has for itself.
pub(super) struct Place {
    pub(super) directory: PathBuf,
    pub(super) port: u16,
}

impl Place {
    pub(super) fn new(directory: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&directory)?;
        Ok(Self { directory, port: free_port()? })
    }

    pub(super) fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.join("log")
    }
}

/// A port that nobody listens on now.
pub(super) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A question in the server's protocol, and the bytes at `at` of an answer by which it is known to be ready.
pub(super) struct Probe {
    pub(super) question: &'static [u8],
    pub(super) at: usize,
    pub(super) answer: &'static [u8],
}

pub(super) struct Instance {
    pub(super) place: Place,
    child: Mutex<Child>,
    last_signal: &'static str,
}

impl Instance {
    /// Starts the server in the background; it ends when the thread that calls this does, however that comes.
    pub(super) fn start(command: Command, place: Place, last_signal: &'static str) -> io::Result<Self> {
        let log = File::create(place.log())?;
        let mut guarded = Command::new("setpriv");
        guarded.args(["--pdeathsig", "KILL"]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            value.map(|value| guarded.env(name, value));
        }
        guarded.current_dir(&place.directory).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = guarded.spawn()?;
        Ok(Self { place, child: Mutex::new(child), last_signal })
    }

    /// Returns when the server answers the probe.
    pub(super) fn await_answer(&self, probe: &Probe) -> io::Result<()> {
        let started = Instant::now();
        while !answers(self.place.port, probe) {
            if let Some(status) = self.child().try_wait()? {
                return Err(self.failure(&format!("it ended with {status}")));
            }
            if started.elapsed() > LIMIT {
                return Err(self.failure("it does not answer"));
            }
            std::thread::sleep(TICK);
        }
        Ok(())
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failure(&self, what: &str) -> io::Error {
        let log = std::fs::read(self.place.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = text.lines().collect();
        io::Error::other(format!("{what}\n{}", lines[lines.len().saturating_sub(10)..].join("\n")))
    }

    /// Sends the server its last signal, without waiting for its end.
    pub(super) fn end(&self) {
        let pid = self.child().id().to_string();
        // One that has ended already is no failure.
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -s \"$0\" \"$1\"", self.last_signal, &pid]);
        drop(kill.stderr(Stdio::null()).status());
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.end();
        let started = Instant::now();
        while matches!(self.child().try_wait(), Ok(None)) && started.elapsed() < PATIENCE {
            std::thread::sleep(TICK);
        }
        // An error says that it has ended already.
        let mut child = self.child();
        drop(child.kill());
        drop(child.wait());
    }
}

fn answers(port: u16, probe: &Probe) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect(address).and_then(|stream| exchange(stream, probe)).unwrap_or(false)
}

fn exchange(mut stream: TcpStream, probe: &Probe) -> io::Result<bool> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(probe.question)?;
    let mut answer = vec![0; probe.at + probe.answer.len()];
    stream.read_exact(&mut answer)?;
    Ok(answer.ends_with(probe.answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_wants_its_answer() -> io::Result<()> {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = server.local_addr()?.port();
        let probe = Probe { question: b"PING", at: 1, answer: b"ONG" };
        let thread = std::thread::spawn(move || -> io::Result<()> {
            for answer in [b"PONG", b"BUSY"] {
                let (mut stream, _) = server.accept()?;
                stream.read_exact(&mut [0; 4])?;
                stream.write_all(answer)?;
            }
            Ok(())
        });
        assert!(answers(port, &probe));
        assert!(!answers(port, &probe));
        thread.join().expect("the server does not panic")?;
        assert!(!answers(port, &probe), "nobody listens any more");
        Ok(())
    }
}
