//! One exchange with a name server: a datagram each way, or over TCP what did not fit.

use std::cell::RefCell;
use std::io::IoSlice;

use runtime::sys::event_loop::{Interest, IoHandle, Loop, Readiness};
use runtime::sys::net::{
    Address, BindOptions, Datagram, DatagramOptions, Domain, Socket, SocketAddr, read_slice, write,
};
use runtime::sys::{self, Error};

/// An open exchange. The handle comes first, so that it leaves the loop before the descriptor is closed.
pub(crate) struct Transport {
    io: IoHandle,
    link: Link,
}

enum Link {
    Udp(Datagram),
    Tcp { socket: Socket, bytes: RefCell<Stream> },
}

/// What goes out on a TCP connection, with its length in front, and what came in.
#[derive(Default)]
struct Stream {
    output: Vec<u8>,
    written: usize,
    input: Vec<u8>,
}

/// The longest message over UDP without extensions is 512 bytes; servers that ignore that are understood too.
const LONGEST: usize = 64 * 1024;

impl Transport {
    /// Sends the query as a datagram.
    ///
    /// # Errors
    /// Those of the socket, `ECONNREFUSED` among them.
    pub(crate) fn udp(
        event_loop: &Loop,
        server: SocketAddr,
        local: Option<SocketAddr>,
        query: &[u8],
        ready: Box<dyn FnMut(Readiness)>,
    ) -> sys::Result<Transport> {
        let socket = Datagram::new(Domain::of(&server.into()))?;
        if let Some(local) = local {
            socket.bind(local, DatagramOptions::default())?;
        }
        // Connected, the socket hears only the server, and of its refusal.
        socket.connect(server)?;
        socket.send(&[IoSlice::new(query)], None)?;
        let io = IoHandle::with_kind(event_loop, "DNSChannel", socket.fd(), Interest::READABLE, ready)?;
        io.unreference();
        Ok(Transport { io, link: Link::Udp(socket) })
    }

    /// Begins to send the query over TCP.
    ///
    /// # Errors
    /// Those of the socket.
    pub(crate) fn tcp(
        event_loop: &Loop,
        server: SocketAddr,
        local: Option<SocketAddr>,
        query: &[u8],
        ready: Box<dyn FnMut(Readiness)>,
    ) -> sys::Result<Transport> {
        let address = Address::Ip(server);
        let socket = Socket::new(Domain::of(&address))?;
        if let Some(local) = local {
            socket.bind(&local.into(), BindOptions::default())?;
        }
        socket.connect(&address)?;
        let io = IoHandle::with_kind(event_loop, "DNSChannel", socket.fd(), Interest::WRITABLE, ready)?;
        io.unreference();
        let output = [&(query.len() as u16).to_be_bytes(), query].concat();
        Ok(Transport { io, link: Link::Tcp { socket, bytes: RefCell::new(Stream { output, ..Stream::default() }) } })
    }

    /// The next whole message, when one is there.
    ///
    /// # Errors
    /// Those of the socket; `ECONNREFUSED` for a connection that ended before its message did.
    pub(crate) fn advance(&self, readiness: Readiness) -> sys::Result<Option<Vec<u8>>> {
        match &self.link {
            Link::Udp(socket) => {
                let mut buffer = vec![0; LONGEST];
                Ok(socket.receive(&mut buffer)?.map(|(count, _)| buffer[..count].to_vec()))
            }
            Link::Tcp { socket, bytes } => self.advance_stream(socket, &mut bytes.borrow_mut(), readiness),
        }
    }

    fn advance_stream(
        &self,
        socket: &Socket,
        stream: &mut Stream,
        readiness: Readiness,
    ) -> sys::Result<Option<Vec<u8>>> {
        if readiness.writable && stream.written < stream.output.len() {
            socket.take_error("connect")?;
            stream.written += write(socket.fd(), &stream.output[stream.written..])?.unwrap_or(0);
            if stream.written == stream.output.len() {
                self.io.reregister(Interest::READABLE)?;
            }
        }
        if !readiness.readable {
            return Ok(None);
        }
        let mut buffer = [0; 4096];
        loop {
            match read_slice(socket.fd(), &mut buffer)? {
                None => return Ok(None),
                Some(0) => return Err(Error::refused("read")),
                Some(count) => stream.input.extend(&buffer[..count]),
            }
            if let Some((length, message)) = stream.input.split_first_chunk::<2>()
                && let Some(whole) = message.get(..usize::from(u16::from_be_bytes(*length)))
            {
                return Ok(Some(whole.to_vec()));
            }
        }
    }
}
