//! WHATWG URLs. A parsed URL crosses the border once: its href as the result, and where its parts lie in it as numbers
//! written to an array that JavaScript keeps for this purpose. An href is ASCII, so byte offsets are character offsets.

use runtime::{JsError, Slice, Text, op};
use url::{Host, Position, Url, quirks};

use crate::plain::{Offsets, Plain};
use crate::standard;

/// Where the parts lie. The credentials are measured rather than asked for by position: the crate's positions hold only for URLs it
/// has not edited.
fn offsets(url: &Url) -> Offsets {
    let scheme_end = url.scheme().len();
    let username_start = scheme_end + if url.has_authority() { "://".len() } else { ":".len() };
    let username_end = username_start + url.username().len();
    let password = url.password().map(|password| (username_end + 1, username_end + 1 + password.len()));
    let (password_start, password_end) = password.unwrap_or((username_end, username_end));
    let end = |position| url[..position].len();
    [
        scheme_end,
        username_start,
        username_end,
        password_start,
        password_end,
        end(Position::BeforeHost),
        end(Position::AfterHost),
        end(Position::AfterPort),
        end(Position::BeforePath),
        end(Position::AfterPath),
        end(Position::AfterQuery),
    ]
}

/// The href, its offsets written to `parts`.
fn finish(mut url: Url, parts: &mut Slice<'_>) -> String {
    escape_carets(&mut url);
    write(&offsets(&url), parts);
    url.into()
}

fn write(offsets: &Offsets, parts: &mut Slice<'_>) {
    for (slot, offset) in parts.as_mut_slice().chunks_exact_mut(4).zip(offsets) {
        slot.copy_from_slice(&(*offset as u32).to_ne_bytes());
    }
}

/// The standard escapes `^` in paths since 2024; the crate does not yet.
fn escape_carets(url: &mut Url) {
    if !url.cannot_be_a_base() && url.path().contains('^') {
        let path = url.path().replace('^', "%5E");
        url.set_path(&path);
    }
}

fn parsed(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => standard::join(&standard::parse(base)?, input),
        None => standard::parse(input),
    }
}

/// Whether `input` is the href of a URL; then its parts are written.
#[op(fast)]
pub(crate) fn parse_href(input: Text<'_>, mut parts: Slice<'_>) -> bool {
    input.with_utf8(|input| match Plain::parse(input.as_bytes()).as_ref().and_then(Plain::normal) {
        Some(offsets) => {
            write(offsets, &mut parts);
            true
        }
        None => false,
    })
}

/// The href of `input`, relative to `base`; nothing when it is not a URL.
#[op]
pub(crate) fn parse(input: Text<'_>, base: Option<Text<'_>>, mut parts: Slice<'_>) -> Option<String> {
    input.with_utf8(|input| match base {
        Some(base) => base.with_utf8(|base| href(input, Some(base), &mut parts)),
        None => href(input, None, &mut parts),
    })
}

fn href(input: &str, base: Option<&str>, parts: &mut Slice<'_>) -> Option<String> {
    let plain = match base {
        Some(base) => Plain::parse(base.as_bytes()).and_then(|base| base.join(input.as_bytes())),
        None => Plain::parse(input.as_bytes()).and_then(|plain| plain.href()),
    };
    match plain {
        Some((href, offsets)) => {
            write(&offsets, parts);
            String::from_utf8(href).ok()
        }
        None => parsed(input, base).map(|url| finish(url, parts)),
    }
}

/// Whether `input` is a URL.
#[op(fast)]
pub(crate) fn can_parse(input: Text<'_>) -> bool {
    input.with_utf8(|input| Plain::parse(input.as_bytes()).is_some() || parsed(input, None).is_some())
}

/// Whether `input` is a URL relative to `base`.
#[op(fast)]
pub(crate) fn can_parse_with_base(input: Text<'_>, base: Text<'_>) -> bool {
    input.with_utf8(|input| base.with_utf8(|base| parsed(input, Some(base)).is_some()))
}

/// Sets one part of the URL `href`, as the setter of that name does; a value that the part cannot have changes nothing.
#[op]
pub(crate) fn update(href: String, part: String, value: String, mut parts: Slice<'_>) -> Result<String, JsError> {
    let mut url = Url::parse(&href).map_err(|error| JsError::type_error(error.to_string()))?;
    // A refused value leaves the URL as it is, which is what the setters promise; so what they return says nothing.
    let _: Result<(), ()> = match part.as_str() {
        "protocol" => standard::set_protocol(&mut url, &value),
        "username" => quirks::set_username(&mut url, &value),
        "password" => quirks::set_password(&mut url, &value),
        "host" => quirks::set_host(&mut url, &value),
        "hostname" => quirks::set_hostname(&mut url, &value),
        "port" => quirks::set_port(&mut url, &value),
        other => return set_tail(url, other, &value, parts),
    };
    Ok(finish(url, &mut parts))
}

/// The parts behind the host, which take any value.
fn set_tail(mut url: Url, part: &str, value: &str, mut parts: Slice<'_>) -> Result<String, JsError> {
    match part {
        "pathname" => standard::set_pathname(&mut url, value),
        "search" => quirks::set_search(&mut url, value),
        "hash" => quirks::set_hash(&mut url, value),
        other => return Err(JsError::type_error(format!("a URL has no part {other}"))),
    }
    Ok(finish(url, &mut parts))
}

/// A host name in ASCII, as the setter of `hostname` takes it; empty when it is not valid.
#[op]
pub(crate) fn domain_to_ascii(domain: String) -> String {
    host_of(&domain).map_or_else(String::new, |host| host.to_string())
}

/// The same in Unicode.
#[op]
pub(crate) fn domain_to_unicode(domain: String) -> String {
    match host_of(&domain) {
        Some(Host::Domain(domain)) => quirks::domain_to_unicode(&domain),
        Some(address) => address.to_string(),
        None => String::new(),
    }
}

fn host_of(domain: &str) -> Option<Host> {
    let mut url = Url::parse("ws://x").ok()?;
    quirks::set_hostname(&mut url, domain).ok()?;
    url.host().map(|host| host.to_owned())
}

/// The ASCII form of a name of which nothing more is asked, for `url.parse()`; empty when it has none.
#[op]
pub(crate) fn name_to_ascii(name: String) -> String {
    idna::domain_to_ascii_cow(name.as_bytes(), idna::AsciiDenyList::EMPTY).map_or_else(|_| String::new(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The href and the parts by the whole standard, without the short way.
    fn whole(input: &str, base: Option<&str>) -> Option<(Vec<u8>, Offsets)> {
        let mut url = parsed(input, base)?;
        escape_carets(&mut url);
        let offsets = offsets(&url);
        Some((String::from(url).into_bytes(), offsets))
    }

    fn assert_same(plain: Option<(Vec<u8>, Offsets)>, input: &str, base: Option<&str>) {
        if let Some(plain) = plain {
            assert_eq!(Some(plain), whole(input, base), "{input:?} {base:?}");
        }
    }

    const CORPUS: &[&[u8]] = &[
        b"http://example.org/a/./b/../c?q=1&r=%20#f",
        b"https://user:pass@a.b-c.d1:8443/p;x=1/@:!$&'()*+,=~_-|?a?b/{}`^#?#",
        b"ws://127.0.0.1:80/..",
        b"wss://h:443",
        b"http://u@xn--a.b:65536/%2e%2E/%2f",
        b"/a/../../b/.?x#y",
        b"http://0.00.256.1/",
        b"file:///c:/x",
    ];

    #[test]
    fn the_short_way_leads_where_the_standard_does() {
        fuzz::run(CORPUS, |input, _| {
            let input = String::from_utf8_lossy(input);
            let Some(plain) = Plain::parse(input.as_bytes()) else { return };
            assert_same(plain.href(), &input, None);
            if let Some(offsets) = plain.normal() {
                assert_same(Some((input.as_bytes().to_vec(), *offsets)), &input, None);
            }
            assert!(parsed(&input, None).is_some(), "{input:?}");
        });
    }

    #[test]
    fn the_short_way_joins_as_the_standard_does() {
        let bases = ["http://h", "https://u:p@h.x:8080/a/b?c#d", "ws://1.2.3.4/"];
        fuzz::run(CORPUS, |input, chance| {
            let input = String::from_utf8_lossy(input);
            let base = *chance.pick(&bases);
            let joined = Plain::parse(base.as_bytes()).and_then(|base| base.join(input.as_bytes()));
            assert_same(joined, &input, Some(base));
        });
    }
}
