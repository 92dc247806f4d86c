//! Options of datagram sockets: groups, reach, buffers.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};

use super::address::RawAddress;
use super::datagram::Datagram;
use crate::{Error, Result};

/// Whether to enter a group or to leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Take what is sent to the group.
    Join,
    /// No longer take it.
    Leave,
}

/// Which of the system's buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BufferKind {
    /// For what came and was not read.
    Receive,
    /// For what was sent and has not left.
    Send,
}

/// How many hops a datagram may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hops(i32);

impl Hops {
    /// To one host, 1 to 255.
    ///
    /// # Errors
    /// `EINVAL` for others.
    pub fn to_host(hops: i32) -> Result<Self> {
        if (1..=255).contains(&hops) { Ok(Self(hops)) } else { Err(Error::invalid("setTTL")) }
    }

    /// To a group, 0 to 255.
    ///
    /// # Errors
    /// `EINVAL` for others.
    pub fn to_group(hops: i32) -> Result<Self> {
        if (0..=255).contains(&hops) { Ok(Self(hops)) } else { Err(Error::invalid("setMulticastTTL")) }
    }
}

impl Datagram {
    /// Sends to broadcast addresses too.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn set_broadcast(&self, on: bool) -> Result<()> {
        self.socket.set_option(libc::SOL_SOCKET, libc::SO_BROADCAST, i32::from(on), "setBroadcast")
    }

    /// The hops a datagram to a host may take.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn set_ttl(&self, hops: Hops) -> Result<()> {
        self.set_for_family((libc::IP_TTL, libc::IPV6_UNICAST_HOPS), hops.0, "setTTL")
    }

    /// The hops a datagram to a group may take.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn set_multicast_ttl(&self, hops: Hops) -> Result<()> {
        self.set_for_family((libc::IP_MULTICAST_TTL, libc::IPV6_MULTICAST_HOPS), hops.0, "setMulticastTTL")
    }

    /// Whether what is sent to a group also comes to this machine.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn set_multicast_loopback(&self, on: bool) -> Result<()> {
        let names = (libc::IP_MULTICAST_LOOP, libc::IPV6_MULTICAST_LOOP);
        self.set_for_family(names, i32::from(on), "setMulticastLoopback")
    }

    /// The interface that datagrams to groups leave by: by its address, or for IPv6 by the zone of one.
    ///
    /// # Errors
    /// `EADDRNOTAVAIL` when no interface has the address.
    pub fn set_multicast_interface(&self, interface: SocketAddr) -> Result<()> {
        let syscall = "setMulticastInterface";
        match interface {
            SocketAddr::V4(address) => {
                let raw = in_addr(*address.ip());
                self.socket.set_raw(libc::IPPROTO_IP, libc::IP_MULTICAST_IF, &raw, syscall)
            }
            SocketAddr::V6(address) => {
                let index = address.scope_id() as i32;
                self.socket.set_option(libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, index, syscall)
            }
        }
    }

    /// Enters or leaves a group on one interface, or on one that the system chooses.
    ///
    /// # Errors
    /// `EINVAL` for an address that is no group's, `ENODEV` without such an interface, `EADDRINUSE` when it is in the group
    /// already, `EADDRNOTAVAIL` when it is not.
    pub fn set_membership(&self, group: IpAddr, interface: Option<SocketAddr>, change: Membership) -> Result<()> {
        let syscall = if change == Membership::Join { "addMembership" } else { "dropMembership" };
        match group {
            IpAddr::V4(group) => {
                let request =
                    libc::ip_mreq { imr_multiaddr: in_addr(group), imr_interface: in_addr(v4_of(interface, syscall)?) };
                let name = choose(change, libc::IP_ADD_MEMBERSHIP, libc::IP_DROP_MEMBERSHIP);
                self.socket.set_raw(libc::IPPROTO_IP, name, &request, syscall)
            }
            IpAddr::V6(group) => {
                let request = libc::ipv6_mreq {
                    ipv6mr_multiaddr: libc::in6_addr { s6_addr: group.octets() },
                    ipv6mr_interface: v6_of(interface, syscall)?.map_or(0, |address| address.scope_id()),
                };
                let name = choose(change, libc::IPV6_ADD_MEMBERSHIP, libc::IPV6_DROP_MEMBERSHIP);
                self.socket.set_raw(libc::IPPROTO_IPV6, name, &request, syscall)
            }
        }
    }

    /// The same, for what one sender sends to the group.
    ///
    /// # Errors
    /// As [`Datagram::set_membership`]; `EINVAL` for addresses of two families.
    pub fn set_source_membership(
        &self,
        source: IpAddr,
        group: IpAddr,
        interface: Option<SocketAddr>,
        change: Membership,
    ) -> Result<()> {
        let join = change == Membership::Join;
        let syscall = if join { "addSourceSpecificMembership" } else { "dropSourceSpecificMembership" };
        match (source, group) {
            (IpAddr::V4(source), IpAddr::V4(group)) => {
                let request = libc::ip_mreq_source {
                    imr_multiaddr: in_addr(group),
                    imr_interface: in_addr(v4_of(interface, syscall)?),
                    imr_sourceaddr: in_addr(source),
                };
                let name = choose(change, libc::IP_ADD_SOURCE_MEMBERSHIP, libc::IP_DROP_SOURCE_MEMBERSHIP);
                self.socket.set_raw(libc::IPPROTO_IP, name, &request, syscall)
            }
            (IpAddr::V6(_), IpAddr::V6(_)) => {
                let index = v6_of(interface, syscall)?.map_or(0, |address| address.scope_id());
                let request = GroupSource::new(index, group, source, syscall)?;
                let name = choose(change, MCAST_JOIN_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP);
                self.socket.set_raw(libc::IPPROTO_IPV6, name, &request, syscall)
            }
            _ => Err(Error::invalid(syscall)),
        }
    }

    /// The size of one of the system's buffers, in bytes; Linux tells twice what it was given.
    ///
    /// # Errors
    /// `EBADF`.
    pub fn buffer_size(&self, kind: BufferKind) -> Result<i32> {
        let (name, syscall) = buffer(kind);
        self.socket.option(libc::SOL_SOCKET, name, syscall)
    }

    /// Sets the size of one of the system's buffers.
    ///
    /// # Errors
    /// `EBADF`, `EINVAL`.
    pub fn set_buffer_size(&self, kind: BufferKind, size: i32) -> Result<()> {
        let (name, syscall) = buffer(kind);
        self.socket.set_option(libc::SOL_SOCKET, name, size, syscall)
    }

    fn set_for_family(&self, (v4, v6): (i32, i32), value: i32, syscall: &'static str) -> Result<()> {
        match self.socket.option(libc::SOL_SOCKET, libc::SO_DOMAIN, syscall)? {
            libc::AF_INET6 => self.socket.set_option(libc::IPPROTO_IPV6, v6, value, syscall),
            _ => self.socket.set_option(libc::IPPROTO_IP, v4, value, syscall),
        }
    }
}

/// Linux's numbers, which `libc` does not have.
const MCAST_JOIN_SOURCE_GROUP: i32 = 46;
const MCAST_LEAVE_SOURCE_GROUP: i32 = 47;

/// `struct group_source_req`.
#[repr(C)]
struct GroupSource {
    interface: u32,
    group: libc::sockaddr_storage,
    source: libc::sockaddr_storage,
}

impl GroupSource {
    fn new(interface: u32, group: IpAddr, source: IpAddr, syscall: &'static str) -> Result<GroupSource> {
        let storage = |ip| RawAddress::new(&SocketAddr::new(ip, 0).into(), syscall).map(RawAddress::into_storage);
        Ok(GroupSource { interface, group: storage(group)?, source: storage(source)? })
    }
}

fn choose(change: Membership, join: i32, leave: i32) -> i32 {
    if change == Membership::Join { join } else { leave }
}

fn buffer(kind: BufferKind) -> (i32, &'static str) {
    match kind {
        BufferKind::Receive => (libc::SO_RCVBUF, "uv_recv_buffer_size"),
        BufferKind::Send => (libc::SO_SNDBUF, "uv_send_buffer_size"),
    }
}

fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) }
}

fn v4_of(interface: Option<SocketAddr>, syscall: &'static str) -> Result<Ipv4Addr> {
    match interface {
        None => Ok(Ipv4Addr::UNSPECIFIED),
        Some(SocketAddr::V4(address)) => Ok(*address.ip()),
        Some(SocketAddr::V6(_)) => Err(Error::invalid(syscall)),
    }
}

fn v6_of(interface: Option<SocketAddr>, syscall: &'static str) -> Result<Option<SocketAddrV6>> {
    match interface {
        None => Ok(None),
        Some(SocketAddr::V6(address)) => Ok(Some(address)),
        Some(SocketAddr::V4(_)) => Err(Error::invalid(syscall)),
    }
}
