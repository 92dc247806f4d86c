//! Socket options.

use std::mem::size_of;
use std::os::fd::RawFd;

use super::socket::Socket;
use crate::Result;
use crate::error::check;

impl Socket {
    /// Sends small pieces at once instead of gathering them (`TCP_NODELAY`).
    ///
    /// # Errors
    /// `EINVAL` on a socket that is shut down.
    pub fn set_no_delay(&self, on: bool) -> Result<()> {
        self.set_option(libc::IPPROTO_TCP, libc::TCP_NODELAY, i32::from(on), "setNoDelay")
    }

    /// Probes an idle connection after `delay` seconds, then every `interval` seconds up to `count` times; `None`
    /// turns that off.
    ///
    /// # Errors
    /// `EINVAL` for values the system does not take.
    pub fn set_keep_alive(&self, probes: Option<KeepAliveProbes>) -> Result<()> {
        let syscall = "setKeepAlive";
        self.set_option(libc::SOL_SOCKET, libc::SO_KEEPALIVE, i32::from(probes.is_some()), syscall)?;
        let Some(KeepAliveProbes { delay, interval, count }) = probes else { return Ok(()) };
        self.set_option(libc::IPPROTO_TCP, libc::TCP_KEEPIDLE, delay as i32, syscall)?;
        self.set_option(libc::IPPROTO_TCP, libc::TCP_KEEPINTVL, interval as i32, syscall)?;
        self.set_option(libc::IPPROTO_TCP, libc::TCP_KEEPCNT, count as i32, syscall)
    }

    /// Makes the close of the socket reset the connection instead of ending it in order.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn reset_on_close(&self) -> Result<()> {
        let linger = libc::linger { l_onoff: 1, l_linger: 0 };
        self.set_raw(libc::SOL_SOCKET, libc::SO_LINGER, &linger, "close")
    }

    /// The type-of-service byte of outgoing packets.
    ///
    /// # Errors
    /// `EINVAL` for a value the system does not take.
    pub fn set_type_of_service(&self, value: i32) -> Result<()> {
        let (level, name) = self.type_of_service_option()?;
        self.set_option(level, name, value, "setTypeOfService")
    }

    /// The type-of-service byte of outgoing packets.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn type_of_service(&self) -> Result<i32> {
        let (level, name) = self.type_of_service_option()?;
        self.option(level, name, "getTypeOfService")
    }

    fn type_of_service_option(&self) -> Result<(i32, i32)> {
        match self.option(libc::SOL_SOCKET, libc::SO_DOMAIN, "getsockopt")? {
            libc::AF_INET6 => Ok((libc::IPPROTO_IPV6, libc::IPV6_TCLASS)),
            _ => Ok((libc::IPPROTO_IP, libc::IP_TOS)),
        }
    }

    /// The size of the system's send buffer, in bytes.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn send_buffer_size(&self) -> Result<i32> {
        self.option(libc::SOL_SOCKET, libc::SO_SNDBUF, "getsockopt")
    }

    /// The size of the system's receive buffer, in bytes.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn receive_buffer_size(&self) -> Result<i32> {
        self.option(libc::SOL_SOCKET, libc::SO_RCVBUF, "getsockopt")
    }

    pub(super) fn set_option(&self, level: i32, name: i32, value: i32, syscall: &'static str) -> Result<()> {
        self.set_raw(level, name, &value, syscall)
    }

    pub(super) fn set_raw<T>(&self, level: i32, name: i32, value: &T, syscall: &'static str) -> Result<()> {
        let length = size_of::<T>() as libc::socklen_t;
        // SAFETY: `value` is readable for its own size.
        let result = unsafe { libc::setsockopt(self.fd(), level, name, std::ptr::from_ref(value).cast(), length) };
        check(result, syscall).map(drop)
    }

    pub(super) fn option(&self, level: i32, name: i32, syscall: &'static str) -> Result<i32> {
        let mut value = 0i32;
        let mut length = size_of::<i32>() as libc::socklen_t;
        // SAFETY: `value` has room for the option's four bytes.
        let result = unsafe { libc::getsockopt(self.fd(), level, name, (&raw mut value).cast(), &raw mut length) };
        check(result, syscall)?;
        Ok(value)
    }
}

/// When to probe an idle connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAliveProbes {
    /// Idle seconds before the first probe.
    pub delay: u32,
    /// Seconds between probes.
    pub interval: u32,
    /// Unanswered probes that end the connection.
    pub count: u32,
}

impl KeepAliveProbes {
    /// The first probe after `delay` seconds, then ten probes a second apart, as libuv does it.
    pub fn after(delay: u32) -> Self {
        KeepAliveProbes { delay, interval: 1, count: 10 }
    }
}

/// Makes reads and writes of `fd` return instead of wait, or the reverse.
///
/// # Errors
/// `EBADF`.
pub fn set_nonblocking(fd: RawFd, on: bool) -> Result<()> {
    let flag = i32::from(on);
    // SAFETY: `FIONBIO` reads one int.
    check(unsafe { libc::ioctl(fd, libc::FIONBIO, &raw const flag) }, "ioctl").map(drop)
}
