//! The life of a connection on the loop: connecting, reading, writing, closed.

use std::cell::{Cell, RefCell};
use std::os::fd::RawFd;
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::error::codes;
use runtime::sys::event_loop::{Interest, IoHandle, Loop, Readiness};
use runtime::sys::net::{self, Address, BindOptions, Domain, Shutdown, Socket, parse_ip};
use runtime::sys::{self, Error};
use runtime::{Callback, Consumer, ToV8, Transport, Written};

use crate::queue::{Piece, Queue};
use crate::read::{CHUNK, Chunk, Target, lend};
use crate::status;

/// What a stream is, which decides its name among the active resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Tcp,
    Pipe,
    Tty,
}

impl Kind {
    pub(crate) fn from_number(number: i32) -> Kind {
        match number {
            0 => Kind::Tcp,
            1 => Kind::Pipe,
            _ => Kind::Tty,
        }
    }

    fn resource(self) -> &'static str {
        match self {
            Kind::Tcp => "TCPSocketWrap",
            Kind::Pipe => "PipeWrap",
            Kind::Tty => "TTYWrap",
        }
    }
}

/// What a write tells JavaScript: all bytes are with the system, or `onDone` follows.
const WRITTEN: i32 = 1;
const WAITS: i32 = 0;
/// Reads in a row from one connection while it fills the buffer; then it is the others' turn.
const READS: usize = 8;

/// What JavaScript wants to hear of. The callbacks hold its object.
pub(crate) struct Functions {
    /// `(count, buffer)`: bytes came; a negative count is an error or the end.
    read: Callback,
    /// `(status)`: the connect, or a write that waited, has ended.
    done: Callback,
}

impl Functions {
    pub(crate) fn new(
        scope: &mut v8::PinScope<'_, '_>,
        handle: v8::Local<'_, v8::Object>,
        on_read: v8::Local<'_, v8::Function>,
        on_done: v8::Local<'_, v8::Function>,
    ) -> Self {
        Functions {
            read: Callback::with_receiver(scope, handle, on_read),
            done: Callback::with_receiver(scope, handle, on_done),
        }
    }
}

/// An open descriptor on the loop. The handle comes first, so that it leaves the loop before it is closed.
struct Descriptor {
    io: IoHandle,
    socket: Socket,
}

/// A connection, shared by its JavaScript object and the loop's callback.
pub(crate) struct Core {
    kind: Kind,
    event_loop: Loop,
    descriptor: RefCell<Option<Descriptor>>,
    referenced: Cell<bool>,
    connecting: Cell<bool>,
    reading: Cell<bool>,
    target: RefCell<Target>,
    queue: RefCell<Queue>,
    bytes_read: Cell<u64>,
    bytes_written: Cell<u64>,
    functions: RefCell<Option<Rc<Functions>>>,
    /// Native code that gets the bytes in JavaScript's place.
    consumer: RefCell<Option<Rc<dyn Consumer>>>,
}

impl Core {
    pub(crate) fn new(event_loop: &Loop, kind: Kind) -> Rc<Core> {
        Rc::new(Core {
            kind,
            event_loop: event_loop.clone(),
            descriptor: RefCell::default(),
            referenced: Cell::new(true),
            connecting: Cell::new(false),
            reading: Cell::new(false),
            target: RefCell::new(Target::Fresh),
            queue: RefCell::default(),
            bytes_read: Cell::new(0),
            bytes_written: Cell::new(0),
            functions: RefCell::default(),
            consumer: RefCell::default(),
        })
    }

    // --- The descriptor ---

    /// Puts an open socket on the loop.
    pub(crate) fn attach(self: &Rc<Self>, socket: Socket) -> sys::Result<()> {
        let core = Rc::downgrade(self);
        let ready = Box::new(move |readiness| on_ready(&core, readiness));
        let io = IoHandle::with_kind(&self.event_loop, self.kind.resource(), socket.fd(), Interest::NONE, ready)?;
        if !self.referenced.get() {
            io.unreference();
        }
        self.descriptor.replace(Some(Descriptor { io, socket }));
        Ok(())
    }

    /// Makes a socket for `host` and binds it there.
    pub(crate) fn bind(self: &Rc<Self>, host: &str, port: u16) -> sys::Result<()> {
        let address = parse_ip(host, port).map(Address::Ip).ok_or(Error::invalid("bind"))?;
        let socket = Socket::new(Domain::of(&address))?;
        socket.bind(&address, BindOptions::default())?;
        self.attach(socket)
    }

    /// Begins to connect, with the descriptor there is or a new one.
    pub(crate) fn connect(self: &Rc<Self>, address: &Address) -> sys::Result<()> {
        if self.fd().is_none() {
            self.attach(Socket::new(Domain::of(address))?)?;
        }
        self.with_socket(|socket| socket.connect(address))?;
        self.connecting.set(true);
        self.update_interest()
    }

    /// Closes the connection, all but its socket.
    pub(crate) fn detach(&self) -> Option<Socket> {
        let descriptor = self.descriptor.take();
        self.close();
        descriptor.map(|Descriptor { io, socket }| {
            io.deregister();
            socket
        })
    }

    pub(crate) fn close(&self) {
        let descriptor = self.descriptor.take();
        drop(descriptor);
        self.queue.borrow_mut().clear();
        let functions = self.functions.take();
        drop(functions);
        let consumer = self.consumer.take();
        drop(consumer);
    }

    pub(crate) fn fd(&self) -> Option<RawFd> {
        self.descriptor.borrow().as_ref().map(|descriptor| descriptor.socket.fd())
    }

    /// Calls `call` with the socket.
    ///
    /// # Errors
    /// `EBADF` without a descriptor.
    pub(crate) fn with_socket<R>(&self, call: impl FnOnce(&Socket) -> sys::Result<R>) -> sys::Result<R> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => call(&descriptor.socket),
            None => Err(Error::not_open("socket")),
        }
    }

    // --- Settings and counters ---

    pub(crate) fn event_loop(&self) -> &Loop {
        &self.event_loop
    }

    pub(crate) fn tell(&self, functions: Functions) {
        self.functions.replace(Some(Rc::new(functions)));
    }

    pub(crate) fn read_into(&self, target: Target) {
        self.target.replace(target);
    }

    /// Begins or ends reading. A connection that is closed or was never made cannot be read, but need not be stopped.
    pub(crate) fn set_reading(&self, reading: bool) -> sys::Result<()> {
        if self.fd().is_some() {
            self.reading.set(reading);
            return self.update_interest();
        }
        let is_closed = self.functions.borrow().is_none();
        match reading {
            false => Ok(()),
            true if is_closed => Err(Error::invalid("read")),
            true => Err(Error::not_connected("read")),
        }
    }

    /// Says that nothing more will be written.
    pub(crate) fn shutdown(&self) -> sys::Result<()> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => descriptor.socket.shutdown(Shutdown::Write),
            None => Err(Error::not_connected("shutdown")),
        }
    }

    pub(crate) fn set_referenced(&self, referenced: bool) {
        self.referenced.set(referenced);
        match &*self.descriptor.borrow() {
            Some(descriptor) if referenced => descriptor.io.reference(),
            Some(descriptor) => descriptor.io.unreference(),
            None => {}
        }
    }

    pub(crate) fn has_ref(&self) -> bool {
        self.referenced.get() && self.functions.borrow().is_some()
    }

    pub(crate) fn queue_size(&self) -> usize {
        self.queue.borrow().len()
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read.get()
    }

    pub(crate) fn bytes_written(&self) -> u64 {
        self.bytes_written.get()
    }

    /// Waits for what the state needs: the end of the connect, bytes to read, room to write.
    fn update_interest(&self) -> sys::Result<()> {
        let connecting = self.connecting.get();
        let mut interest = Interest::NONE;
        if self.reading.get() && !connecting {
            interest = interest | Interest::READABLE;
        }
        if connecting || !self.queue.borrow().is_empty() {
            interest = interest | Interest::WRITABLE;
        }
        match &*self.descriptor.borrow() {
            Some(descriptor) => descriptor.io.reregister(interest),
            None => Err(Error::not_open("read")),
        }
    }

    // --- Writing ---

    /// Writes the pieces, or queues what does not fit.
    pub(crate) fn write(&self, pieces: impl IntoIterator<Item = Piece>) -> i32 {
        let Some(fd) = self.fd() else { return Error::not_open("write").uv_errno() };
        let mut queue = self.queue.borrow_mut();
        for piece in pieces {
            self.bytes_written.set(self.bytes_written.get() + piece.len() as u64);
            queue.push(piece);
        }
        match queue.flush(fd) {
            Ok(()) if queue.is_empty() => WRITTEN,
            Ok(()) => {
                queue.wait(self.event_loop.reference("WriteWrap"));
                drop(queue);
                status(self.update_interest()).min(WAITS)
            }
            Err(error) => {
                queue.clear();
                error.uv_errno()
            }
        }
    }

    fn flush(&self) {
        let Some(fd) = self.fd() else { return };
        let flushed = self.queue.borrow_mut().flush(fd);
        if flushed.is_err() {
            self.queue.borrow_mut().clear();
        }
        if self.queue.borrow().is_empty() {
            self.done(flushed);
        }
    }

    // --- What the loop found ---

    fn finish_connect(&self) {
        self.connecting.set(false);
        self.done(self.with_socket(|socket| socket.take_error("connect")));
    }

    /// Tells that the connect or the write has ended.
    fn done(&self, result: sys::Result<()>) {
        let result = result.and(self.update_interest());
        let status = status(result);
        let functions = self.functions.borrow().clone();
        if let Some(functions) = functions {
            functions.done.call(|scope| [v8::Integer::new(scope, status).into()]);
        }
        if let Some(consumer) = self.consumer() {
            consumer.written(status);
        }
    }

    fn consumer(&self) -> Option<Rc<dyn Consumer>> {
        self.consumer.borrow().clone()
    }

    fn read(&self) {
        for _ in 0..READS {
            let Some(fd) = self.fd().filter(|_| self.reading.get()) else { return };
            if let Some(consumer) = self.consumer() {
                if !self.feed(fd, &*consumer) {
                    return;
                }
                continue;
            }
            let chunk = self.target.borrow_mut().read(fd);
            let more = chunk.as_ref().is_ok_and(Chunk::is_full);
            self.deliver(chunk);
            if !more {
                return;
            }
        }
    }

    /// Reads once for native code, in place. Whether more may be there.
    fn feed(&self, fd: RawFd, consumer: &dyn Consumer) -> bool {
        lend(fd, |count, bytes| {
            match count {
                Ok(None) => {}
                Ok(Some(0)) => self.end_reading(-codes::EOF),
                Ok(Some(count)) => {
                    self.bytes_read.set(self.bytes_read.get() + count as u64);
                    consumer.receive(bytes);
                }
                Err(error) => self.end_reading(error.uv_errno()),
            }
            bytes.len() == CHUNK
        })
    }

    fn deliver(&self, chunk: sys::Result<Chunk>) {
        match chunk {
            Ok(Chunk::Nothing) => {}
            Ok(Chunk::Bytes(bytes)) => self.tell_read(bytes.len() as i32, Some(bytes)),
            Ok(Chunk::Filled(count)) => self.tell_read(count as i32, None),
            Ok(Chunk::End) => self.end_reading(-codes::EOF),
            Err(error) => self.end_reading(error.uv_errno()),
        }
    }

    fn end_reading(&self, status: i32) {
        self.reading.set(false);
        // Reading less cannot fail on an open descriptor.
        let _ = self.update_interest();
        match self.consumer() {
            Some(consumer) => consumer.end(status),
            None => self.tell_read(status, None),
        }
    }

    fn tell_read(&self, count: i32, bytes: Option<Vec<u8>>) {
        self.bytes_read.set(self.bytes_read.get() + u64::try_from(count).unwrap_or(0));
        let Some(functions) = self.functions.borrow().clone() else { return };
        functions.read.call(|scope| {
            let count = v8::Integer::new(scope, count).into();
            let buffer = bytes.and_then(|bytes| bytes.to_v8(scope).ok());
            [count, buffer.unwrap_or_else(|| v8::undefined(scope).into())]
        });
    }
}

impl Transport for Core {
    fn consume(&self, consumer: Option<Rc<dyn Consumer>>) {
        let before = self.consumer.replace(consumer);
        drop(before);
    }

    fn set_reading(&self, reading: bool) -> sys::Result<()> {
        Core::set_reading(self, reading)
    }

    fn write(&self, bytes: Vec<u8>) -> sys::Result<Written> {
        match Core::write(self, [Piece::Text(bytes)]) {
            WRITTEN => Ok(Written::All),
            WAITS => Ok(Written::Later),
            failed => Err(Error::new(-failed, "write")),
        }
    }

    fn shutdown(&self) -> sys::Result<()> {
        Core::shutdown(self)
    }

    fn pending(&self) -> usize {
        self.queue_size()
    }

    fn has_input(&self) -> bool {
        self.fd().is_some_and(net::has_input)
    }
}

fn on_ready(core: &Weak<Core>, readiness: Readiness) {
    let Some(core) = core.upgrade() else { return };
    if core.connecting.get() {
        core.finish_connect();
        return;
    }
    if readiness.readable {
        core.read();
    }
    if readiness.writable && !core.queue.borrow().is_empty() {
        core.flush();
    }
}
