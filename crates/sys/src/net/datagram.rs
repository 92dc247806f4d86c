//! Datagram sockets: UDP over IPv4 and IPv6, non-blocking and close-on-exec.

use std::io::IoSlice;
use std::mem::zeroed;
use std::net::SocketAddr;
use std::os::fd::RawFd;

use super::address::{Address, RawAddress};
use super::socket::{Connect, Domain, Socket};
use super::transfer::available;
use crate::Result;
use crate::error::{check, retry};

/// How to bind a datagram socket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatagramOptions {
    /// Take nothing over IPv4 on an IPv6 address.
    pub ipv6_only: bool,
    /// Take an address that another socket has; the last one gets what comes.
    pub reuse_address: bool,
    /// Share the address with other sockets that say the same; the system spreads what comes over them.
    pub reuse_port: bool,
}

/// An owned datagram socket.
#[derive(Debug)]
pub struct Datagram {
    pub(super) socket: Socket,
}

impl Datagram {
    /// A new socket without an address.
    ///
    /// # Errors
    /// `EMFILE`, `ENFILE`, `EAFNOSUPPORT` when the system lacks the family.
    pub fn new(domain: Domain) -> Result<Datagram> {
        Ok(Datagram { socket: Socket::datagram(domain)? })
    }

    /// Takes over a descriptor that was given as a number. Whoever gave it must not close it.
    ///
    /// # Errors
    /// `EBADF` when it is not open.
    pub fn take_over(fd: RawFd) -> Result<Datagram> {
        Ok(Datagram { socket: Socket::take_over(fd)? })
    }

    /// The descriptor, still owned by the socket.
    pub fn fd(&self) -> RawFd {
        self.socket.fd()
    }

    /// Gives the socket its own address.
    ///
    /// # Errors
    /// `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `EINVAL`.
    pub fn bind(&self, address: SocketAddr, options: DatagramOptions) -> Result<()> {
        let set = |level, name| self.socket.set_option(level, name, 1, "bind");
        if options.reuse_address {
            set(libc::SOL_SOCKET, libc::SO_REUSEADDR)?;
        }
        if options.reuse_port {
            set(libc::SOL_SOCKET, libc::SO_REUSEPORT)?;
        }
        if options.ipv6_only && address.is_ipv6() {
            set(libc::IPPROTO_IPV6, libc::IPV6_V6ONLY)?;
        }
        let raw = RawAddress::new(&address.into(), "bind")?;
        // SAFETY: `raw` holds an address of the given length.
        check(unsafe { libc::bind(self.fd(), raw.as_ptr(), raw.len()) }, "bind").map(drop)
    }

    /// Talks to one peer from now on.
    ///
    /// # Errors
    /// `ENETUNREACH`, `EAFNOSUPPORT`, …
    pub fn connect(&self, address: SocketAddr) -> Result<Connect> {
        self.socket.connect(&address.into())
    }

    /// Ends what [`Datagram::connect`] began.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn disconnect(&self) -> Result<()> {
        // SAFETY: all-zero bytes are a valid `sockaddr`.
        let mut none: libc::sockaddr = unsafe { zeroed() };
        none.sa_family = libc::AF_UNSPEC as libc::sa_family_t;
        let length = size_of::<libc::sockaddr>() as libc::socklen_t;
        // SAFETY: `none` has the given length.
        retry("connect", || unsafe { libc::connect(self.fd(), &raw const none, length) }).map(drop)
    }

    /// Sends the pieces as one datagram, to the peer when there is no address; `None` when the system has no room now.
    ///
    /// # Errors
    /// `EMSGSIZE`, `ECONNREFUSED`, `EDESTADDRREQ`, …
    pub fn send(&self, pieces: &[IoSlice<'_>], address: Option<SocketAddr>) -> Result<Option<usize>> {
        let mut raw = address.map(|address| RawAddress::new(&address.into(), "send")).transpose()?;
        // SAFETY: all-zero bytes are a valid `msghdr`.
        let mut message: libc::msghdr = unsafe { zeroed() };
        if let Some(raw) = &mut raw {
            message.msg_namelen = raw.len();
            message.msg_name = raw.as_mut().0.cast();
        }
        message.msg_iov = pieces.as_ptr().cast_mut().cast();
        message.msg_iovlen = pieces.len();
        // SAFETY: `IoSlice` has the layout of `iovec`, and all that the message points to outlives the call.
        let sent = retry("sendmsg", || unsafe { libc::sendmsg(self.fd(), &raw const message, 0) });
        available(sent)
    }

    /// Takes the next datagram into `buffer`; what does not fit is lost. `None` when nothing is there.
    ///
    /// # Errors
    /// `ECONNREFUSED` when the peer refused what was sent to it, `EBADF`, …
    pub fn receive(&self, buffer: &mut [u8]) -> Result<Option<(usize, Option<SocketAddr>)>> {
        let mut raw = RawAddress::empty();
        let (address, length) = raw.as_mut();
        let (data, room) = (buffer.as_mut_ptr().cast(), buffer.len());
        // SAFETY: the kernel writes at most `room` bytes to the buffer, and the address has the room it says.
        let count = retry("recvmsg", || unsafe { libc::recvfrom(self.fd(), data, room, 0, address, length) });
        let Some(count) = available(count)? else { return Ok(None) };
        let from = match raw.read() {
            Address::Ip(address) => Some(address),
            Address::Unix(_) => None,
        };
        Ok(Some((count, from)))
    }

    /// The socket's own address.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn local_address(&self) -> Result<Address> {
        self.socket.local_address()
    }

    /// The peer's address.
    ///
    /// # Errors
    /// `ENOTCONN`.
    pub fn peer_address(&self) -> Result<Address> {
        self.socket.peer_address()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound() -> (Datagram, SocketAddr) {
        let socket = Datagram::new(Domain::V4).unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap(), DatagramOptions::default()).unwrap();
        let Address::Ip(address) = socket.local_address().unwrap() else { panic!("an IP socket") };
        (socket, address)
    }

    #[test]
    fn datagrams_arrive_whole_with_their_sender() {
        let ((one, from), (two, to)) = (bound(), bound());
        let pieces = [IoSlice::new(b"hello "), IoSlice::new(b"world")];
        assert_eq!(one.send(&pieces, Some(to)).unwrap(), Some(11));
        let mut buffer = [0; 64];
        assert_eq!(two.receive(&mut buffer).unwrap(), Some((11, Some(from))));
        assert_eq!(&buffer[..11], b"hello world");
        assert_eq!(two.receive(&mut buffer).unwrap(), None);
    }

    #[test]
    fn a_connected_socket_has_a_peer_until_it_is_disconnected() {
        let ((one, _), (_two, to)) = (bound(), bound());
        assert_eq!(one.peer_address().unwrap_err().errno, libc::ENOTCONN);
        one.connect(to).unwrap();
        assert_eq!(one.peer_address().unwrap(), Address::Ip(to));
        assert_eq!(one.send(&[IoSlice::new(b"x")], None).unwrap(), Some(1));
        one.disconnect().unwrap();
        assert_eq!(one.send(&[IoSlice::new(b"x")], None).unwrap_err().errno, libc::EDESTADDRREQ);
    }
}
