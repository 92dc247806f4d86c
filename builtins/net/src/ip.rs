//! Which texts are IP addresses.

use runtime::op;
use runtime::sys::net::IpAddr;

/// 4, 6, or 0 for a text that is no address. An IPv6 address may name a zone after `%`.
#[op]
pub(crate) fn ip_version(text: String) -> i32 {
    let (address, zone) = text.split_once('%').map_or((text.as_str(), None), |(address, zone)| (address, Some(zone)));
    match address.parse() {
        Ok(IpAddr::V4(_)) if zone.is_none() => 4,
        Ok(IpAddr::V6(_)) if zone.is_none_or(is_zone) => 6,
        _ => 0,
    }
}

fn is_zone(zone: &str) -> bool {
    !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte))
}

/// The address as `inet_ntop` writes it; `undefined` for a text that is none of the family.
#[op]
pub(crate) fn canonical_ip(text: String, family: i32) -> Option<String> {
    match (text.parse().ok()?, family) {
        (IpAddr::V4(address), 4) => Some(address.to_string()),
        (IpAddr::V6(address), 6) => Some(address.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_classified() {
        for text in ["127.0.0.1", "0.0.0.0", "255.255.255.255"] {
            assert_eq!(super::ip_version(text.into()), 4, "{text}");
        }
        for text in ["::", "::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"] {
            assert_eq!(super::ip_version(text.into()), 6, "{text}");
        }
        for text in ["", "127.1", "01.2.3.4", "1.2.3.4%a", "::1%", "::1% ", "1::2::3", "localhost"] {
            assert_eq!(super::ip_version(text.into()), 0, "{text}");
        }
    }
}
