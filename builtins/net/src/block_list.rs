//! Lists of addresses not to talk to.

use std::cell::RefCell;

use runtime::class;
use runtime::sys::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The rules of a `net.BlockList`.
#[derive(Default)]
pub(crate) struct BlockList {
    rules: RefCell<Vec<Rule>>,
}

/// A rule holds for addresses of its own family, and for IPv4 addresses written as IPv6.
enum Rule {
    Address(IpAddr),
    Range(IpAddr, IpAddr),
    Subnet(IpAddr, u8),
}

#[class]
impl BlockList {
    #[constructor]
    fn new() -> BlockList {
        BlockList::default()
    }

    /// Adds one address; the text is valid.
    #[method]
    fn add_address(&self, address: String) {
        self.add(address.parse().ok().map(Rule::Address));
    }

    /// Adds the addresses from `start` to `end`; `false` when the end comes first.
    #[method]
    fn add_range(&self, start: String, end: String) -> bool {
        let (Ok(start), Ok(end)) = (start.parse::<IpAddr>(), end.parse::<IpAddr>()) else { return false };
        let ordered = start <= end;
        self.add(ordered.then_some(Rule::Range(start, end)));
        ordered
    }

    /// Adds the addresses that begin with the first `prefix` bits of `network`.
    #[method]
    fn add_subnet(&self, network: String, prefix: u8) {
        self.add(network.parse().ok().map(|network| Rule::Subnet(network, prefix)));
    }

    /// Whether a rule holds for the address.
    #[method]
    fn check(&self, address: String) -> bool {
        let Ok(address) = address.parse::<IpAddr>() else { return false };
        self.rules.borrow().iter().any(|rule| rule.holds(address))
    }
}

impl BlockList {
    fn add(&self, rule: Option<Rule>) {
        self.rules.borrow_mut().extend(rule);
    }
}

impl Rule {
    fn holds(&self, address: IpAddr) -> bool {
        match self {
            Rule::Address(blocked) => as_family(address, *blocked) == Some(*blocked),
            Rule::Range(start, end) => {
                as_family(address, *start).is_some_and(|address| *start <= address && address <= *end)
            }
            Rule::Subnet(network, prefix) => {
                as_family(address, *network).is_some_and(|address| shares_prefix(address, *network, *prefix))
            }
        }
    }
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
}
