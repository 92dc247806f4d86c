//! The class of connections: TCP, Unix domain sockets, pipes and terminals.
//!
//! A stream is made idle. [`Stream::open`] or a connect gives it a descriptor, [`Stream::close`] takes it away. In
//! between JavaScript holds it alive through the functions it gave to the constructor, as an open connection must
//! not be collected.

use std::os::fd::IntoRawFd;
use std::rc::Rc;

use runtime::engine::v8;
use runtime::sys::event_loop::Loop;
use runtime::sys::net::{Address, KeepAliveProbes, Socket, parse_ip, set_nonblocking};
use runtime::sys::{self, Error};
use runtime::{Bytes, BytesMut, Callback, JsError, TransportHandle, class, permission, state};

use crate::address::AddressResult;
use crate::connection::{Core, Functions, Kind};
use crate::queue::Piece;
use crate::read::Target;
use crate::status;

/// A connection as JavaScript holds it.
pub(crate) struct Stream {
    core: Rc<Core>,
}

#[class]
impl Stream {
    /// `new Stream(kind, onRead, onDone)`; the kind is 0 for TCP, 1 for pipes and Unix sockets, 2 for terminals.
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        kind: i32,
        on_read: v8::Local<'_, v8::Function>,
        on_done: v8::Local<'_, v8::Function>,
    ) -> Stream {
        let stream = Stream::idle(state(scope).event_loop(), Kind::from_number(kind));
        stream.tell(Functions::new(scope, this, on_read, on_done));
        stream
    }

    /// Takes over a descriptor.
    #[method]
    fn open(&self, fd: i32) -> i32 {
        status(Socket::take_over(fd).and_then(|socket| self.core.attach(socket)))
    }

    /// Gives the connection its own address before it connects.
    #[method]
    fn bind(&self, host: String, port: i32) -> i32 {
        status(self.core.bind(&host, port as u16))
    }

    /// Connects to an IP address. `onDone` tells how it ends, unless this call fails.
    #[method]
    fn connect(&self, scope: &mut v8::PinScope<'_, '_>, host: String, port: i32) -> i32 {
        if let Some(refused) = permission::refused_net(scope, &format!("{host}:{port}")) {
            return refused;
        }
        let address = parse_ip(&host, port as u16).map(Address::Ip).ok_or(Error::invalid("connect"));
        status(address.and_then(|address| self.core.connect(&address)))
    }

    /// Connects to a Unix domain socket.
    #[method]
    fn connect_path(&self, scope: &mut v8::PinScope<'_, '_>, path: Bytes) -> i32 {
        if let Some(refused) = permission::refused_net(scope, &String::from_utf8_lossy(&path)) {
            return refused;
        }
        status(self.core.connect(&Address::Unix(path.to_vec())))
    }

    /// Begins to read.
    #[method]
    fn read_start(&self) -> i32 {
        status(self.core.set_reading(true))
    }

    /// Ends reading; bytes stay with the system.
    #[method]
    fn read_stop(&self) -> i32 {
        status(self.core.set_reading(false))
    }

    /// Reads into this buffer from now on; `onRead` then gets counts only.
    #[method]
    fn use_user_buffer(&self, buffer: BytesMut) {
        self.core.read_into(Target::Reused(buffer));
    }

    /// Writes one buffer: 1 when all is written, 0 when `onDone` follows, else an error number.
    #[method]
    fn write(&self, bytes: Bytes) -> i32 {
        self.core.write([Piece::View(bytes)])
    }

    /// Writes several buffers in one call.
    #[method]
    fn writev(&self, pieces: Vec<Bytes>) -> i32 {
        self.core.write(pieces.into_iter().map(Piece::View))
    }

    /// Writes text as UTF-8.
    #[method]
    fn write_utf8(&self, text: String) -> i32 {
        self.core.write([Piece::Text(text.into_bytes())])
    }

    /// Writes text, a byte a character.
    #[method]
    fn write_latin1(&self, scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> i32 {
        let mut bytes = vec![0; text.length()];
        text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
        self.core.write([Piece::Text(bytes)])
    }

    /// Ends writing: the peer reads the end.
    #[method]
    fn shutdown(&self) -> i32 {
        status(self.core.shutdown())
    }

    /// Closes the descriptor. Nothing is called afterwards but `callback`, in the closing phase.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>, callback: Option<v8::Local<'_, v8::Function>>) {
        self.core.close();
        let callback = callback.map(|callback| Callback::new(scope, callback));
        // Also without a callback: a closing handle keeps the loop alive for its turn, and `beforeExit` comes once more.
        self.core.event_loop().close_soon(move || {
            if let Some(callback) = callback {
                callback.call(|_| []);
            }
        });
    }

    /// The stream for native code of another builtin.
    #[method]
    fn transport<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, JsError> {
        TransportHandle::wrap(scope, self.core.clone())
    }

    /// Makes the close reset the connection.
    #[method]
    fn reset_on_close(&self) -> i32 {
        status(self.core.with_socket(Socket::reset_on_close))
    }

    /// The descriptor; -1 without one.
    #[getter]
    fn fd(&self) -> i32 {
        self.core.fd().unwrap_or(-1)
    }

    /// Bytes that came.
    #[getter]
    fn bytes_read(&self) -> f64 {
        self.core.bytes_read() as f64
    }

    /// Bytes given to write.
    #[getter]
    fn bytes_written(&self) -> f64 {
        self.core.bytes_written() as f64
    }

    /// Bytes given to write that the system has not taken yet.
    #[getter]
    fn write_queue_size(&self) -> f64 {
        self.core.queue_size() as f64
    }

    /// Gives the descriptor away and forgets everything else; -1 without one. Bytes that wait are lost.
    #[method]
    fn detach(&self) -> i32 {
        self.core.detach().map_or(-1, IntoRawFd::into_raw_fd)
    }

    /// Lets the connection keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.set_referenced(true);
    }

    /// Lets the loop end although the connection is open.
    #[method]
    fn unref(&self) {
        self.core.set_referenced(false);
    }

    /// Whether the connection keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.core.has_ref()
    }

    /// The own address.
    #[method]
    fn getsockname(&self) -> AddressResult {
        AddressResult(self.core.with_socket(Socket::local_address))
    }

    /// The other end's address.
    #[method]
    fn getpeername(&self) -> AddressResult {
        AddressResult(self.core.with_socket(Socket::peer_address))
    }

    /// `TCP_NODELAY`.
    #[method]
    fn set_no_delay(&self, on: bool) -> i32 {
        status(self.core.with_socket(|socket| socket.set_no_delay(on)))
    }

    /// Probes an idle connection after `delay` seconds.
    #[method]
    fn set_keep_alive(&self, on: bool, delay: u32) -> i32 {
        let probes = on.then(|| KeepAliveProbes::after(delay.max(1)));
        status(self.core.with_socket(|socket| socket.set_keep_alive(probes)))
    }

    /// The type-of-service byte; negative for an error.
    #[method]
    fn get_type_of_service(&self) -> i32 {
        self.core.with_socket(Socket::type_of_service).unwrap_or_else(|error| error.uv_errno())
    }

    /// Sets the type-of-service byte.
    #[method]
    fn set_type_of_service(&self, value: i32) -> i32 {
        status(self.core.with_socket(|socket| socket.set_type_of_service(value)))
    }

    /// Makes writes wait for the system instead of the loop, or the reverse.
    #[method]
    fn set_blocking(&self, on: bool) -> i32 {
        status(self.core.with_socket(|socket| set_nonblocking(socket.fd(), !on)))
    }
}

impl Stream {
    /// A stream without a descriptor.
    pub(crate) fn idle(event_loop: &Loop, kind: Kind) -> Stream {
        Stream { core: Core::new(event_loop, kind) }
    }

    /// A stream over a connected socket.
    ///
    /// # Errors
    /// Those of putting it on the loop.
    pub(crate) fn connected(event_loop: &Loop, kind: Kind, socket: Socket) -> sys::Result<Stream> {
        let stream = Stream::idle(event_loop, kind);
        stream.core.attach(socket)?;
        Ok(stream)
    }

    /// Sets whom to tell. The functions hold the JavaScript object, so the stream stays until it is closed.
    pub(crate) fn tell(&self, functions: Functions) {
        self.core.tell(functions);
    }
}
