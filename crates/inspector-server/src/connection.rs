//! One connection: an HTTP request, and where it asks for one the WebSocket after it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{self, Sender};

use base64::Engine as _;
use http1::{Event, Limits, Parser, Role, Strictness};
use ws_frames::{Decoder, Message, Opcode, frame};

use crate::endpoints;
use crate::server::Shared;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// A front end's message may be as large as a script it sends; more than this is no front end.
const LARGEST_MESSAGE: usize = 256 * 1024 * 1024;
/// RFC 6455, section 1.3.
const ACCEPT_GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Where the answers to a front end go, from any thread. Sending never blocks: a front end that does not read must not stop the program.
#[derive(Clone)]
pub struct Frontend(Sender<Vec<u8>>);

impl Frontend {
    /// Starts the thread that writes to `stream` until all clones of the front end are gone or the connection breaks.
    fn start(mut stream: TcpStream) -> io::Result<Frontend> {
        let (sender, frames) = mpsc::channel::<Vec<u8>>();
        std::thread::Builder::new().name("inspector answers".to_owned()).spawn(move || {
            // An empty frame is the mark of the end.
            for bytes in frames.iter().take_while(|bytes| !bytes.is_empty()) {
                if stream.write_all(&bytes).is_err() {
                    break;
                }
            }
            // Wakes the reading thread, which ends the session.
            let _ = stream.shutdown(Shutdown::Both);
        })?;
        Ok(Frontend(sender))
    }

    /// Sends one message of the protocol. A front end that has gone is not told; its peer is dropped.
    pub fn send(&self, text: &str) {
        self.write(Opcode::Text, text.as_bytes());
    }

    /// Ends the connection in good order, after what was sent before.
    pub fn close(&self) {
        self.write(Opcode::Close, &[]);
        let _ = self.0.send(Vec::new());
    }

    fn write(&self, opcode: Opcode, payload: &[u8]) {
        let mut bytes = Vec::with_capacity(payload.len() + 10);
        frame(&mut bytes, opcode, payload, None, None);
        // Fails when the connection is broken; the reading thread notices that too.
        let _ = self.0.send(bytes);
    }
}

/// What a request asks for.
struct Request {
    get: bool,
    target: String,
    host: String,
    /// `Sec-WebSocket-Key` of a request for a WebSocket.
    key: Option<String>,
}

/// Serves the connection until it ends.
pub(crate) fn run(mut stream: TcpStream, shared: &Shared) {
    // Messages are small and answered at once.
    let _ = stream.set_nodelay(true);
    loop {
        let Ok(Some((request, rest))) = read_request(&mut stream) else { return };
        let wanted = request.key.filter(|_| request.get && endpoints::is_allowed_host(&request.host));
        match wanted {
            Some(key) if request.target.strip_prefix('/') == Some(&shared.id) => {
                return web_socket(stream, shared, &key, &rest);
            }
            Some(_) => return drop(stream.write_all(&endpoints::refusal())),
            None => {
                let answer = endpoints::answer(shared, request.get, &request.target, &request.host);
                let is_last = answer.starts_with(b"HTTP/1.0 400");
                if stream.write_all(&answer).is_err() || is_last {
                    return;
                }
            }
        }
    }
}

/// The next request, and the bytes that came behind its head.
fn read_request(stream: &mut TcpStream) -> io::Result<Option<(Request, Vec<u8>)>> {
    let mut parser = Parser::new(Role::Request, Strictness::Strict, Limits::default());
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(None);
        }
        let mut input = &buffer[..count];
        match parser.poll(&mut input) {
            Ok(Some(Event::Head(head))) => return Ok(Some((request(&head), input.to_vec()))),
            Ok(_) => {}
            Err(_) => {
                stream.write_all(&endpoints::refusal())?;
                return Ok(None);
            }
        }
    }
}

fn request(head: &http1::Head<'_>) -> Request {
    let field = |wanted: &str| {
        let found = head.fields().iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted.as_bytes()));
        found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    };
    let upgrade = field("upgrade").is_some_and(|value| value.eq_ignore_ascii_case("websocket"));
    Request {
        get: head.method().is_some_and(|method| method.name() == "GET"),
        target: String::from_utf8_lossy(head.text()).into_owned(),
        host: field("host").unwrap_or_default(),
        key: field("sec-websocket-key").filter(|_| upgrade),
    }
}

fn web_socket(mut stream: TcpStream, shared: &Shared, key: &str, first: &[u8]) {
    let hash = sha1_smol::Sha1::from(format!("{key}{ACCEPT_GUID}")).digest().bytes();
    let accept = base64::engine::general_purpose::STANDARD.encode(hash);
    let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade";
    if stream.write_all(format!("{head}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n").as_bytes()).is_err() {
        return;
    }
    let Ok(frontend) = stream.try_clone().and_then(Frontend::start) else { return };
    let peer = shared.target.connect(frontend.clone());
    let mut decoder =
        Decoder::new(ws_frames::Role::Server, ws_frames::Limits { message: LARGEST_MESSAGE, compression: None });
    decoder.feed(first);
    let mut buffer = vec![0; CHUNK];
    while deliver(&mut decoder, &frontend, &*peer) {
        match stream.read(&mut buffer) {
            Ok(count) if count > 0 => decoder.feed(&buffer[..count]),
            _ => return,
        }
    }
}

/// Hands over what has arrived; false when the connection is at its end.
fn deliver(decoder: &mut Decoder, frontend: &Frontend, peer: &dyn crate::Peer) -> bool {
    loop {
        match decoder.next() {
            Ok(None) => return true,
            Ok(Some(Message::Text { payload, .. })) => peer.message(String::from_utf8_lossy(&payload).into_owned()),
            Ok(Some(Message::Ping(payload))) => frontend.write(Opcode::Pong, &payload),
            Ok(Some(Message::Pong(_) | Message::Binary { .. })) => {}
            Ok(Some(Message::Close { .. })) => {
                frontend.close();
                return false;
            }
            Err(violation) => {
                frontend.write(Opcode::Close, &violation.close_code().to_be_bytes());
                return false;
            }
        }
    }
}
