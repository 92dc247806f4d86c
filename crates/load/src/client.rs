//! One connection of the load.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::net::SocketAddr;
use std::rc::Rc;

use sys::event_loop::{Interest, IoHandle, Loop, Readiness};
use sys::net::{self, Address, Domain, Socket};

use crate::channel::Channel;
use crate::dialogue::{Broken, Dialogue};
use crate::plan::Plan;

/// What all connections count together.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) responses: Cell<u64>,
    pub(crate) failures: Cell<u64>,
}

/// A connection that always has requests under way.
pub(crate) struct Client {
    _state: Rc<State>,
}

struct State {
    socket: Socket,
    talk: RefCell<Talk>,
    buffer: RefCell<Vec<u8>>,
    tally: Rc<Tally>,
    failed: Cell<bool>,
    io: RefCell<Option<IoHandle>>,
}

struct Talk {
    channel: Channel,
    dialogue: Dialogue,
}

impl Client {
    pub(crate) fn connect(event_loop: &Loop, plan: &Plan, tally: Rc<Tally>) -> Result<Client, Box<dyn Error>> {
        let address = Address::Ip(SocketAddr::from(([127, 0, 0, 1], plan.port)));
        let socket = Socket::new(Domain::of(&address))?;
        socket.connect(&address)?;
        socket.set_no_delay(true)?;
        let state = Rc::new(State {
            talk: RefCell::new(Talk::new(plan)?),
            buffer: RefCell::new(Vec::with_capacity(64 * 1024)),
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

impl Talk {
    fn new(plan: &Plan) -> Result<Talk, Broken> {
        Ok(Talk { channel: Channel::new(plan.scheme)?, dialogue: Dialogue::new(plan)? })
    }

    /// What is written first.
    fn begin(&mut self) -> Result<Vec<u8>, Broken> {
        let (opens, mut wire) = self.channel.begin()?;
        if opens {
            wire.extend(self.open()?);
        }
        Ok(wire)
    }

    fn open(&mut self) -> Result<Vec<u8>, Broken> {
        let requests = self.dialogue.begin()?;
        self.channel.send(requests)
    }

    /// How many responses are complete with what came, and what is to be written now.
    fn advance(&mut self, wire: &[u8]) -> Result<(u64, Vec<u8>), Broken> {
        let received = self.channel.receive(wire)?;
        let mut output = if received.opens { self.open()? } else { Vec::new() };
        let (complete, requests) = self.dialogue.advance(&received.plain)?;
        output.extend(self.channel.send(requests)?);
        Ok((complete, output))
    }
}

impl State {
    /// Writable once, when the connection is made; readable from then on.
    fn on_ready(&self, ready: Readiness) {
        if self.failed.get() {
            return;
        }
        let begun = if ready.writable { self.begin() } else { Ok(()) };
        let received = if ready.readable { self.receive() } else { Ok(()) };
        if begun.and(received).is_err() {
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

    fn begin(&self) -> Result<(), Broken> {
        if let Some(io) = &*self.io.borrow() {
            io.reregister(Interest::READABLE).map_err(|_| Broken)?;
        }
        let output = self.talk.borrow_mut().begin()?;
        self.write(&output)
    }

    /// Requests are far smaller than a socket's buffer, so one write takes them.
    fn write(&self, output: &[u8]) -> Result<(), Broken> {
        match net::write(self.socket.fd(), output) {
            _ if output.is_empty() => Ok(()),
            Ok(Some(count)) if count == output.len() => Ok(()),
            _ => Err(Broken),
        }
    }

    fn receive(&self) -> Result<(), Broken> {
        let mut buffer = self.buffer.borrow_mut();
        buffer.clear();
        match net::read_spare(self.socket.fd(), &mut buffer) {
            Ok(None) => return Ok(()),
            Ok(Some(0)) | Err(_) => return Err(Broken),
            Ok(Some(_)) => {}
        }
        let (complete, output) = self.talk.borrow_mut().advance(&buffer)?;
        self.tally.responses.set(self.tally.responses.get() + complete);
        self.write(&output)
    }
}
