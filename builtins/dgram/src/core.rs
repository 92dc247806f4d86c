//! A UDP socket on the loop: what comes goes to JavaScript at once, what the system has no room for waits in a queue.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::IoSlice;
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::event_loop::{Interest, IoHandle, KeepAlive, Loop, Readiness};
use runtime::sys::net::{Datagram, DatagramOptions, Domain, SocketAddr};
use runtime::sys::{self, Error};
use runtime::{Bytes, Callback, ToV8};

use crate::options::{family_of, host_of};

/// Datagrams taken in a row; then it is the other handles' turn.
const RECEIVES: usize = 32;
/// The longest datagram.
const LONGEST: usize = 64 * 1024;

/// A socket, shared by its JavaScript object and the loop's callback.
pub(crate) struct Core {
    event_loop: Loop,
    descriptor: RefCell<Option<Descriptor>>,
    referenced: Cell<bool>,
    receiving: Cell<bool>,
    on_message: RefCell<Option<Rc<Callback>>>,
    queue: RefCell<VecDeque<Waiting>>,
    queue_bytes: Cell<usize>,
    /// Every datagram is read into this and then copied at its own length.
    buffer: RefCell<Vec<u8>>,
}

/// An open socket on the loop. The handle comes first, so that it leaves the loop before it is closed.
struct Descriptor {
    io: IoHandle,
    socket: Datagram,
}

/// A datagram the system had no room for.
struct Waiting {
    pieces: Vec<Bytes>,
    address: Option<SocketAddr>,
    done: Option<Callback>,
    /// Keeps the loop alive, also for a socket that is unreferenced.
    alive: Option<KeepAlive>,
}

/// Whether to ask the system before a datagram is queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    Now,
    Later,
}

impl Core {
    pub(crate) fn new(event_loop: &Loop, on_message: Callback) -> Rc<Core> {
        Rc::new(Core {
            event_loop: event_loop.clone(),
            descriptor: RefCell::default(),
            referenced: Cell::new(true),
            receiving: Cell::new(false),
            on_message: RefCell::new(Some(Rc::new(on_message))),
            queue: RefCell::default(),
            queue_bytes: Cell::new(0),
            buffer: RefCell::default(),
        })
    }

    pub(crate) fn event_loop(&self) -> &Loop {
        &self.event_loop
    }

    // --- The descriptor ---

    /// Puts an open socket on the loop.
    pub(crate) fn attach(self: &Rc<Self>, socket: Datagram) -> sys::Result<()> {
        let core = Rc::downgrade(self);
        let ready = Box::new(move |readiness| on_ready(&core, readiness));
        let io = IoHandle::with_kind(&self.event_loop, "UDPWrap", socket.fd(), Interest::NONE, ready)?;
        if !self.referenced.get() {
            io.unreference();
        }
        self.descriptor.replace(Some(Descriptor { io, socket }));
        Ok(())
    }

    /// Binds the socket there is, or a new one of the address's family.
    pub(crate) fn bind(self: &Rc<Self>, address: SocketAddr, options: DatagramOptions) -> sys::Result<()> {
        self.ensure_open(address.is_ipv6())?;
        self.with_socket(|socket| socket.bind(address, options))
    }

    /// Makes a socket of the family when there is none.
    pub(crate) fn ensure_open(self: &Rc<Self>, is_ipv6: bool) -> sys::Result<()> {
        if self.descriptor.borrow().is_some() {
            return Ok(());
        }
        self.attach(Datagram::new(if is_ipv6 { Domain::V6 } else { Domain::V4 })?)
    }

    /// # Errors
    /// `EBADF` without a socket, or what `action` gives.
    pub(crate) fn with_socket<T>(&self, action: impl FnOnce(&Datagram) -> sys::Result<T>) -> sys::Result<T> {
        match &*self.descriptor.borrow() {
            Some(descriptor) => action(&descriptor.socket),
            None => Err(Error::not_open("udp")),
        }
    }

    /// Closes the socket. What waits is told that it will not be sent.
    pub(crate) fn close(&self) {
        drop(self.descriptor.take());
        self.on_message.take();
        self.queue_bytes.set(0);
        let waiting = self.queue.take();
        if waiting.is_empty() {
            return;
        }
        self.event_loop.close_soon(move || {
            for waiting in waiting {
                waiting.tell(Error::canceled("send").uv_errno());
            }
        });
    }

    // --- Receiving ---

    /// Begins or ends to take what comes.
    pub(crate) fn set_receiving(&self, on: bool) -> sys::Result<()> {
        self.receiving.set(on);
        self.update_interest()
    }

    fn update_interest(&self) -> sys::Result<()> {
        let readable = if self.receiving.get() { Interest::READABLE } else { Interest::NONE };
        let writable = if self.queue.borrow().is_empty() { Interest::NONE } else { Interest::WRITABLE };
        match &*self.descriptor.borrow() {
            Some(descriptor) => descriptor.io.reregister(readable | writable),
            None => Err(Error::not_open("udp")),
        }
    }

    fn receive_all(&self) {
        for _ in 0..RECEIVES {
            // JavaScript may have ended it in between.
            let Some(on_message) = self.on_message.borrow().clone().filter(|_| self.receiving.get()) else { return };
            let mut buffer = self.buffer.take();
            buffer.resize(LONGEST, 0);
            let received = self.with_socket(|socket| socket.receive(&mut buffer));
            let message =
                received.as_ref().ok().copied().flatten().map(|(count, from)| (buffer[..count].to_vec(), from));
            self.buffer.replace(buffer);
            match (received, message) {
                (Err(error), _) => {
                    tell_error(&on_message, error.uv_errno());
                    return;
                }
                (Ok(_), Some((bytes, Some(from)))) => tell_message(&on_message, bytes, from),
                (Ok(_), Some((_, None))) => {}
                (Ok(_), None) => return,
            }
        }
    }

    // --- Sending ---

    /// Sends one datagram: its length and one when it is with the system, 0 when `done` follows, or a negative number.
    pub(crate) fn send(
        &self,
        pieces: Vec<Bytes>,
        address: Option<SocketAddr>,
        attempt: Attempt,
        done: Option<Callback>,
    ) -> sys::Result<i32> {
        let mut waiting = Waiting { pieces, address, done, alive: None };
        if attempt == Attempt::Now
            && self.queue.borrow().is_empty()
            && let Some(count) = self.with_socket(|socket| waiting.send(socket))?
        {
            return Ok(count as i32 + 1);
        }
        self.queue_bytes.set(self.queue_bytes.get() + waiting.length());
        waiting.alive = Some(self.event_loop.reference("UDPSendWrap"));
        self.queue.borrow_mut().push_back(waiting);
        self.update_interest().map(|()| 0)
    }

    fn send_waiting(&self) {
        loop {
            let Some(waiting) = self.queue.borrow_mut().pop_front() else { break };
            let sent = self.with_socket(|socket| waiting.send(socket));
            let status = match sent {
                Ok(None) => {
                    self.queue.borrow_mut().push_front(waiting);
                    return;
                }
                Ok(Some(count)) => count as i32,
                Err(error) => error.uv_errno(),
            };
            self.queue_bytes.set(self.queue_bytes.get().saturating_sub(waiting.length()));
            if self.queue.borrow().is_empty() {
                // Fails only when the socket is closed, and then nothing is to be watched.
                let _ = self.update_interest();
            }
            waiting.tell(status);
        }
    }

    /// Bytes that wait.
    pub(crate) fn queue_bytes(&self) -> usize {
        self.queue_bytes.get()
    }

    /// Datagrams that wait.
    pub(crate) fn queue_count(&self) -> usize {
        self.queue.borrow().len()
    }

    // --- Liveness ---

    /// Whether the socket keeps the loop alive.
    pub(crate) fn set_referenced(&self, on: bool) {
        self.referenced.set(on);
        if let Some(descriptor) = &*self.descriptor.borrow() {
            if on {
                descriptor.io.reference();
            } else {
                descriptor.io.unreference();
            }
        }
    }

    pub(crate) fn has_ref(&self) -> bool {
        self.referenced.get()
    }
}

impl Waiting {
    fn send(&self, socket: &Datagram) -> sys::Result<Option<usize>> {
        let slices: Vec<IoSlice<'_>> = self.pieces.iter().map(|piece| IoSlice::new(piece)).collect();
        socket.send(&slices, self.address)
    }

    fn length(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    /// The number of bytes sent, or a negative number.
    fn tell(self, status: i32) {
        if let Some(done) = self.done {
            done.call(|scope| [v8::Integer::new(scope, status).into()]);
        }
    }
}

fn on_ready(core: &Weak<Core>, readiness: Readiness) {
    let Some(core) = core.upgrade() else { return };
    if readiness.readable {
        core.receive_all();
    }
    if readiness.writable {
        core.send_waiting();
    }
}

fn tell_error(on_message: &Callback, errno: i32) {
    on_message.call(|scope| [v8::Integer::new(scope, errno).into()]);
}

/// `(count, bytes, address, port, family)`
fn tell_message(on_message: &Callback, bytes: Vec<u8>, from: SocketAddr) {
    on_message.call(|scope| {
        let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
        let count = v8::Integer::new(scope, bytes.len() as i32).into();
        let bytes = bytes.to_v8(scope).unwrap_or(undefined);
        let host = host_of(from).to_v8(scope).unwrap_or(undefined);
        let port = v8::Integer::new(scope, i32::from(from.port())).into();
        let family = family_of(from).to_v8(scope).unwrap_or(undefined);
        [count, bytes, host, port, family]
    });
}
