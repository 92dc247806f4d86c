//! A connection whose descriptor belongs to a session: what is read goes to the session and what it says is written, without JavaScript.
//!
//! The socket object above it goes on to exist; to it a [`Wire`] is the handle, with the methods of `builtins/net`'s streams. After the
//! session is closed the wire reads on to notice the peer's end.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::error::codes;
use runtime::sys::event_loop::{Interest, IoHandle, Loop, Readiness};
use runtime::sys::net::{self, KeepAliveProbes, Shutdown, Socket};
use runtime::sys::{self, Error};
use runtime::{Bytes, Callback, JsError, Native, class, state};

use crate::core::Core;
use crate::session::Session;

/// The most bytes of one read, as in libuv.
const CHUNK: usize = 64 * 1024;
/// Reads in a row from one connection while it fills the buffer; then it is the others' turn.
const READS: usize = 8;

thread_local! {
    /// One buffer for all connections of a thread: sessions read in place, so nothing of it is kept.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The handle, as JavaScript holds it.
pub(crate) struct Wire {
    core: Rc<WireCore>,
}

/// An open descriptor on the loop. The handle comes first, so that it leaves the loop before it is closed.
struct Descriptor {
    io: IoHandle,
    socket: Socket,
}

/// The state of a connection, shared by its JavaScript object, its session and the loop.
pub(crate) struct WireCore {
    event_loop: Loop,
    descriptor: RefCell<Option<Descriptor>>,
    session: Weak<Core>,
    /// `(status)`, called with the handle: the peer's end or an error. Holds the handle while the descriptor is open.
    on_end: RefCell<Option<Rc<Callback>>>,
    /// Bytes the system has not taken.
    pending: RefCell<Vec<u8>>,
    /// The peer's last byte came, or an error.
    ended: Cell<bool>,
    /// End our half once all is written.
    shutting_down: Cell<bool>,
    bytes_read: Cell<u64>,
    bytes_written: Cell<u64>,
}

#[class]
impl Wire {
    /// `new Wire(session, fd, onEnd)` takes the descriptor over and begins to read.
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        this: v8::Local<'s, v8::Object>,
        session: Native<'s, Session>,
        fd: i32,
        on_end: v8::Local<'s, v8::Function>,
    ) -> Result<Wire, JsError> {
        let on_end = Rc::new(Callback::with_receiver(scope, this, on_end));
        let core = Rc::new(WireCore {
            event_loop: state(scope).event_loop().clone(),
            descriptor: RefCell::default(),
            session: Rc::downgrade(session.core()),
            on_end: RefCell::new(Some(on_end)),
            pending: RefCell::default(),
            ended: Cell::new(false),
            shutting_down: Cell::new(false),
            bytes_read: Cell::new(0),
            bytes_written: Cell::new(0),
        });
        core.open(fd).map_err(|error| JsError::error(error.to_string()))?;
        session.core().transport.use_wire(core.clone());
        Ok(Wire { core })
    }

    /// Reading never stops: flow control holds back the peer.
    #[method]
    fn read_start(&self) -> i32 {
        0
    }

    /// As [`Self::read_start`].
    #[method]
    fn read_stop(&self) -> i32 {
        0
    }

    /// Writes bytes that are not the session's: 1, as they count as written.
    #[method]
    fn write(&self, bytes: Bytes) -> i32 {
        self.core.send(&mut bytes.to_vec());
        1
    }

    /// Writes several buffers.
    #[method]
    fn writev(&self, pieces: Vec<Bytes>) -> i32 {
        self.core.send(&mut pieces.iter().flat_map(|piece| piece.to_vec()).collect());
        1
    }

    /// Writes text as UTF-8.
    #[method]
    fn write_utf8(&self, text: String) -> i32 {
        self.core.send(&mut text.into_bytes());
        1
    }

    /// Writes text, a byte a character.
    #[method]
    fn write_latin1(&self, scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> i32 {
        let mut bytes = vec![0; text.length()];
        text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
        self.core.send(&mut bytes);
        1
    }

    /// Ends writing once all is out: the peer reads the end.
    #[method]
    fn shutdown(&self) -> i32 {
        self.core.shutting_down.set(true);
        status(self.core.shut_down_if_drained())
    }

    /// Closes the descriptor. Nothing is called afterwards but `callback`, in the closing phase.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>, callback: Option<v8::Local<'_, v8::Function>>) {
        self.core.close();
        let callback = callback.map(|callback| Callback::new(scope, callback));
        self.core.event_loop.close_soon(move || {
            if let Some(callback) = callback {
                callback.call(|_| []);
            }
        });
    }

    /// Makes the close reset the connection.
    #[method]
    fn reset_on_close(&self) -> i32 {
        status(self.core.with_socket(Socket::reset_on_close))
    }

    /// The descriptor; -1 without one.
    #[getter]
    fn fd(&self) -> i32 {
        self.core.with_socket(|socket| Ok(socket.fd())).unwrap_or(-1)
    }

    /// Bytes that came.
    #[getter]
    fn bytes_read(&self) -> f64 {
        self.core.bytes_read.get() as f64
    }

    /// Bytes given to write.
    #[getter]
    fn bytes_written(&self) -> f64 {
        self.core.bytes_written.get() as f64
    }

    /// Bytes given to write that the system has not taken yet.
    #[getter]
    fn write_queue_size(&self) -> f64 {
        self.core.waiting() as f64
    }

    /// Lets the connection keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.with_io(IoHandle::reference);
    }

    /// Lets the loop end although the connection is open.
    #[method]
    fn unref(&self) {
        self.core.with_io(IoHandle::unreference);
    }

    /// Whether the connection keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.core.descriptor.borrow().as_ref().is_some_and(|descriptor| descriptor.io.is_referenced())
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
}

impl WireCore {
    fn open(self: &Rc<Self>, fd: i32) -> sys::Result<()> {
        let socket = Socket::take_over(fd)?;
        let weak = Rc::downgrade(self);
        let ready = Box::new(move |readiness: Readiness| {
            if let Some(wire) = weak.upgrade() {
                wire.on_ready(readiness);
            }
        });
        let io = IoHandle::with_kind(&self.event_loop, "TCPSocketWrap", socket.fd(), Interest::READABLE, ready)?;
        self.descriptor.replace(Some(Descriptor { io, socket }));
        Ok(())
    }

    fn with_socket<R>(&self, call: impl FnOnce(&Socket) -> sys::Result<R>) -> sys::Result<R> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => call(&descriptor.socket),
            None => Err(Error::not_open("socket")),
        }
    }

    fn with_io(&self, call: impl FnOnce(&IoHandle)) {
        if let Some(descriptor) = &*self.descriptor.borrow() {
            call(&descriptor.io);
        }
    }

    fn on_ready(self: &Rc<Self>, readiness: Readiness) {
        if readiness.writable {
            self.flush();
        }
        if readiness.readable {
            self.read();
        }
    }

    // --- Reading ---

    fn read(&self) {
        // Taken, not borrowed: a nested loop may read another connection.
        let mut buffer = BUFFER.take();
        buffer.reserve(CHUNK);
        for _ in 0..READS {
            buffer.clear();
            let Ok(fd) = self.with_socket(|socket| Ok(socket.fd())) else { break };
            match net::read_spare(fd, &mut buffer) {
                Ok(None) => break,
                Ok(Some(0)) => self.end(-codes::EOF),
                Ok(Some(count)) => self.deliver(count, &buffer),
                Err(error) => self.end(error.uv_errno()),
            }
            if self.ended.get() || buffer.len() < CHUNK {
                break;
            }
        }
        BUFFER.set(buffer);
    }

    fn deliver(&self, count: usize, bytes: &[u8]) {
        self.bytes_read.set(self.bytes_read.get() + count as u64);
        if let Some(session) = self.session.upgrade() {
            session.receive(bytes);
        }
    }

    fn end(&self, status: i32) {
        self.ended.set(true);
        self.watch();
        let on_end = self.on_end.borrow().clone();
        if let Some(on_end) = on_end {
            on_end.call(|scope| [v8::Integer::new(scope, status).into()]);
        }
    }

    // --- Writing ---

    /// Bytes the system has not taken.
    pub(crate) fn waiting(&self) -> usize {
        self.pending.borrow().len()
    }

    /// Writes what `output` holds and empties it. What does not fit follows when there is room.
    pub(crate) fn send(&self, output: &mut Vec<u8>) {
        self.bytes_written.set(self.bytes_written.get() + output.len() as u64);
        let mut pending = self.pending.borrow_mut();
        let was_empty = pending.is_empty();
        if !was_empty {
            pending.append(output);
            return;
        }
        let written = self.write_all(output);
        pending.extend_from_slice(&output[written..]);
        output.clear();
        let waits = !pending.is_empty();
        drop(pending);
        if waits {
            self.watch();
        }
    }

    /// How many bytes the system took. A connection that is broken takes them all; reading tells how it broke.
    fn write_all(&self, bytes: &[u8]) -> usize {
        let Ok(fd) = self.with_socket(|socket| Ok(socket.fd())) else { return bytes.len() };
        let mut written = 0;
        while written < bytes.len() {
            match net::write(fd, &bytes[written..]) {
                Ok(Some(count)) => written += count,
                Ok(None) => return written,
                Err(_) => return bytes.len(),
            }
        }
        written
    }

    fn flush(&self) {
        let drained = {
            let mut pending = self.pending.borrow_mut();
            if pending.is_empty() {
                return;
            }
            let written = self.write_all(&pending);
            pending.drain(..written);
            pending.is_empty()
        };
        if !drained {
            return;
        }
        self.watch();
        // Failing to end a connection that is gone changes nothing.
        let _ = self.shut_down_if_drained();
        if let Some(session) = self.session.upgrade() {
            session.drained();
        }
    }

    fn shut_down_if_drained(&self) -> sys::Result<()> {
        if !self.shutting_down.get() || self.waiting() > 0 {
            return Ok(());
        }
        self.with_socket(|socket| socket.shutdown(Shutdown::Write))
    }

    // --- State ---

    /// Waits for bytes until their end, and for room while some wait to be written.
    fn watch(&self) {
        let mut interest = Interest::NONE;
        if !self.ended.get() {
            interest = interest | Interest::READABLE;
        }
        if self.waiting() > 0 {
            interest = interest | Interest::WRITABLE;
        }
        // The descriptor is open and was on the loop before, so this cannot fail; a failure shows in the next read or write.
        self.with_io(|io| drop(io.reregister(interest)));
    }

    fn close(&self) {
        let descriptor = self.descriptor.take();
        drop(descriptor);
        self.pending.take();
        let on_end = self.on_end.take();
        drop(on_end);
    }
}

fn status(result: sys::Result<()>) -> i32 {
    result.map_or_else(|error| error.uv_errno(), |()| 0)
}
