//! What carries a connection: its own descriptor, or a transport of another builtin, such as TLS.

use std::os::fd::{IntoRawFd, RawFd};
use std::rc::Rc;

use runtime::sys::event_loop::{Interest, IoHandle};
use runtime::sys::net::{self, Socket};
use runtime::{Transport, Written, sys};

use crate::output::Output;

pub(crate) enum Carrier {
    Descriptor(Descriptor),
    Transport(Rc<dyn Transport>),
}

/// An open descriptor on the loop. The handle comes first, so that it leaves the loop before it is closed.
pub(crate) struct Descriptor {
    pub(crate) io: IoHandle,
    pub(crate) socket: Socket,
}

impl Carrier {
    /// The descriptor to read; a transport brings its bytes by itself.
    pub(crate) fn fd(&self) -> Option<RawFd> {
        match self {
            Carrier::Descriptor(descriptor) => Some(descriptor.socket.fd()),
            Carrier::Transport(_) => None,
        }
    }

    /// Whether the peer has sent something that nobody has read, as far as it can be told.
    pub(crate) fn has_input(&self) -> bool {
        match self {
            Carrier::Descriptor(descriptor) => net::has_input(descriptor.socket.fd()),
            Carrier::Transport(transport) => transport.has_input(),
        }
    }

    /// Bytes the carrier has taken that are not with the system.
    pub(crate) fn pending(&self) -> usize {
        match self {
            Carrier::Descriptor(_) => 0,
            Carrier::Transport(transport) => transport.pending(),
        }
    }

    /// Gives the output away. True when all is with the system; otherwise the carrier tells when it takes more.
    ///
    /// # Errors
    /// `EPIPE`, `ECONNRESET`.
    pub(crate) fn flush(&self, output: &mut Output) -> sys::Result<bool> {
        match self {
            Carrier::Descriptor(descriptor) => {
                let all = output.flush(descriptor.socket.fd())?;
                descriptor.want_write(!all);
                Ok(all)
            }
            Carrier::Transport(transport) if output.pending() > 0 => {
                Ok(transport.write(output.take())? == Written::All)
            }
            Carrier::Transport(transport) => Ok(transport.pending() == 0),
        }
    }

    pub(crate) fn read(&self, wanted: bool) {
        match self {
            Carrier::Descriptor(descriptor) => descriptor.want_read(wanted),
            // A transport that cannot be read tells its end.
            Carrier::Transport(transport) => _ = transport.set_reading(wanted),
        }
    }

    /// Lets the descriptor keep the loop alive; a transport's owner decides on it.
    pub(crate) fn reference(&self) {
        if let Carrier::Descriptor(descriptor) = self {
            descriptor.io.reference();
        }
    }

    pub(crate) fn unreference(&self) {
        if let Carrier::Descriptor(descriptor) = self {
            descriptor.io.unreference();
        }
    }

    /// Lets go: the descriptor, or -1 for a transport, whose bytes are JavaScript's again.
    pub(crate) fn into_fd(self) -> RawFd {
        match self {
            Carrier::Descriptor(Descriptor { io, socket }) => {
                // Off the loop before someone else puts the descriptor on it.
                drop(io);
                socket.into_raw_fd()
            }
            Carrier::Transport(transport) => {
                transport.consume(None);
                // JavaScript never stopped it. A transport that cannot be read tells its end.
                let _ = transport.set_reading(true);
                -1
            }
        }
    }

    /// Closes the descriptor; a transport is closed by its owner in JavaScript.
    pub(crate) fn close(self) {
        if let Carrier::Transport(transport) = self {
            transport.consume(None);
        }
    }
}

impl Descriptor {
    fn want_write(&self, wanted: bool) {
        self.wait_for(Interest::WRITABLE, wanted);
    }

    fn want_read(&self, wanted: bool) {
        self.wait_for(Interest::READABLE, wanted);
    }

    fn wait_for(&self, what: Interest, wanted: bool) {
        let interest = if wanted { self.io.interest() | what } else { self.io.interest().without(what) };
        // The descriptor is open and was on the loop before, so this cannot fail; a failure shows in the next read or write.
        let _ = self.io.reregister(interest);
    }
}
