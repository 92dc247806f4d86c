//! The carrier of a connection that lives in the native side: reading into one shared buffer, and one write for all that a callback
//! said.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use runtime::engine::v8;
use runtime::sys::error::codes;
use runtime::sys::event_loop::{Idle, Interest, IoHandle, Loop, Prepare, Readiness};
use runtime::sys::net::{self, Socket};
use runtime::{Bytes, Consumer, FromV8, JsError, Transport, sys};

use crate::callbacks::Tell;
use crate::carrier::{Carrier, Descriptor};
use crate::connection::Core;

/// The most bytes of one read, as in libuv.
const CHUNK: usize = 64 * 1024;

/// An open carrier and what is going on with it.
pub(crate) struct Wire {
    carrier: Carrier,
    reading: Cell<bool>,
    /// The peer sent its last byte.
    ended: Cell<bool>,
    /// Close when the output is out.
    closing: Cell<bool>,
    /// A callback is running that flushes when it returns, or the connection waits in [`Dirty`].
    flush_follows: Cell<bool>,
    /// JavaScript waits until the output is out.
    tells_when_drained: Cell<bool>,
}

/// Connections with output that no running callback will flush: those written to from timers, promises and other connections.
#[derive(Default)]
struct Dirty {
    connections: RefCell<Vec<Weak<Core>>>,
    /// Runs before the loop waits, while there are any.
    prepare: RefCell<Option<Prepare>>,
    /// Keeps the loop from waiting when flushing made more output.
    idle: RefCell<Option<Idle>>,
}

thread_local! {
    /// One buffer for all connections of a thread: the parser reads in place, so nothing of it is kept.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Core {
    pub(crate) fn open(core: &Rc<Core>, socket: Socket) -> sys::Result<()> {
        let weak = Rc::downgrade(core);
        let ready = Box::new(move |readiness| {
            if let Some(core) = weak.upgrade() {
                core.on_ready(readiness);
            }
        });
        let event_loop = core.runtime.event_loop();
        let io = IoHandle::with_kind(event_loop, "TCPSocketWrap", socket.fd(), Interest::READABLE, ready)?;
        core.wire.replace(Some(Wire::new(Carrier::Descriptor(Descriptor { io, socket }))));
        Ok(())
    }

    /// Takes the bytes of a transport, which is being read.
    pub(crate) fn open_over(core: &Rc<Core>, transport: Rc<dyn Transport>) {
        transport.consume(Some(Rc::new(Reader(core.clone()))));
        core.wire.replace(Some(Wire::new(Carrier::Transport(transport))));
    }

    fn on_ready(self: &Rc<Self>, readiness: Readiness) {
        if readiness.writable {
            self.flush();
        }
        if readiness.readable {
            self.read_ready();
        }
    }

    /// One read, one entry into JavaScript, one write.
    fn read_ready(self: &Rc<Self>) {
        let Some(fd) = self.wire.borrow().as_ref().and_then(|wire| wire.carrier.fd()) else { return };
        self.begin_callback();
        // Taken, not borrowed: a nested loop may read another connection.
        let mut buffer = BUFFER.take();
        buffer.clear();
        buffer.reserve(CHUNK);
        match net::read_spare(fd, &mut buffer) {
            Ok(None) => {}
            Ok(Some(0)) => self.on_end(),
            Ok(Some(count)) => {
                self.bytes_read.set(self.bytes_read.get() + count);
                self.clear_idle();
                self.feed_wire(&buffer);
            }
            Err(error) => self.fail(&error),
        }
        BUFFER.set(buffer);
        self.end_callback();
    }

    /// Whether the peer has sent something that nobody has read, as far as it can be told.
    pub(crate) fn has_input(&self) -> bool {
        self.wire.borrow().as_ref().is_some_and(|wire| wire.carrier.has_input())
    }

    fn on_end(&self) {
        if let Some(wire) = &*self.wire.borrow() {
            wire.ended.set(true);
            wire.watch();
        }
        self.runtime.call_into_js(|scope| self.tell(scope, Tell::PeerEnded));
    }

    fn begin_callback(&self) {
        if let Some(wire) = &*self.wire.borrow() {
            wire.flush_follows.set(true);
        }
    }

    fn end_callback(self: &Rc<Self>) {
        if let Some(wire) = &*self.wire.borrow() {
            wire.flush_follows.set(false);
        }
        self.flush();
    }

    /// Adds to the output. See [`crate::connection::Connection`].
    pub(crate) fn write<'s>(
        self: &Rc<Self>,
        scope: &mut v8::PinScope<'s, '_>,
        head: v8::Local<'s, v8::String>,
        data: v8::Local<'s, v8::Value>,
        is_latin1: bool,
    ) -> Result<usize, JsError> {
        if self.wire.borrow().is_none() {
            return Ok(0);
        }
        let pending = {
            let mut output = self.output.borrow_mut();
            if head.length() > 0 {
                output.push_latin1(scope, head);
            }
            match v8::Local::<v8::String>::try_from(data) {
                Ok(text) if is_latin1 => output.push_latin1(scope, text),
                Ok(text) => output.push_utf8(scope, text),
                Err(_) => output.push_bytes(Bytes::from_v8(scope, data)?),
            }
            output.pending() + self.wire.borrow().as_ref().map_or(0, Wire::pending)
        };
        if let Some(wire) = &*self.wire.borrow()
            && !wire.flush_follows.replace(true)
        {
            self.flush_before_poll();
        }
        Ok(pending)
    }

    pub(crate) fn tell_when_drained(&self) {
        if let Some(wire) = &*self.wire.borrow() {
            wire.tells_when_drained.set(true);
        }
    }

    fn flush_before_poll(self: &Rc<Self>) {
        let dirty = self.runtime.slot::<Dirty>();
        dirty.connections.borrow_mut().push(Rc::downgrade(self));
        let mut prepare = dirty.prepare.borrow_mut();
        let prepare = prepare.get_or_insert_with(|| {
            let weak = Rc::downgrade(&dirty);
            let event_loop = self.runtime.event_loop().clone();
            Prepare::new(self.runtime.event_loop(), Box::new(move || flush_dirty(&weak, &event_loop)))
        });
        prepare.start();
    }

    /// Gives the output to the system. What it does not take follows when the descriptor is writable.
    pub(crate) fn flush(&self) {
        let flushed = {
            let wire = self.wire.borrow();
            let Some(wire) = wire.as_ref() else { return };
            wire.carrier.flush(&mut self.output.borrow_mut())
        };
        match flushed {
            Ok(true) => self.flushed(),
            Ok(false) => {}
            Err(error) => self.fail(&error),
        }
    }

    /// Closes because of `error`, which JavaScript may ask for when it is told.
    fn fail(&self, error: &sys::Error) {
        self.failure.set(-error.errno);
        self.close();
    }

    pub(crate) fn set_referenced(&self, on: bool) {
        let wire = self.wire.borrow();
        let Some(wire) = wire.as_ref() else { return };
        if on {
            wire.carrier.reference();
        } else {
            wire.carrier.unreference();
        }
    }

    fn flushed(&self) {
        let (closing, tells) = match &*self.wire.borrow() {
            Some(wire) => (wire.closing.get(), wire.tells_when_drained.take()),
            None => return,
        };
        if closing {
            self.close();
        } else if tells {
            self.runtime.call_into_js(|scope| self.tell(scope, Tell::Drained));
        }
    }

    pub(crate) fn set_reading(&self, on: bool) {
        if let Some(wire) = &*self.wire.borrow()
            && wire.reading.replace(on) != on
        {
            wire.watch();
        }
    }

    pub(crate) fn close_soon(self: &Rc<Self>) {
        let flush_follows = match &*self.wire.borrow() {
            Some(wire) => {
                wire.closing.set(true);
                wire.reading.set(false);
                wire.flush_follows.get()
            }
            None => return,
        };
        if !flush_follows {
            self.flush();
        }
    }

    /// Closes the descriptor. `closed` is told in the closing phase. What was written counts as sent, so the system is offered it once more.
    pub(crate) fn close(&self) {
        let Some(wire) = self.wire.take() else { return };
        // Whatever it does not take is lost with the connection.
        let _ = wire.carrier.flush(&mut self.output.borrow_mut());
        wire.carrier.close();
        self.clear_idle();
        self.output.borrow_mut().take();
        let runtime = self.runtime.clone();
        let owner = self.owner_handle();
        self.runtime.event_loop().close_soon(move || {
            let Some(owner) = owner else { return };
            runtime.call_into_js(|scope| {
                let owner = v8::Local::new(scope, &owner);
                crate::callbacks::Callbacks::tell(&runtime, scope, Tell::Closed, &[owner]);
            });
        });
    }

    pub(crate) fn detach(&self) -> Option<(i32, Vec<u8>)> {
        let wire = self.wire.take()?;
        self.clear_idle();
        let output = self.output.borrow_mut().take();
        Some((wire.carrier.into_fd(), output))
    }
}

impl Wire {
    fn new(carrier: Carrier) -> Wire {
        Wire {
            carrier,
            reading: Cell::new(true),
            ended: Cell::new(false),
            closing: Cell::new(false),
            flush_follows: Cell::new(false),
            tells_when_drained: Cell::new(false),
        }
    }

    /// Whether bytes or the end have come that nobody has read.
    pub(crate) fn has_input(&self) -> bool {
        self.ended.get() || self.carrier.has_input()
    }

    /// Bytes the carrier has taken that are not with the system.
    pub(crate) fn pending(&self) -> usize {
        self.carrier.pending()
    }

    /// Waits for bytes where they are wanted and can still come.
    fn watch(&self) {
        self.carrier.read(self.reading.get() && !self.ended.get());
    }
}

/// Gets the bytes of a transport for a connection.
struct Reader(Rc<Core>);

impl Consumer for Reader {
    fn receive(&self, bytes: &[u8]) {
        let Reader(core) = self;
        core.begin_callback();
        core.clear_idle();
        core.feed_wire(bytes);
        core.end_callback();
    }

    fn end(&self, status: i32) {
        let Reader(core) = self;
        if status != -codes::EOF {
            return core.fail(&sys::Error::new(-status, "read"));
        }
        core.begin_callback();
        core.on_end();
        core.end_callback();
    }

    fn written(&self, status: i32) {
        if status == 0 { self.0.flush() } else { self.0.fail(&sys::Error::new(-status, "write")) }
    }
}

fn flush_dirty(dirty: &Weak<Dirty>, event_loop: &Loop) {
    let Some(dirty) = dirty.upgrade() else { return };
    if let Some(prepare) = &*dirty.prepare.borrow() {
        prepare.stop();
    }
    if let Some(idle) = &*dirty.idle.borrow() {
        idle.stop();
    }
    let connections = dirty.connections.take();
    for connection in connections.iter().filter_map(Weak::upgrade) {
        connection.end_callback();
    }
    // JavaScript that was told of the room has used it: that leaves in the next turn, which must not wait for something else.
    if !dirty.connections.borrow().is_empty() {
        dirty.idle.borrow_mut().get_or_insert_with(|| Idle::new(event_loop, Box::new(|| {}))).start();
    }
}
