//! Sockets, all non-blocking and close-on-exec: streams over TCP and Unix domain sockets, and datagrams over UDP.

mod address;
mod datagram;
mod descriptors;
mod multicast;
mod options;
mod socket;
mod transfer;

#[cfg(test)]
mod tests;

pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

pub(crate) use address::RawAddress;
pub use address::{Address, interface_name, ip_of, parse_ip};
pub use datagram::{Datagram, DatagramOptions};
pub use descriptors::{duplicate, has_peer};
pub use multicast::{BufferKind, Hops, Membership};
pub use options::{KeepAliveProbes, set_nonblocking};
pub use socket::{BindOptions, Connect, Domain, Shutdown, Socket};
pub use transfer::{has_input, read, read_slice, read_spare, write, write_vectored};
