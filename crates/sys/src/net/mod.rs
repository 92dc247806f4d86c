//! Stream sockets: TCP over IPv4 and IPv6, and Unix domain sockets. All are non-blocking and close-on-exec.

mod address;
mod descriptors;
mod options;
mod socket;
mod transfer;

#[cfg(test)]
mod tests;

pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

pub(crate) use address::RawAddress;
pub use address::{Address, ip_of, parse_ip};
pub use descriptors::{duplicate, has_peer};
pub use options::{KeepAliveProbes, set_nonblocking};
pub use socket::{BindOptions, Connect, Domain, Shutdown, Socket};
pub use transfer::{has_input, read, read_slice, read_spare, write, write_vectored};
