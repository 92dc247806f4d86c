//! Listening and accepting.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::connection::{self, Frontend};

/// What can be debugged. Called from the threads of the connections.
pub trait Target: Send + Sync {
    /// Takes a front end that has connected; its messages go to what comes back.
    fn connect(&self, frontend: Frontend) -> Box<dyn Peer>;
}

/// The other side of one front end. Dropping it says that the front end has gone.
pub trait Peer: Send {
    /// One message of the protocol.
    fn message(&self, text: String);
}

/// How the endpoints describe the target.
#[derive(Clone, Debug)]
pub struct Description {
    /// What a person calls it: the program's file.
    pub title: String,
    /// URL of the program.
    pub url: String,
    /// `node.js/v26.10.0`
    pub browser: String,
    /// Whether the endpoints tell the WebSocket's URL to whoever asks.
    pub publish: Publish,
    /// Gives the description of the protocol, JSON text.
    pub protocol: fn() -> String,
}

/// Who learns the WebSocket's URL from the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    /// Whoever asks `/json`.
    Everybody,
    /// Nobody; `/json` is not found.
    Nobody,
}

/// What the connections share.
pub(crate) struct Shared {
    pub(crate) target: Box<dyn Target>,
    pub(crate) description: Description,
    /// The random part of the WebSocket's URL, without which nobody connects.
    pub(crate) id: String,
    pub(crate) address: SocketAddr,
    closed: AtomicBool,
    /// Connections that are open, to be closed with the server.
    open: Mutex<Vec<TcpStream>>,
}

/// A listening server; dropping it closes it and all its connections.
pub struct Server {
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

/// A place that nobody else can listen at.
pub struct Place(TcpListener);

impl Place {
    /// Takes the place: `host`, a name or an address; port 0 is a free one.
    ///
    /// # Errors
    /// When the address is in use or not ours.
    pub fn take(host: &str, port: u16) -> io::Result<Place> {
        TcpListener::bind((host, port)).map(Place)
    }
}

impl Server {
    /// Listens at a place.
    ///
    /// # Errors
    /// When the system gives no random numbers or threads.
    pub fn listen(Place(listener): Place, description: Description, target: Box<dyn Target>) -> io::Result<Server> {
        let shared = Arc::new(Shared {
            target,
            description,
            id: random_id()?,
            address: listener.local_addr()?,
            closed: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let accepted = shared.clone();
        let accepting =
            std::thread::Builder::new().name("inspector".to_owned()).spawn(move || accept(&listener, &accepted))?;
        Ok(Server { shared, accepting: Some(accepting) })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.shared.address.port()
    }

    /// URL of the WebSocket.
    pub fn url(&self) -> String {
        format!("ws://{}/{}", self.shared.address, self.shared.id)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Release);
        for stream in self.shared.open().drain(..) {
            // Fails when the peer has closed it already.
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        // The accepting thread sleeps until somebody connects.
        let _ = TcpStream::connect_timeout(&reachable(self.shared.address), Duration::from_secs(1));
        if let Some(thread) = self.accepting.take() {
            // The thread does not panic; there is nothing to learn from its end.
            let _ = thread.join();
        }
    }
}

/// An address by which this machine reaches a listener, also one that listens on all addresses.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let loopback: std::net::IpAddr =
            if address.is_ipv4() { std::net::Ipv4Addr::LOCALHOST.into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        address.set_ip(loopback);
    }
    address
}

impl Shared {
    fn open(&self) -> std::sync::MutexGuard<'_, Vec<TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.is_closed() {
            return;
        }
        match accepted {
            Ok((stream, _)) => serve(stream, shared),
            // Out of descriptors: wait for some to be given back rather than spin.
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// Gives the connection a thread. One that gets none, or no second handle, is closed: the front end tries again.
fn serve(stream: TcpStream, shared: &Arc<Shared>) {
    let (Ok(kept), Ok(peer)) = (stream.try_clone(), stream.peer_addr()) else { return };
    shared.open().push(kept);
    let for_thread = shared.clone();
    // Without a thread the closure is dropped and with it the stream.
    let _ = std::thread::Builder::new().name("inspector session".to_owned()).spawn(move || {
        connection::run(stream, &for_thread);
        for_thread.open().retain(|other| other.peer_addr().is_ok_and(|address| address != peer));
    });
}

/// A version 4 UUID.
fn random_id() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok([&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-"))
}
