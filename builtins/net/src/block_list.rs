//! Lists of addresses not to talk to.

use std::collections::HashSet;
use std::fmt;

use runtime::sys::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use runtime::{Native, OpError, Parcel, SharedValue, class, v8};

/// The rules of a `net.BlockList`, which its clones share, also those on other threads.
#[derive(Default)]
pub(crate) struct BlockList(SharedValue<Rules>);

/// Each kind in the order in which it came.
#[derive(Default)]
struct Rules {
    addresses: Vec<IpAddr>,
    /// The addresses again, for looking one up; those that stand for an IPv4 address as that.
    known: HashSet<IpAddr>,
    subnets: Vec<Subnet>,
    ranges: Vec<Range>,
}

/// The addresses that begin with the first `prefix` bits of `network`.
#[derive(PartialEq)]
struct Subnet {
    network: IpAddr,
    prefix: u8,
}

#[derive(PartialEq)]
struct Range {
    start: IpAddr,
    end: IpAddr,
}

#[class]
impl BlockList {
    /// A new list, or the one in the parcel.
    #[constructor]
    fn new<'s>(_scope: &mut v8::PinScope<'s, '_>, parcel: Option<Native<'s, Parcel>>) -> Result<BlockList, OpError> {
        Ok(BlockList(SharedValue::new(parcel.as_deref())?))
    }

    /// The list for another `new BlockList()`.
    #[method]
    fn pack<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, OpError> {
        Ok(self.0.pack(scope)?)
    }

    /// Adds one address; the text is valid.
    #[method]
    fn add_address(&self, address: String) {
        let Ok(address) = address.parse::<IpAddr>() else { return };
        self.0.lock().know(address);
    }

    /// Adds the addresses from `start` to `end`; `false` when the end comes first.
    #[method]
    fn add_range(&self, start: String, end: String) -> bool {
        let Some(range) = Range::parse(&start, &end) else { return false };
        let ordered = range.start <= range.end;
        self.0.lock().ranges.extend(ordered.then_some(range));
        ordered
    }

    /// Adds the addresses that begin with the first `prefix` bits of `network`.
    #[method]
    fn add_subnet(&self, network: String, prefix: u8) {
        let Ok(network) = network.parse() else { return };
        self.0.lock().subnets.push(Subnet { network, prefix });
    }

    /// Takes an address away; nothing happens when it is not there.
    #[method]
    fn remove_address(&self, address: String) {
        let Ok(address) = address.parse::<IpAddr>() else { return };
        self.0.lock().forget(address);
    }

    /// Takes away the newest range with these ends.
    #[method]
    fn remove_range(&self, start: String, end: String) {
        let Some(range) = Range::parse(&start, &end) else { return };
        remove_newest(&mut self.0.lock().ranges, &range);
    }

    /// Takes away the newest subnet that was added with this address and prefix.
    #[method]
    fn remove_subnet(&self, network: String, prefix: u8) {
        let Ok(network) = network.parse() else { return };
        remove_newest(&mut self.0.lock().subnets, &Subnet { network, prefix });
    }

    /// Takes all rules away.
    #[method]
    fn clear(&self) {
        *self.0.lock() = Rules::default();
    }

    /// How many rules there are.
    #[method]
    fn size(&self) -> u32 {
        let rules = self.0.lock();
        let size = rules.addresses.len() + rules.subnets.len() + rules.ranges.len();
        u32::try_from(size).unwrap_or(u32::MAX)
    }

    /// The rules as texts: addresses, subnets and ranges, of each kind the newest first.
    #[method]
    fn rules(&self) -> Vec<String> {
        let Rules { addresses, subnets, ranges, .. } = &*self.0.lock();
        let addresses = addresses.iter().rev().map(|address| format!("Address: {} {address}", family(*address)));
        let subnets = subnets.iter().rev().map(Subnet::to_string);
        let ranges = ranges.iter().rev().map(Range::to_string);
        addresses.chain(subnets).chain(ranges).collect()
    }

    /// Whether a rule holds for the address.
    #[method]
    fn check(&self, address: String) -> bool {
        let Ok(address) = address.parse::<IpAddr>() else { return false };
        let rules = self.0.lock();
        rules.known.contains(&address.to_canonical())
            || rules.subnets.iter().any(|subnet| subnet.holds(address))
            || rules.ranges.iter().any(|range| range.holds(address))
    }
}

impl Rules {
    /// An address that is there already keeps its place and takes the form in which it came last.
    fn know(&mut self, address: IpAddr) {
        if self.known.insert(address.to_canonical()) {
            self.addresses.push(address);
            return;
        }
        let same = |known: &&mut IpAddr| known.to_canonical() == address.to_canonical();
        if let Some(known) = self.addresses.iter_mut().find(same) {
            *known = address;
        }
    }

    fn forget(&mut self, address: IpAddr) {
        let address = address.to_canonical();
        if self.known.remove(&address) {
            self.addresses.retain(|known| known.to_canonical() != address);
        }
    }
}

fn remove_newest<T: PartialEq>(rules: &mut Vec<T>, rule: &T) {
    if let Some(position) = rules.iter().rposition(|known| known == rule) {
        rules.remove(position);
    }
}

impl Range {
    fn parse(start: &str, end: &str) -> Option<Self> {
        Some(Self { start: start.parse().ok()?, end: end.parse().ok()? })
    }

    fn holds(&self, address: IpAddr) -> bool {
        as_family(address, self.start).is_some_and(|address| self.start <= address && address <= self.end)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "Range: {} {}-{}", family(self.start), self.start, self.end)
    }
}

impl Subnet {
    fn holds(&self, address: IpAddr) -> bool {
        as_family(address, self.network).is_some_and(|address| shares_prefix(address, self.network, self.prefix))
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "Subnet: {} {}/{}", family(self.network), self.network, self.prefix)
    }
}

fn family(address: IpAddr) -> &'static str {
    if address.is_ipv4() { "IPv4" } else { "IPv6" }
}

/// `address` in the family of `pattern`, where it has a form in it.
fn as_family(address: IpAddr, pattern: IpAddr) -> Option<IpAddr> {
    match (address, pattern) {
        (IpAddr::V6(address), IpAddr::V4(_)) => address.to_ipv4_mapped().map(IpAddr::V4),
        (IpAddr::V4(address), IpAddr::V6(_)) => Some(IpAddr::V6(address.to_ipv6_mapped())),
        _ => Some(address),
    }
}

fn shares_prefix(address: IpAddr, network: IpAddr, prefix: u8) -> bool {
    let (address, width) = bits(address);
    let shift = width.saturating_sub(u32::from(prefix));
    let (network, _) = bits(network);
    (address ^ network).checked_shr(shift).unwrap_or(0) == 0
}

/// The address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (address.to_bits().into(), Ipv4Addr::BITS),
        IpAddr::V6(address) => (address.to_bits(), Ipv6Addr::BITS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_for_what_they_name() {
        let list = BlockList::default();
        list.add_subnet("10.0.0.0".into(), 8);
        list.add_address("::1".into());
        assert!(list.add_range("192.168.0.1".into(), "192.168.0.9".into()));
        assert!(!list.add_range("192.168.0.9".into(), "192.168.0.1".into()));
        for blocked in ["10.1.2.3", "::ffff:10.1.2.3", "::1", "192.168.0.9"] {
            assert!(list.check(blocked.into()), "{blocked}");
        }
        for free in ["11.0.0.0", "::2", "192.168.0.10", "no address"] {
            assert!(!list.check(free.into()), "{free}");
        }
    }

    #[test]
    fn rules_can_be_taken_away() {
        let list = BlockList::default();
        list.add_address("1.2.3.4".into());
        list.add_address("::ffff:1.2.3.4".into());
        list.add_subnet("10.0.0.0".into(), 8);
        list.add_subnet("10.0.0.0".into(), 8);
        assert_eq!(list.size(), 3);
        list.remove_address("1.2.3.4".into());
        list.remove_subnet("10.0.0.0".into(), 8);
        list.remove_range("1.1.1.1".into(), "1.1.1.2".into());
        assert_eq!(list.rules(), ["Subnet: IPv4 10.0.0.0/8"]);
        list.clear();
        assert!(!list.check("10.0.0.1".into()));
    }
}
