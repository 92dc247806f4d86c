//! One connection of the load.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;

use http1::{Event, Limits, Parser, Role, Strictness};
use sys::event_loop::{Interest, IoHandle, Loop, Readiness};
use sys::net::{self, Address, Domain, Socket};

/// What all connections count together.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) responses: Cell<u64>,
    pub(crate) failures: Cell<u64>,
}

/// A connection that always has one request under way.
pub(crate) struct Client {
    _state: Rc<State>,
}

struct State {
    socket: Socket,
    parser: RefCell<Parser>,
    buffer: RefCell<Vec<u8>>,
    request: Rc<[u8]>,
    tally: Rc<Tally>,
    failed: Cell<bool>,
    io: RefCell<Option<IoHandle>>,
}

impl Client {
    pub(crate) fn connect(event_loop: &Loop, port: u16, request: Rc<[u8]>, tally: Rc<Tally>) -> sys::Result<Client> {
        let address = Address::Ip(SocketAddr::from(([127, 0, 0, 1], port)));
        let socket = Socket::new(Domain::of(&address))?;
        socket.connect(&address)?;
        socket.set_no_delay(true)?;
        let state = Rc::new(State {
            parser: RefCell::new(Parser::new(Role::Response, Strictness::Strict, Limits::default())),
            buffer: RefCell::new(Vec::with_capacity(64 * 1024)),
            request,
            tally,
            failed: Cell::new(false),
            io: RefCell::default(),
            socket,
        });
        let weak = Rc::downgrade(&state);
        let ready = Box::new(move |readiness| {
            if let Some(state) = weak.upgrade() {
                state.on_ready(readiness);
            }
        });
        let io = IoHandle::new(event_loop, state.socket.fd(), Interest::WRITABLE, ready)?;
        state.io.replace(Some(io));
        Ok(Client { _state: state })
    }
}

impl State {
    /// Writable once, when the connection is made; readable from then on.
    fn on_ready(&self, ready: Readiness) {
        if self.failed.get() {
            return;
        }
        if ready.writable {
            self.wait_for(Interest::READABLE);
            self.send();
        }
        if ready.readable && self.receive().is_err() {
            self.fail();
        }
    }

    fn wait_for(&self, interest: Interest) {
        let failed = self.io.borrow().as_ref().is_some_and(|io| io.reregister(interest).is_err());
        if failed {
            self.fail();
        }
    }

    fn fail(&self) {
        if let Some(io) = &*self.io.borrow() {
            // A closed peer stays readable for ever.
            let _ = io.reregister(Interest::NONE);
        }
        self.failed.set(true);
        self.tally.failures.set(self.tally.failures.get() + 1);
    }

    /// A request is far smaller than a socket's buffer, so one write takes it.
    fn send(&self) {
        if !matches!(net::write(self.socket.fd(), &self.request), Ok(Some(count)) if count == self.request.len()) {
            self.fail();
        }
    }

    fn receive(&self) -> Result<(), ()> {
        let mut buffer = self.buffer.borrow_mut();
        buffer.clear();
        match net::read_spare(self.socket.fd(), &mut buffer) {
            Ok(None) => return Ok(()),
            Ok(Some(0)) | Err(_) => return Err(()),
            Ok(Some(_)) => {}
        }
        let mut input = buffer.as_slice();
        let mut parser = self.parser.borrow_mut();
        loop {
            match parser.poll(&mut input) {
                Ok(Some(Event::End)) => {
                    self.tally.responses.set(self.tally.responses.get() + 1);
                    self.send();
                }
                Ok(Some(_)) => {}
                Ok(None) => return Ok(()),
                Err(_) => return Err(()),
            }
        }
    }
}
