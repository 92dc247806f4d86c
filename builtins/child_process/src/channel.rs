//! The class of message channels between a process and its child: messages over a Unix domain socket that can also
//! carry descriptors.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::os::fd::{IntoRawFd, OwnedFd};
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::event_loop::{Interest, IoHandle, KeepAlive, Loop, Readiness};
use runtime::sys::net::{self, Socket};
use runtime::sys::{self, Error};
use runtime::{Bytes, Callback, ToV8, class, op, state};

use crate::framing::{Framing, Incoming};

/// What a write tells JavaScript: all is with the system, or `onDrain` follows.
const WRITTEN: i32 = 1;
const WAITS: i32 = 0;

/// Reads in a row from one channel; then it is the others' turn.
const READS: usize = 32;
const READ_SIZE: usize = 64 * 1024;

/// A channel as JavaScript holds it.
pub(crate) struct Channel {
    core: Rc<Core>,
}

struct Core {
    event_loop: Loop,
    descriptor: RefCell<Option<Descriptor>>,
    framing: Framing,
    incoming: RefCell<Incoming>,
    /// Descriptors that came and were not taken yet.
    received: RefCell<VecDeque<OwnedFd>>,
    queue: RefCell<VecDeque<Outgoing>>,
    /// Keeps the loop alive while messages wait.
    waiting: RefCell<Option<KeepAlive>>,
    reading: Cell<bool>,
    functions: RefCell<Option<Rc<Functions>>>,
}

/// An open descriptor on the loop. The handle comes first, so that it leaves the loop before it is closed.
struct Descriptor {
    io: IoHandle,
    socket: Socket,
}

struct Functions {
    message: Callback,
    drain: Callback,
}

/// A message on its way out; the descriptor goes with its first byte.
struct Outgoing {
    bytes: Vec<u8>,
    written: usize,
    descriptor: Option<OwnedFd>,
}

#[class]
impl Channel {
    /// `new Channel(isSized, onMessage, onDrain)`: `onMessage(message)` gets the text of a line, the bytes of a sized
    /// message, or `undefined` when the other side is gone; `onDrain(status)` tells that all messages that waited are
    /// sent, or failed.
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        is_sized: bool,
        on_message: v8::Local<'_, v8::Function>,
        on_drain: v8::Local<'_, v8::Function>,
    ) -> Channel {
        let functions = Functions {
            message: Callback::with_receiver(scope, this, on_message),
            drain: Callback::with_receiver(scope, this, on_drain),
        };
        let framing = if is_sized { Framing::Sized } else { Framing::Lines };
        let core = Core {
            event_loop: state(scope).event_loop().clone(),
            descriptor: RefCell::default(),
            framing,
            incoming: RefCell::new(Incoming::new(framing)),
            received: RefCell::default(),
            queue: RefCell::default(),
            waiting: RefCell::default(),
            reading: Cell::new(false),
            functions: RefCell::new(Some(Rc::new(functions))),
        };
        Channel { core: Rc::new(core) }
    }

    /// Takes over a descriptor and begins to read messages.
    #[method]
    fn open(&self, fd: i32) -> i32 {
        status(self.core.open(fd))
    }

    /// Sends text in the form it has on the wire, with a descriptor that stays the caller's unless it is negative: 1
    /// when it is sent, 0 when it waits, else an error number.
    #[method]
    fn write_text(&self, text: String, fd: i32) -> i32 {
        self.core.write(text.into_bytes(), fd).unwrap_or_else(|error| error.uv_errno())
    }

    /// The same for bytes.
    #[method]
    fn write_bytes(&self, bytes: Bytes, fd: i32) -> i32 {
        self.core.write(bytes.to_vec(), fd).unwrap_or_else(|error| error.uv_errno())
    }

    /// The next descriptor that came with a message, now the caller's; -1 without one.
    #[method]
    fn take_descriptor(&self) -> i32 {
        self.core.received.borrow_mut().pop_front().map_or(-1, IntoRawFd::into_raw_fd)
    }

    /// Bytes that wait to be sent.
    #[getter]
    fn queue_size(&self) -> f64 {
        self.core.queue.borrow().iter().map(|message| message.bytes.len() - message.written).sum::<usize>() as f64
    }

    /// The descriptor; -1 without one.
    #[getter]
    fn fd(&self) -> i32 {
        self.core.descriptor.borrow().as_ref().map_or(-1, |descriptor| descriptor.socket.fd())
    }

    /// Lets the channel keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.with_handle(IoHandle::reference);
    }

    /// Lets the loop end although messages may come.
    #[method]
    fn unref(&self) {
        self.core.with_handle(IoHandle::unreference);
    }

    /// Whether the channel keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.core.descriptor.borrow().as_ref().is_some_and(|descriptor| descriptor.io.is_referenced())
    }

    /// Takes no more messages; they stay with the system.
    #[method]
    fn read_stop(&self) -> i32 {
        self.core.reading.set(false);
        status(self.core.update_interest())
    }

    /// Closes the channel. Nothing is called afterwards.
    #[method]
    fn close(&self) {
        self.core.close();
    }
}

/// Whether a descriptor that came is a connection; else it takes connections, or will.
#[op]
pub(crate) fn has_peer(fd: i32) -> bool {
    net::has_peer(fd)
}

fn status(result: sys::Result<()>) -> i32 {
    result.map_or_else(|error| error.uv_errno(), |()| 0)
}

impl Core {
    fn open(self: &Rc<Self>, fd: i32) -> sys::Result<()> {
        let socket = Socket::take_over(fd)?;
        let core = Rc::downgrade(self);
        let ready = Box::new(move |readiness| on_ready(&core, readiness));
        let io = IoHandle::with_kind(&self.event_loop, "PipeWrap", socket.fd(), Interest::READABLE, ready)?;
        self.reading.set(true);
        self.descriptor.replace(Some(Descriptor { io, socket }));
        Ok(())
    }

    fn close(&self) {
        let (descriptor, functions) = (self.descriptor.take(), self.functions.take());
        drop((descriptor, functions));
        self.queue.borrow_mut().clear();
        self.waiting.take();
    }

    fn with_handle(&self, call: impl FnOnce(&IoHandle)) {
        if let Some(descriptor) = &*self.descriptor.borrow() {
            call(&descriptor.io);
        }
    }

    fn update_interest(&self) -> sys::Result<()> {
        let mut interest = if self.reading.get() { Interest::READABLE } else { Interest::NONE };
        if !self.queue.borrow().is_empty() {
            interest = interest | Interest::WRITABLE;
        }
        match &*self.descriptor.borrow() {
            Some(descriptor) => descriptor.io.reregister(interest),
            None => Err(Error::not_open("write")),
        }
    }

    // --- Sending ---

    fn write(&self, bytes: Vec<u8>, fd: i32) -> sys::Result<i32> {
        let descriptor = if fd < 0 { None } else { Some(net::duplicate(fd)?) };
        self.queue.borrow_mut().push_back(Outgoing { bytes, written: 0, descriptor });
        if let Err(error) = self.flush() {
            self.queue.borrow_mut().clear();
            return Err(error);
        }
        if self.queue.borrow().is_empty() {
            return Ok(WRITTEN);
        }
        self.waiting.replace(Some(self.event_loop.reference("WriteWrap")));
        self.update_interest()?;
        Ok(WAITS)
    }

    /// Sends what the system takes.
    fn flush(&self) -> sys::Result<()> {
        let descriptor = self.descriptor.borrow();
        let Some(Descriptor { socket, .. }) = &*descriptor else { return Err(Error::not_open("write")) };
        let mut queue = self.queue.borrow_mut();
        while let Some(message) = queue.front_mut() {
            let rest = &message.bytes[message.written..];
            let Some(count) = socket.send_with(rest, message.descriptor.as_ref())? else { return Ok(()) };
            message.descriptor = None;
            message.written += count;
            if message.written == message.bytes.len() {
                queue.pop_front();
            }
        }
        Ok(())
    }

    fn drain(&self) {
        let flushed = self.flush();
        if flushed.is_err() {
            self.queue.borrow_mut().clear();
        }
        if !self.queue.borrow().is_empty() {
            return;
        }
        self.waiting.take();
        let result = flushed.and(self.update_interest());
        let functions = self.functions.borrow().clone();
        if let Some(functions) = functions {
            functions.drain.call(|scope| [v8::Integer::new(scope, status(result)).into()]);
        }
    }

    // --- Receiving ---

    /// Reads until nothing is there: the end is told in the same turn as the last messages, and so before the
    /// child's exit.
    fn receive(&self) {
        let mut buffer = Vec::with_capacity(READ_SIZE);
        for _ in 0..READS {
            buffer.clear();
            match self.receive_into(&mut buffer) {
                Ok(Some(count)) if count > 0 => self.tell_messages(&buffer),
                Ok(None) => return,
                // The end and errors alike: the other side is gone.
                Ok(Some(_)) | Err(_) => return self.tell_end(),
            }
            if !self.reading.get() {
                return;
            }
        }
    }

    fn receive_into(&self, buffer: &mut Vec<u8>) -> sys::Result<Option<usize>> {
        let descriptor = self.descriptor.borrow();
        let Some(Descriptor { socket, .. }) = &*descriptor else { return Ok(None) };
        socket.receive_with(buffer, &mut self.received.borrow_mut())
    }

    /// Tells every whole message. One of them may close the channel; then nobody hears of the others.
    fn tell_messages(&self, bytes: &[u8]) {
        self.incoming.borrow_mut().push(bytes);
        loop {
            let message = self.incoming.borrow_mut().next_message();
            let Some(message) = message else { return };
            self.tell_message(message);
        }
    }

    fn tell_message(&self, message: Vec<u8>) {
        let Some(functions) = self.functions.borrow().clone() else { return };
        functions.message.call(|scope| {
            let value = match self.framing {
                Framing::Lines => String::from_utf8_lossy(&message).to_v8(scope),
                Framing::Sized => message.to_v8(scope),
            };
            [value.unwrap_or_else(|_| v8::undefined(scope).into())]
        });
    }

    fn tell_end(&self) {
        self.reading.set(false);
        // Reading less cannot fail on an open descriptor.
        let _ = self.update_interest();
        let functions = self.functions.borrow().clone();
        if let Some(functions) = functions {
            functions.message.call(|scope| [v8::undefined(scope).into()]);
        }
    }
}

fn on_ready(core: &Weak<Core>, readiness: Readiness) {
    let Some(core) = core.upgrade() else { return };
    if readiness.readable && core.reading.get() {
        core.receive();
    }
    if readiness.writable && !core.queue.borrow().is_empty() {
        core.drain();
    }
}
