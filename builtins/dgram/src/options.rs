//! Addresses and settings across the border.

use runtime::sys::net::{Address, DatagramOptions, IpAddr, SocketAddr, parse_ip};
use runtime::sys::{self, Error};
use runtime::{JsError, ToV8, v8};

/// Bits of the flags of `bind`, libuv's.
const IPV6_ONLY: i32 = 1;
const REUSE_ADDRESS: i32 = 4;
const REUSE_PORT: i32 = 8;

/// The settings of a bind by their bits.
pub(crate) fn bind_options(flags: i32) -> DatagramOptions {
    DatagramOptions {
        ipv6_only: flags & IPV6_ONLY != 0,
        reuse_address: flags & REUSE_ADDRESS != 0,
        reuse_port: flags & REUSE_PORT != 0,
    }
}

/// A numeric address with its port.
pub(crate) fn socket_address(host: &str, port: i32, syscall: &'static str) -> sys::Result<SocketAddr> {
    parse_ip(host, port as u16).ok_or(Error::invalid(syscall))
}

/// The address of a group or of a sender.
pub(crate) fn ip_address(host: &str) -> sys::Result<IpAddr> {
    socket_address(host, 0, "setMembership").map(|address| address.ip())
}

/// The address of an interface; none is the system's choice.
pub(crate) fn interface_address(host: Option<&str>) -> sys::Result<Option<SocketAddr>> {
    host.map(|host| socket_address(host, 0, "setMembership")).transpose()
}

/// `[address, port, family]`, or the negative number of an error.
pub(crate) struct AddressResult(pub(crate) sys::Result<Address>);

impl<'s> ToV8<'s> for AddressResult {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            Ok(Address::Ip(address)) => (host_of(address), i32::from(address.port()), family_of(address)).to_v8(scope),
            Ok(Address::Unix(_)) => Error::invalid("getsockname").uv_errno().to_v8(scope),
            Err(error) => error.uv_errno().to_v8(scope),
        }
    }
}

/// The text of an address, with its zone where it has one.
pub(crate) fn host_of(address: SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => {
            let zone = sys::net::interface_name(v6.scope_id()).unwrap_or_else(|| v6.scope_id().to_string());
            format!("{}%{zone}", v6.ip())
        }
        _ => address.ip().to_string(),
    }
}

/// `IPv4` or `IPv6`.
pub(crate) fn family_of(address: SocketAddr) -> &'static str {
    if address.is_ipv4() { "IPv4" } else { "IPv6" }
}
