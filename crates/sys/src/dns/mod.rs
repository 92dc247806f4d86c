//! Names and addresses through the system's resolver. Both calls block, for seconds if a name server is dead.

use std::ffi::{CStr, CString};
use std::mem::zeroed;
use std::net::{IpAddr, SocketAddr};
use std::ptr;

use crate::error::codes::{UNKNOWN, eai};
use crate::error::last_errno;
use crate::net::{Address, RawAddress, ip_of};
use crate::{Error, Result};

/// Which addresses a name is resolved to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// All.
    #[default]
    Any,
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// The addresses of `host`, in the resolver's order. `flags` are `AI_ADDRCONFIG`, `AI_ALL` and `AI_V4MAPPED`.
///
/// # Errors
/// A number of [`eai`], or the system's behind `EAI_SYSTEM`.
pub fn getaddrinfo(host: &str, family: Family, flags: i32) -> Result<Vec<IpAddr>> {
    let name = CString::new(host).map_err(|_| Error::new(eai::NONAME, "getaddrinfo"))?;
    // SAFETY: all-zero bytes are valid hints.
    let mut hints: libc::addrinfo = unsafe { zeroed() };
    hints.ai_flags = flags;
    hints.ai_socktype = libc::SOCK_STREAM;
    hints.ai_family = match family {
        Family::Any => libc::AF_UNSPEC,
        Family::V4 => libc::AF_INET,
        Family::V6 => libc::AF_INET6,
    };
    let mut list = AddressList(ptr::null_mut());
    // SAFETY: name and hints are valid; the list is freed when `list` is dropped.
    let failed = unsafe { libc::getaddrinfo(name.as_ptr(), ptr::null(), &raw const hints, &raw mut list.0) };
    match failed {
        0 => Ok(list.addresses()),
        failed => Err(error(failed, "getaddrinfo")),
    }
}

/// The host and service names of an address; numbers where there are no names.
///
/// # Errors
/// As [`getaddrinfo`].
pub fn getnameinfo(address: SocketAddr) -> Result<(String, String)> {
    let raw = RawAddress::new(&Address::Ip(address), "getnameinfo")?;
    let mut host = [0; libc::NI_MAXHOST as usize];
    // The longest service name the resolver is documented to return.
    let mut service = [0; 32];
    // SAFETY: the address has the given length, and so have the two buffers.
    let failed = unsafe {
        libc::getnameinfo(
            raw.as_ptr(),
            raw.len(),
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            libc::NI_NAMEREQD,
        )
    };
    match failed {
        0 => Ok((text(&host), text(&service))),
        failed => Err(error(failed, "getnameinfo")),
    }
}

fn text(chars: &[libc::c_char]) -> String {
    // SAFETY: the resolver ends its answers with a NUL inside the buffer.
    unsafe { CStr::from_ptr(chars.as_ptr()) }.to_string_lossy().into_owned()
}

/// The answer of the resolver, freed when it is dropped.
struct AddressList(*mut libc::addrinfo);

impl AddressList {
    fn addresses(&self) -> Vec<IpAddr> {
        let mut addresses = Vec::new();
        let mut next = self.0.cast_const();
        // SAFETY: every pointer of the list is null or valid while `self` lives.
        while let Some(entry) = unsafe { next.as_ref() } {
            // SAFETY: as above; the address has the type of its family.
            addresses.extend(unsafe { ip_of(entry.ai_addr) }.map(|address| address.ip()));
            next = entry.ai_next;
        }
        addresses
    }
}

impl Drop for AddressList {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the list came from the resolver and is freed once.
            unsafe { libc::freeaddrinfo(self.0) };
        }
    }
}

/// The resolver's numbers overlap with `errno`, so libuv gives them others.
fn error(failed: i32, syscall: &'static str) -> Error {
    /// Numbers of glibc that the `libc` crate does not name.
    const EAI_ADDRFAMILY: i32 = -9;
    const EAI_CANCELED: i32 = -101;
    let errno = match failed {
        libc::EAI_SYSTEM => last_errno(),
        EAI_ADDRFAMILY => eai::ADDRFAMILY,
        EAI_CANCELED => eai::CANCELED,
        libc::EAI_AGAIN => eai::AGAIN,
        libc::EAI_BADFLAGS => eai::BADFLAGS,
        libc::EAI_FAIL => eai::FAIL,
        libc::EAI_FAMILY => eai::FAMILY,
        libc::EAI_MEMORY => eai::MEMORY,
        libc::EAI_NODATA => eai::NODATA,
        libc::EAI_NONAME => eai::NONAME,
        libc::EAI_OVERFLOW => eai::OVERFLOW,
        libc::EAI_SERVICE => eai::SERVICE,
        libc::EAI_SOCKTYPE => eai::SOCKTYPE,
        _ => UNKNOWN,
    };
    Error::new(errno, syscall)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn numeric_names_need_no_server() {
        assert_eq!(getaddrinfo("127.0.0.1", Family::Any, 0), Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]));
        let error = getaddrinfo("::1", Family::V4, 0).unwrap_err();
        assert!(matches!(error.errno, eai::ADDRFAMILY | eai::NONAME), "{error}");
    }

    #[test]
    fn the_loopback_has_names() {
        let (host, service) = getnameinfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 22))).unwrap();
        assert!(!host.is_empty());
        assert_eq!(service, "ssh");
    }

    #[test]
    fn a_nul_byte_is_no_name() {
        assert_eq!(getaddrinfo("a\0b", Family::Any, 0).map_err(|error| error.errno), Err(eai::NONAME));
    }
}
