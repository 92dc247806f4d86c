//! Network interfaces and their addresses.

use std::collections::HashMap;
use std::ffi::CStr;
use std::net::IpAddr;
use std::ptr;

use crate::Result;
use crate::error::check;
use crate::net::ip_of;

/// One address of an interface that is up and running.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The interface, `eth0`.
    pub name: String,
    /// The address.
    pub address: IpAddr,
    /// Which part of it names the network.
    pub netmask: IpAddr,
    /// The hardware address; zeros without one.
    pub mac: [u8; 6],
    /// Whether it leads back to this host only.
    pub internal: bool,
    /// The zone of an IPv6 address.
    pub scope_id: Option<u32>,
}

/// The addresses of all interfaces that are up, in the system's order.
///
/// # Errors
/// When the system cannot list them.
pub fn interfaces() -> Result<Vec<Interface>> {
    let list = AddressList::new()?;
    let macs: HashMap<String, [u8; 6]> = list.entries().filter_map(|entry| Some((name(entry), mac(entry)?))).collect();
    Ok(list.entries().filter_map(|entry| interface(entry, &macs)).collect())
}

/// The linked list of `getifaddrs`, freed when it is dropped.
struct AddressList(*mut libc::ifaddrs);

impl AddressList {
    fn new() -> Result<Self> {
        let mut first = ptr::null_mut();
        // SAFETY: the call stores a list that `drop` frees.
        check(unsafe { libc::getifaddrs(&raw mut first) }, "uv_interface_addresses")?;
        Ok(AddressList(first))
    }

    fn entries(&self) -> impl Iterator<Item = &libc::ifaddrs> {
        let mut next = self.0.cast_const();
        std::iter::from_fn(move || {
            // SAFETY: every pointer of the list is null or valid while `self` lives.
            let entry = unsafe { next.as_ref() }?;
            next = entry.ifa_next;
            Some(entry)
        })
    }
}

impl Drop for AddressList {
    fn drop(&mut self) {
        // SAFETY: the list came from `getifaddrs` and is freed once.
        unsafe { libc::freeifaddrs(self.0) };
    }
}

fn interface(entry: &libc::ifaddrs, macs: &HashMap<String, [u8; 6]>) -> Option<Interface> {
    const RUNS: u32 = (libc::IFF_UP | libc::IFF_RUNNING) as u32;
    if entry.ifa_flags & RUNS != RUNS {
        return None;
    }
    // SAFETY: the addresses of an entry are null or valid for the size of their family.
    let (address, netmask) = unsafe { (ip_of(entry.ifa_addr)?, ip_of(entry.ifa_netmask)?) };
    let name = name(entry);
    Some(Interface {
        mac: macs.get(&name).copied().unwrap_or_default(),
        name,
        address: address.ip(),
        netmask: netmask.ip(),
        internal: entry.ifa_flags & libc::IFF_LOOPBACK as u32 != 0,
        scope_id: match address {
            std::net::SocketAddr::V6(address) => Some(address.scope_id()),
            std::net::SocketAddr::V4(_) => None,
        },
    })
}

fn name(entry: &libc::ifaddrs) -> String {
    // SAFETY: `ifa_name` is a C string that lives as long as the list.
    unsafe { CStr::from_ptr(entry.ifa_name) }.to_string_lossy().into_owned()
}

/// The hardware address, which comes as an entry of its own.
fn mac(entry: &libc::ifaddrs) -> Option<[u8; 6]> {
    // SAFETY: `ifa_addr` is null or points to an address whose family says its type.
    unsafe {
        if i32::from(entry.ifa_addr.as_ref()?.sa_family) != libc::AF_PACKET {
            return None;
        }
        let address = &*entry.ifa_addr.cast::<libc::sockaddr_ll>();
        address.sll_addr.first_chunk().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_is_internal() {
        let all = interfaces().unwrap();
        assert!(all.iter().filter(|entry| entry.address.is_loopback()).all(|entry| entry.internal));
    }
}
