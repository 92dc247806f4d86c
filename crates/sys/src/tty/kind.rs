//! What a descriptor leads to, as libuv tells it.

use std::mem::size_of;
use std::os::fd::RawFd;

use super::mode::is_terminal;
use crate::error::check;

/// The kinds of descriptors Node makes different streams for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleKind {
    /// A TCP socket.
    Tcp,
    /// A UDP socket.
    Udp,
    /// A pipe, a FIFO or a Unix domain socket.
    Pipe,
    /// A terminal.
    Tty,
    /// A regular file or a device.
    File,
    /// Something else, or not open.
    Unknown,
}

impl HandleKind {
    /// The name Node uses: `TCP`, `UDP`, `PIPE`, `TTY`, `FILE`, `UNKNOWN`.
    pub const fn name(self) -> &'static str {
        match self {
            HandleKind::Tcp => "TCP",
            HandleKind::Udp => "UDP",
            HandleKind::Pipe => "PIPE",
            HandleKind::Tty => "TTY",
            HandleKind::File => "FILE",
            HandleKind::Unknown => "UNKNOWN",
        }
    }
}

/// What `fd` leads to.
pub fn guess_handle(fd: RawFd) -> HandleKind {
    if is_terminal(fd) {
        return HandleKind::Tty;
    }
    match file_type(fd) {
        Some(libc::S_IFREG | libc::S_IFCHR) => HandleKind::File,
        Some(libc::S_IFIFO) => HandleKind::Pipe,
        Some(libc::S_IFSOCK) => socket_kind(fd),
        _ => HandleKind::Unknown,
    }
}

fn file_type(fd: RawFd) -> Option<libc::mode_t> {
    // SAFETY: all-zero bytes are a valid `stat`, which the call fills.
    let stat = unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        check(libc::fstat(fd, &raw mut stat), "fstat").ok()?;
        stat
    };
    Some(stat.st_mode & libc::S_IFMT)
}

fn socket_kind(fd: RawFd) -> HandleKind {
    match (socket_option(fd, libc::SO_DOMAIN), socket_option(fd, libc::SO_TYPE)) {
        (Some(libc::AF_INET | libc::AF_INET6), Some(libc::SOCK_STREAM)) => HandleKind::Tcp,
        (Some(libc::AF_INET | libc::AF_INET6), Some(libc::SOCK_DGRAM)) => HandleKind::Udp,
        (Some(libc::AF_UNIX), Some(libc::SOCK_STREAM)) => HandleKind::Pipe,
        _ => HandleKind::Unknown,
    }
}

fn socket_option(fd: RawFd, name: i32) -> Option<i32> {
    let mut value = 0i32;
    let mut length = size_of::<i32>() as libc::socklen_t;
    // SAFETY: `value` has room for the option's four bytes.
    let result = unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, name, (&raw mut value).cast(), &raw mut length) };
    check(result, "getsockopt").ok().map(|_| value)
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;
    use crate::net::{Domain, Socket};

    #[test]
    fn kinds_are_told_apart() {
        let (socket, _other) = Socket::pair().unwrap();
        assert_eq!(guess_handle(socket.fd()), HandleKind::Pipe);
        assert_eq!(guess_handle(Socket::new(Domain::V4).unwrap().fd()), HandleKind::Tcp);
        let udp = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        assert_eq!(guess_handle(udp.as_raw_fd()), HandleKind::Udp);
        let null = std::fs::File::open("/dev/null").unwrap();
        assert_eq!(guess_handle(null.as_raw_fd()), HandleKind::File);
        assert_eq!(guess_handle(-1), HandleKind::Unknown);
    }
}
