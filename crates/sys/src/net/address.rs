//! Socket addresses between Rust's types and the system's.

use std::mem::{offset_of, size_of, zeroed};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use crate::{Error, Result};

/// Where a socket is or connects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// TCP.
    Ip(SocketAddr),
    /// A Unix domain socket by its path; one that begins with a NUL byte is abstract, an empty one unnamed.
    Unix(Vec<u8>),
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Address::Ip(address)
    }
}

/// An address as system calls take and return it.
pub(crate) struct RawAddress {
    storage: libc::sockaddr_storage,
    length: libc::socklen_t,
}

const PATH_OFFSET: usize = offset_of!(libc::sockaddr_un, sun_path);
/// The longest path of a Unix domain socket, without its final NUL.
const PATH_MAX: usize = size_of::<libc::sockaddr_un>() - PATH_OFFSET - 1;

impl RawAddress {
    /// # Errors
    /// `EINVAL` for a path of more bytes than an address holds, and for one with a NUL in it, of which the system would see the beginning only.
    pub(crate) fn new(address: &Address, syscall: &'static str) -> Result<Self> {
        match address {
            Address::Ip(SocketAddr::V4(address)) => Ok(Self::v4(address)),
            Address::Ip(SocketAddr::V6(address)) => Ok(Self::v6(address)),
            Address::Unix(path) if path.len() > PATH_MAX || is_cut(path) => Err(Error::new(libc::EINVAL, syscall)),
            Address::Unix(path) => Ok(Self::unix(path)),
        }
    }

    fn v4(address: &SocketAddrV4) -> Self {
        Self::from_parts(libc::sockaddr_in {
            sin_family: libc::AF_INET as libc::sa_family_t,
            sin_port: address.port().to_be(),
            sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(address.ip().octets()) },
            sin_zero: [0; 8],
        })
    }

    fn v6(address: &SocketAddrV6) -> Self {
        Self::from_parts(libc::sockaddr_in6 {
            sin6_family: libc::AF_INET6 as libc::sa_family_t,
            sin6_port: address.port().to_be(),
            sin6_flowinfo: address.flowinfo(),
            sin6_addr: libc::in6_addr { s6_addr: address.ip().octets() },
            sin6_scope_id: address.scope_id(),
        })
    }

    /// A path's address ends in a NUL byte; an abstract name's is exactly its bytes.
    fn unix(path: &[u8]) -> Self {
        // SAFETY: all-zero bytes are a valid `sockaddr_un`.
        let mut raw: libc::sockaddr_un = unsafe { zeroed() };
        raw.sun_family = libc::AF_UNIX as libc::sa_family_t;
        for (to, from) in raw.sun_path.iter_mut().zip(path) {
            *to = *from as libc::c_char;
        }
        let end = if path.first().is_none_or(|byte| *byte == 0) { 0 } else { 1 };
        let mut address = Self::from_parts(raw);
        address.length = (PATH_OFFSET + path.len() + end) as libc::socklen_t;
        address
    }

    fn from_parts<A>(raw: A) -> Self {
        const { assert!(size_of::<libc::sockaddr_un>() <= size_of::<libc::sockaddr_storage>()) };
        let mut address = Self::empty();
        // SAFETY: `sockaddr_storage` is large and aligned enough for every socket address.
        unsafe { (&raw mut address.storage).cast::<A>().write(raw) };
        address.length = size_of::<A>() as libc::socklen_t;
        address
    }

    /// Room for an address a system call fills.
    pub(crate) fn empty() -> Self {
        // SAFETY: all-zero bytes are a valid `sockaddr_storage`.
        let storage = unsafe { zeroed() };
        RawAddress { storage, length: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    pub(super) fn into_storage(self) -> libc::sockaddr_storage {
        self.storage
    }

    pub(crate) fn as_ptr(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(crate) fn len(&self) -> libc::socklen_t {
        self.length
    }

    pub(crate) fn as_mut(&mut self) -> (*mut libc::sockaddr, *mut libc::socklen_t) {
        ((&raw mut self.storage).cast(), &raw mut self.length)
    }

    /// The address a system call filled in.
    pub(crate) fn read(&self) -> Address {
        // SAFETY: `storage` is initialised and large enough for every family.
        match unsafe { ip_of(self.as_ptr()) } {
            Some(address) => Address::Ip(address),
            None => Address::Unix(self.path()),
        }
    }

    fn path(&self) -> Vec<u8> {
        // SAFETY: `storage` is initialised and larger than `sockaddr_un`.
        let raw = unsafe { &*self.as_ptr().cast::<libc::sockaddr_un>() };
        let length = (self.length as usize).saturating_sub(PATH_OFFSET).min(raw.sun_path.len());
        let mut path: Vec<u8> = raw.sun_path[..length].iter().map(|&byte| byte as u8).collect();
        if path.first().is_some_and(|byte| *byte != 0) {
            path.truncate(path.iter().position(|byte| *byte == 0).unwrap_or(path.len()));
        }
        path
    }
}

/// Whether a NUL ends the path early; the abstract names of Linux begin with one and may have more.
fn is_cut(path: &[u8]) -> bool {
    path.first() != Some(&0) && path.contains(&0)
}

/// The IP address at `raw`; `None` for null and for other families.
///
/// # Safety
/// `raw` must be null or valid for reading the structure its family says.
pub unsafe fn ip_of(raw: *const libc::sockaddr) -> Option<SocketAddr> {
    // SAFETY: promised by the caller.
    unsafe {
        match i32::from(raw.as_ref()?.sa_family) {
            libc::AF_INET => Some(SocketAddr::V4(v4_of(&raw.cast::<libc::sockaddr_in>().read_unaligned()))),
            libc::AF_INET6 => Some(SocketAddr::V6(v6_of(&raw.cast::<libc::sockaddr_in6>().read_unaligned()))),
            _ => None,
        }
    }
}

fn v4_of(raw: &libc::sockaddr_in) -> SocketAddrV4 {
    let ip = Ipv4Addr::from(raw.sin_addr.s_addr.to_ne_bytes());
    SocketAddrV4::new(ip, u16::from_be(raw.sin_port))
}

fn v6_of(raw: &libc::sockaddr_in6) -> SocketAddrV6 {
    let ip = Ipv6Addr::from(raw.sin6_addr.s6_addr);
    SocketAddrV6::new(ip, u16::from_be(raw.sin6_port), raw.sin6_flowinfo, raw.sin6_scope_id)
}

/// Parses a numeric address as `connect` and `listen` take it; an IPv6 zone (`fe80::1%eth0`, `%2`) becomes its
/// number.
pub fn parse_ip(text: &str, port: u16) -> Option<SocketAddr> {
    let (ip, zone) = text.split_once('%').map_or((text, None), |(ip, zone)| (ip, Some(zone)));
    match (ip.parse().ok()?, zone) {
        (IpAddr::V6(ip), zone) => {
            Some(SocketAddr::V6(SocketAddrV6::new(ip, port, 0, zone.map_or(Some(0), zone_number)?)))
        }
        (IpAddr::V4(ip), None) => Some(SocketAddr::V4(SocketAddrV4::new(ip, port))),
        (IpAddr::V4(_), Some(_)) => None,
    }
}

fn zone_number(zone: &str) -> Option<u32> {
    if let Ok(number) = zone.parse() {
        return Some(number);
    }
    let name = std::ffi::CString::new(zone).ok()?;
    // SAFETY: `name` is a C string.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => None,
        number => Some(number),
    }
}

/// The name of a network interface by its number.
pub fn interface_name(number: u32) -> Option<String> {
    let mut name = [0 as libc::c_char; libc::IF_NAMESIZE];
    // SAFETY: `name` has the room that the call asks for.
    let found = unsafe { libc::if_indextoname(number, name.as_mut_ptr()) };
    if found.is_null() {
        return None;
    }
    // SAFETY: the call has written a C string to `name`.
    Some(unsafe { std::ffi::CStr::from_ptr(found) }.to_string_lossy().into_owned())
}
