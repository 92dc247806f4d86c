//! Parsing and changing URLs by the WHATWG standard. The normalised URL goes to JavaScript as one string, the places of its parts
//! beside it in an array both sides share.

use runtime::{Slice, op};
use url::{Position, Url, quirks};

/// Number of places, each 32 bits.
const PLACES: usize = 11;

/// Writes where the parts of `url` begin and end.
fn locate(url: &Url, places: &mut [u8]) {
    let at = |position| url[..position].len();
    let values: [usize; PLACES] = [
        at(Position::AfterScheme) + 1,
        at(Position::BeforeUsername),
        at(Position::AfterUsername),
        at(Position::BeforePassword),
        at(Position::AfterPassword),
        at(Position::BeforeHost),
        at(Position::AfterHost),
        at(Position::AfterPort),
        at(Position::BeforePath),
        at(Position::AfterPath),
        at(Position::AfterQuery),
    ];
    for (place, value) in places.chunks_exact_mut(4).zip(values) {
        place.copy_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_ne_bytes());
    }
}

fn parsed(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => Url::parse(base).ok()?.join(input).ok(),
        None => Url::parse(input).ok(),
    }
}

/// The normalised URL, or undefined for an invalid one.
#[op]
pub(crate) fn parse(input: String, base: Option<String>, mut places: Slice<'_>) -> Option<String> {
    let url = parsed(&input, base.as_deref())?;
    locate(&url, places.as_mut_slice());
    Some(url.into())
}

/// Whether `parse` would succeed.
#[op]
pub(crate) fn can_parse(input: String, base: Option<String>) -> bool {
    parsed(&input, base.as_deref()).is_some()
}

/// Sets one part (`0` href, `1` protocol, `2` username, `3` password, `4` host, `5` hostname, `6` port, `7` pathname, `8` search, `9` hash)
/// and gives the URL as it is then; undefined where the new href is invalid.
#[op]
pub(crate) fn update(href: String, part: u32, value: String, mut places: Slice<'_>) -> Option<String> {
    let mut url = Url::parse(&href).ok()?;
    if part == 0 {
        url = Url::parse(&value).ok()?;
    } else {
        set(&mut url, part, &value);
    }
    locate(&url, places.as_mut_slice());
    Some(url.into())
}

/// An invalid value leaves the URL as it was, as the standard's setters do.
fn set(url: &mut Url, part: u32, value: &str) {
    let _unchanged_if_invalid = match part {
        1 => quirks::set_protocol(url, value),
        2 => quirks::set_username(url, value),
        3 => quirks::set_password(url, value),
        4 => quirks::set_host(url, value),
        5 => quirks::set_hostname(url, value),
        6 => quirks::set_port(url, value),
        7 => {
            quirks::set_pathname(url, value);
            Ok(())
        }
        8 => {
            quirks::set_search(url, value);
            Ok(())
        }
        _ => {
            quirks::set_hash(url, value);
            Ok(())
        }
    };
}

/// The host in Punycode; empty for an invalid one.
#[op]
pub(crate) fn domain_to_ascii(domain: String) -> String {
    quirks::domain_to_ascii(&domain)
}

/// The host in Unicode; empty for an invalid one.
#[op]
pub(crate) fn domain_to_unicode(domain: String) -> String {
    quirks::domain_to_unicode(&domain)
}

/// A host name in Punycode without the checks of the URL standard, for the legacy parser; empty where it cannot be expressed.
#[op]
pub(crate) fn to_ascii_lenient(host: String) -> String {
    idna::domain_to_ascii(&host).unwrap_or_default()
}
