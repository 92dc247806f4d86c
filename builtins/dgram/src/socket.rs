//! The class of UDP sockets.
//!
//! A socket is made idle; `bind` or `open` gives it a descriptor, `close` takes it away. In between JavaScript holds it alive through the
//! function it gave to the constructor, as an open socket must not be collected.

use std::rc::Rc;

use runtime::engine::v8;
use runtime::sys::net::{BufferKind, Datagram, Hops, Membership};
use runtime::sys::{self, Error};
use runtime::{Bytes, Callback, class, permission, state};

use crate::core::{Attempt, Core};
use crate::options::{AddressResult, bind_options, interface_address, ip_address, socket_address};
use crate::status;

/// A socket as JavaScript holds it. Methods give 0 or a negative number.
pub(crate) struct Udp {
    core: Rc<Core>,
}

#[class(name = "UDP")]
impl Udp {
    /// `new UDP(onMessage)`: `onMessage(count, bytes, address, port, family)` as a method of the object; a negative count is an error.
    #[constructor]
    fn new(
        scope: &mut v8::PinScope<'_, '_>,
        this: v8::Local<'_, v8::Object>,
        on_message: v8::Local<'_, v8::Function>,
    ) -> Udp {
        let on_message = Callback::with_receiver(scope, this, on_message);
        Udp { core: Core::new(state(scope).event_loop(), on_message) }
    }

    /// Takes an address of its own; the flags are libuv's.
    #[method]
    fn bind(&self, scope: &mut v8::PinScope<'_, '_>, host: String, port: i32, flags: i32) -> i32 {
        if let Some(refused) = permission::refused_net(scope, &host) {
            return refused;
        }
        let address = socket_address(&host, port, "bind");
        status(address.and_then(|address| self.core.bind(address, bind_options(flags))))
    }

    /// Takes over a descriptor.
    #[method]
    fn open(&self, fd: i32) -> i32 {
        status(Datagram::take_over(fd).and_then(|socket| self.core.attach(socket)))
    }

    /// Talks to one peer from now on.
    #[method]
    fn connect(&self, scope: &mut v8::PinScope<'_, '_>, host: String, port: i32) -> i32 {
        if let Some(refused) = permission::refused_net(scope, &host) {
            return refused;
        }
        let connect = |address| self.core.with_socket(|socket| socket.connect(address)).map(drop);
        status(socket_address(&host, port, "connect").and_then(connect))
    }

    /// Ends what `connect` began.
    #[method]
    fn disconnect(&self) -> i32 {
        status(self.core.with_socket(Datagram::disconnect))
    }

    /// Sends the pieces as one datagram, to the peer when `host` is undefined. A length plus one says that it is with the system; 0 that
    /// `done(status)` follows.
    #[method]
    fn send(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        pieces: Vec<Bytes>,
        host: Option<String>,
        port: i32,
        done: Option<v8::Local<'_, v8::Function>>,
        later: bool,
    ) -> i32 {
        if let Some(refused) = permission::refused_net(scope, host.as_deref().unwrap_or_default()) {
            return refused;
        }
        let attempt = if later { Attempt::Later } else { Attempt::Now };
        let done = done.map(|done| Callback::new(scope, done));
        let address = host.map(|host| socket_address(&host, port, "send")).transpose();
        let sent = address.and_then(|address| self.core.send(pieces, address, attempt, done));
        sent.unwrap_or_else(|error| error.uv_errno())
    }

    /// Begins to take what comes.
    #[method]
    fn recv_start(&self) -> i32 {
        status(self.core.set_receiving(true))
    }

    /// Ends to take what comes; it stays with the system.
    #[method]
    fn recv_stop(&self) -> i32 {
        status(self.core.set_receiving(false))
    }

    /// The own address.
    #[method]
    fn getsockname(&self) -> AddressResult {
        AddressResult(self.core.with_socket(Datagram::local_address))
    }

    /// The peer's address.
    #[method]
    fn getpeername(&self) -> AddressResult {
        AddressResult(self.core.with_socket(Datagram::peer_address))
    }

    /// Sends to broadcast addresses too.
    #[method]
    fn set_broadcast(&self, on: bool) -> i32 {
        status(self.core.with_socket(|socket| socket.set_broadcast(on)))
    }

    /// The hops a datagram may take. Numbers that are none are refused of a socket without a descriptor too.
    #[method]
    fn set_ttl(&self, hops: i32) -> i32 {
        let set = |hops| self.core.with_socket(|socket| socket.set_ttl(hops));
        status(Hops::to_host(hops).and_then(set))
    }

    /// The hops a datagram to a group may take.
    #[method]
    fn set_multicast_ttl(&self, hops: i32) -> i32 {
        let set = |hops| self.core.with_socket(|socket| socket.set_multicast_ttl(hops));
        status(Hops::to_group(hops).and_then(set))
    }

    /// Whether what is sent to a group also comes to this machine.
    #[method]
    fn set_multicast_loopback(&self, on: bool) -> i32 {
        status(self.core.with_socket(|socket| socket.set_multicast_loopback(on)))
    }

    /// The interface that datagrams to groups leave by.
    #[method]
    fn set_multicast_interface(&self, host: String) -> i32 {
        let set = |interface| self.core.with_socket(|socket| socket.set_multicast_interface(interface));
        status(socket_address(&host, 0, "setMulticastInterface").and_then(set))
    }

    /// Enters a group.
    #[method]
    fn add_membership(&self, group: String, interface: Option<String>) -> i32 {
        status(self.change_membership(&group, interface.as_deref(), Membership::Join))
    }

    /// Leaves a group.
    #[method]
    fn drop_membership(&self, group: String, interface: Option<String>) -> i32 {
        status(self.change_membership(&group, interface.as_deref(), Membership::Leave))
    }

    /// Takes what one sender sends to a group.
    #[method]
    fn add_source_specific_membership(&self, source: String, group: String, interface: Option<String>) -> i32 {
        status(self.change_source(&source, &group, interface.as_deref(), Membership::Join))
    }

    /// No longer takes it.
    #[method]
    fn drop_source_specific_membership(&self, source: String, group: String, interface: Option<String>) -> i32 {
        status(self.change_source(&source, &group, interface.as_deref(), Membership::Leave))
    }

    /// Sets the size of the system's receive buffer, or of its send buffer; 0 only asks. Gives the size or a negative number.
    #[method]
    fn buffer_size(&self, size: u32, is_receive: bool) -> i32 {
        let kind = if is_receive { BufferKind::Receive } else { BufferKind::Send };
        let Ok(size) = i32::try_from(size) else { return Error::invalid("setsockopt").uv_errno() };
        let result = self.core.with_socket(|socket| {
            if size == 0 { socket.buffer_size(kind) } else { socket.set_buffer_size(kind, size).map(|()| size) }
        });
        result.unwrap_or_else(|error| error.uv_errno())
    }

    /// Closes the descriptor. Nothing is called afterwards but `callback`, in the closing phase.
    #[method]
    fn close(&self, scope: &mut v8::PinScope<'_, '_>, callback: Option<v8::Local<'_, v8::Function>>) {
        self.core.close();
        let callback = callback.map(|callback| Callback::new(scope, callback));
        self.core.event_loop().close_soon(move || {
            if let Some(callback) = callback {
                callback.call(|_| []);
            }
        });
    }

    /// Lets the socket keep the loop alive.
    #[method]
    fn r#ref(&self) {
        self.core.set_referenced(true);
    }

    /// Lets the loop end although the socket is open.
    #[method]
    fn unref(&self) {
        self.core.set_referenced(false);
    }

    /// Whether the socket keeps the loop alive.
    #[method]
    fn has_ref(&self) -> bool {
        self.core.has_ref()
    }

    /// The descriptor; -1 without one.
    #[getter]
    fn fd(&self) -> i32 {
        self.core.with_socket(|socket| Ok(socket.fd())).unwrap_or(-1)
    }

    /// Bytes that wait to be sent.
    #[method]
    fn get_send_queue_size(&self) -> u32 {
        self.core.queue_bytes() as u32
    }

    /// Datagrams that wait to be sent.
    #[method]
    fn get_send_queue_count(&self) -> u32 {
        self.core.queue_count() as u32
    }
}

impl Udp {
    /// A socket may enter groups before it has an address.
    fn change_membership(&self, group: &str, interface: Option<&str>, change: Membership) -> sys::Result<()> {
        let group = ip_address(group)?;
        let interface = interface_address(interface)?;
        self.core.ensure_open(group.is_ipv6())?;
        self.core.with_socket(|socket| socket.set_membership(group, interface, change))
    }

    fn change_source(&self, source: &str, group: &str, interface: Option<&str>, change: Membership) -> sys::Result<()> {
        let (source, group) = (ip_address(source)?, ip_address(group)?);
        let interface = interface_address(interface)?;
        self.core.ensure_open(group.is_ipv6())?;
        self.core.with_socket(|socket| socket.set_source_membership(source, group, interface, change))
    }
}
