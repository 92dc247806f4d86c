//! What lies between the bytes of the program and those of the socket.

use tls::context::Ends;
use tls::{Connection, Context, Progress, Side};

use crate::dialogue::Broken;
use crate::plan::Scheme;

/// Plain text of one go.
const MOST: usize = 64 * 1024;

/// Nothing, or TLS.
pub(crate) enum Channel {
    Plain,
    Tls { connection: Box<Connection>, is_open: bool },
}

/// What came of bytes of the wire.
#[derive(Default)]
pub(crate) struct Received {
    /// The channel has just opened: the program may speak.
    pub(crate) opens: bool,
    pub(crate) plain: Vec<u8>,
}

impl Channel {
    pub(crate) fn new(scheme: Scheme) -> Result<Channel, Broken> {
        let protocol: &[u8] = match scheme {
            Scheme::Http => return Ok(Channel::Plain),
            Scheme::Https => b"\x08http/1.1",
            Scheme::H2 => b"\x02h2",
        };
        let context = Context::new(Ends::Client, 0, 0).map_err(|_| Broken)?;
        let mut connection = Connection::new(&context, Side::Client, 0).map_err(|_| Broken)?;
        connection.set_protocols(protocol, Side::Client).map_err(|_| Broken)?;
        Ok(Channel::Tls { connection: Box::new(connection), is_open: false })
    }

    /// The socket is connected. Whether the program may speak, and what is to be written.
    pub(crate) fn begin(&mut self) -> Result<(bool, Vec<u8>), Broken> {
        match self {
            Channel::Plain => Ok((true, Vec::new())),
            Channel::Tls { connection, .. } => {
                connection.handshake().map_err(|_| Broken)?;
                Ok((false, connection.take_output()))
            }
        }
    }

    pub(crate) fn receive(&mut self, wire: &[u8]) -> Result<Received, Broken> {
        match self {
            Channel::Plain => Ok(Received { opens: false, plain: wire.to_vec() }),
            Channel::Tls { connection, is_open } => receive_records(connection, is_open, wire),
        }
    }

    /// The bytes of the wire for those of the program.
    pub(crate) fn send(&mut self, plain: Vec<u8>) -> Result<Vec<u8>, Broken> {
        match self {
            Channel::Plain => Ok(plain),
            Channel::Tls { connection, .. } => match connection.write(&plain) {
                Ok(Progress::Done) => Ok(connection.take_output()),
                _ => Err(Broken),
            },
        }
    }
}

fn receive_records(connection: &mut Connection, is_open: &mut bool, wire: &[u8]) -> Result<Received, Broken> {
    connection.feed(wire);
    let mut received = Received::default();
    if !*is_open {
        if connection.handshake().map_err(|_| Broken)? != Progress::Done {
            return Ok(received);
        }
        *is_open = true;
        received.opens = true;
    }
    while connection.read(&mut received.plain, MOST).map_err(|_| Broken)? == Progress::Done {}
    Ok(received)
}
