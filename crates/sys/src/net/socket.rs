//! Making sockets and connecting them.

use std::mem::size_of;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};

use super::address::{Address, RawAddress};
use crate::error::{check, retry};
use crate::{Error, Result};

/// The families of sockets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// TCP over IPv4.
    V4,
    /// TCP over IPv6.
    V6,
    /// Unix domain.
    Unix,
}

impl Domain {
    /// The family of sockets that can use `address`.
    pub fn of(address: &Address) -> Domain {
        match address {
            Address::Ip(address) if address.is_ipv4() => Domain::V4,
            Address::Ip(_) => Domain::V6,
            Address::Unix(_) => Domain::Unix,
        }
    }

    fn raw(self) -> i32 {
        match self {
            Domain::V4 => libc::AF_INET,
            Domain::V6 => libc::AF_INET6,
            Domain::Unix => libc::AF_UNIX,
        }
    }
}

/// How to bind a TCP socket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BindOptions {
    /// Take no IPv4 connections on an IPv6 address.
    pub ipv6_only: bool,
    /// Share the address with other sockets that say the same; the system spreads connections over them.
    pub reuse_port: bool,
}

/// How far a connection attempt got at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connect {
    /// The socket is connected.
    Done,
    /// The socket becomes writable when the attempt has ended; [`Socket::take_error`] then tells how.
    InProgress,
}

/// The halves of a connection to close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// Reading.
    Read,
    /// Writing: the peer reads the end.
    Write,
    /// Both.
    Both,
}

/// An owned stream socket.
#[derive(Debug)]
pub struct Socket {
    fd: OwnedFd,
}

const FLAGS: i32 = libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;

impl Socket {
    /// A new unconnected socket.
    ///
    /// # Errors
    /// `EMFILE`, `ENFILE`, `EAFNOSUPPORT` when the system lacks the family.
    pub fn new(domain: Domain) -> Result<Socket> {
        Socket::of_kind(domain, libc::SOCK_STREAM)
    }

    /// A new datagram socket.
    ///
    /// # Errors
    /// As [`Socket::new`].
    pub(super) fn datagram(domain: Domain) -> Result<Socket> {
        Socket::of_kind(domain, libc::SOCK_DGRAM)
    }

    fn of_kind(domain: Domain, kind: i32) -> Result<Socket> {
        // SAFETY: the call has no memory preconditions; the new descriptor is nobody else's.
        let fd = check(unsafe { libc::socket(domain.raw(), kind | FLAGS, 0) }, "socket")?;
        // SAFETY: as above.
        Ok(unsafe { Socket::from_raw(fd) })
    }

    /// Two Unix domain sockets connected to each other.
    ///
    /// # Errors
    /// `EMFILE`, `ENFILE`.
    pub fn pair() -> Result<(Socket, Socket)> {
        let mut fds = [0; 2];
        let kind = libc::SOCK_STREAM | FLAGS;
        // SAFETY: `fds` has room for the two descriptors, which are nobody else's.
        unsafe {
            check(libc::socketpair(libc::AF_UNIX, kind, 0, fds.as_mut_ptr()), "socketpair")?;
            Ok((Socket::from_raw(fds[0]), Socket::from_raw(fds[1])))
        }
    }

    /// Takes over a descriptor and makes it non-blocking.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn from_fd(fd: OwnedFd) -> Result<Socket> {
        crate::net::options::set_nonblocking(fd.as_raw_fd(), true)?;
        Ok(Socket { fd })
    }

    /// Takes over a descriptor that was given as a number, such as a standard stream, and makes it non-blocking.
    /// Whoever gave it must not close it.
    ///
    /// # Errors
    /// `EBADF` when it is not open.
    pub fn take_over(fd: RawFd) -> Result<Socket> {
        crate::tty::note_mode(fd);
        crate::net::options::set_nonblocking(fd, true)?;
        // SAFETY: the call above has shown that the descriptor is open; it is ours by the contract of this function.
        Ok(unsafe { Socket::from_raw(fd) })
    }

    /// # Safety
    /// `fd` must be open and owned by nobody else.
    unsafe fn from_raw(fd: RawFd) -> Socket {
        // SAFETY: promised by the caller.
        Socket { fd: unsafe { OwnedFd::from_raw_fd(fd) } }
    }

    /// The descriptor, still owned by the socket.
    pub fn fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }

    /// The descriptor, now owned by the caller.
    pub fn into_fd(self) -> OwnedFd {
        self.fd
    }

    /// Gives the socket its own address. A TCP address that an ended connection still holds can be taken.
    ///
    /// # Errors
    /// `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, `EINVAL`, and with `reuse_port` `ENOTSUP` where it does not exist.
    pub fn bind(&self, address: &Address, options: BindOptions) -> Result<()> {
        if let Address::Ip(ip) = address {
            self.set_option(libc::SOL_SOCKET, libc::SO_REUSEADDR, 1, "bind")?;
            if options.reuse_port {
                self.set_option(libc::SOL_SOCKET, libc::SO_REUSEPORT, 1, "bind")?;
            }
            if ip.is_ipv6() {
                let only = i32::from(options.ipv6_only);
                self.set_option(libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, only, "bind")?;
            }
        }
        let raw = RawAddress::new(address, "bind")?;
        // SAFETY: `raw` holds an address of the given length.
        check(unsafe { libc::bind(self.fd(), raw.as_ptr(), raw.len()) }, "bind").map(drop)
    }

    /// Begins to take connections; up to `backlog` wait for [`Socket::accept`].
    ///
    /// # Errors
    /// `EADDRINUSE` when another socket listens at the address.
    pub fn listen(&self, backlog: i32) -> Result<()> {
        // SAFETY: the call has no memory preconditions.
        check(unsafe { libc::listen(self.fd(), backlog) }, "listen").map(drop)
    }

    /// The next waiting connection; `None` when there is none. Connections that ended while they waited are
    /// passed over.
    ///
    /// # Errors
    /// `EMFILE`, `ENFILE`, `ENOBUFS`, `ENOMEM`.
    pub fn accept(&self) -> Result<Option<Socket>> {
        loop {
            let accepted = retry("accept", || {
                // SAFETY: null addresses ask for none.
                unsafe { libc::accept4(self.fd(), std::ptr::null_mut(), std::ptr::null_mut(), FLAGS) }
            });
            match accepted {
                // SAFETY: the descriptor was just made for this call.
                Ok(fd) => return Ok(Some(unsafe { Socket::from_raw(fd) })),
                Err(error) if error.errno == libc::EAGAIN => return Ok(None),
                Err(error) if error.errno == libc::ECONNABORTED => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Begins to connect.
    ///
    /// # Errors
    /// Those that show at once; the others come from [`Socket::take_error`].
    pub fn connect(&self, address: &Address) -> Result<Connect> {
        let raw = RawAddress::new(address, "connect")?;
        // SAFETY: `raw` holds an address of the given length.
        let connected = retry("connect", || unsafe { libc::connect(self.fd(), raw.as_ptr(), raw.len()) });
        match connected {
            Ok(_) => Ok(Connect::Done),
            Err(error) if error.errno == libc::EINPROGRESS => Ok(Connect::InProgress),
            Err(error) => Err(error),
        }
    }

    /// The error pending on the socket, which this call clears: how a connection attempt ended.
    ///
    /// # Errors
    /// That error, with the given name of a call.
    pub fn take_error(&self, syscall: &'static str) -> Result<()> {
        let mut errno = 0i32;
        let mut length = size_of::<i32>() as libc::socklen_t;
        // SAFETY: `errno` has room for the option's four bytes.
        let result = unsafe {
            libc::getsockopt(self.fd(), libc::SOL_SOCKET, libc::SO_ERROR, (&raw mut errno).cast(), &raw mut length)
        };
        check(result, syscall)?;
        if errno == 0 { Ok(()) } else { Err(Error::new(errno, syscall)) }
    }

    /// The socket's own address.
    ///
    /// # Errors
    /// `EBADF`, `ENOTSOCK`.
    pub fn local_address(&self) -> Result<Address> {
        let mut raw = RawAddress::empty();
        let (address, length) = raw.as_mut();
        // SAFETY: both pointers are valid for the room `raw` has.
        check(unsafe { libc::getsockname(self.fd(), address, length) }, "getsockname")?;
        Ok(raw.read())
    }

    /// The address of the other end.
    ///
    /// # Errors
    /// `ENOTCONN`.
    pub fn peer_address(&self) -> Result<Address> {
        let mut raw = RawAddress::empty();
        let (address, length) = raw.as_mut();
        // SAFETY: both pointers are valid for the room `raw` has.
        check(unsafe { libc::getpeername(self.fd(), address, length) }, "getpeername")?;
        Ok(raw.read())
    }

    /// Closes halves of the connection.
    ///
    /// # Errors
    /// `ENOTCONN`.
    pub fn shutdown(&self, how: Shutdown) -> Result<()> {
        let how = match how {
            Shutdown::Read => libc::SHUT_RD,
            Shutdown::Write => libc::SHUT_WR,
            Shutdown::Both => libc::SHUT_RDWR,
        };
        // SAFETY: the call has no memory preconditions.
        check(unsafe { libc::shutdown(self.fd(), how) }, "shutdown").map(drop)
    }
}

impl IntoRawFd for Socket {
    fn into_raw_fd(self) -> RawFd {
        self.fd.into_raw_fd()
    }
}
