//! WHATWG URLs. A parsed URL crosses the border once: its href as the result, and where its parts lie in it as numbers
//! written to an array that JavaScript keeps for this purpose. An href is ASCII, so byte offsets are character offsets.

use runtime::{JsError, Slice, op};
use url::{Position, Url, quirks};

/// The parts in the order in which `internal:url/url` reads them.
const PARTS: [Position; 11] = [
    Position::AfterScheme,
    Position::BeforeUsername,
    Position::AfterUsername,
    Position::BeforePassword,
    Position::AfterPassword,
    Position::BeforeHost,
    Position::AfterHost,
    Position::AfterPort,
    Position::BeforePath,
    Position::AfterPath,
    Position::AfterQuery,
];

fn write_parts(url: &Url, parts: &mut Slice<'_>) {
    for (slot, position) in parts.as_mut_slice().chunks_exact_mut(4).zip(PARTS) {
        slot.copy_from_slice(&(url[..position].len() as u32).to_ne_bytes());
    }
}

fn parsed(input: &str, base: Option<&str>) -> Option<Url> {
    match base {
        Some(base) => Url::parse(base).ok()?.join(input).ok(),
        None => Url::parse(input).ok(),
    }
}

/// The href of `input`, relative to `base`; nothing when it is not a URL.
#[op]
pub(crate) fn parse(input: String, base: Option<String>, mut parts: Slice<'_>) -> Option<String> {
    let url = parsed(&input, base.as_deref())?;
    write_parts(&url, &mut parts);
    Some(url.into())
}

/// Whether `input` is a URL.
#[op]
pub(crate) fn can_parse(input: String, base: Option<String>) -> bool {
    parsed(&input, base.as_deref()).is_some()
}

/// Sets one part of the URL `href`, as the setter of that name does; a value that the part cannot have changes nothing.
#[op]
pub(crate) fn update(
    href: String,
    part: String,
    value: String,
    mut parts: Slice<'_>,
) -> Result<String, JsError> {
    let mut url = Url::parse(&href).map_err(|error| JsError::type_error(error.to_string()))?;
    // A refused value leaves the URL as it is, which is what the setters promise; so the results say nothing.
    let _: Result<(), ()> = match part.as_str() {
        "protocol" => quirks::set_protocol(&mut url, &value),
        "username" => quirks::set_username(&mut url, &value),
        "password" => quirks::set_password(&mut url, &value),
        "host" => quirks::set_host(&mut url, &value),
        "hostname" => quirks::set_hostname(&mut url, &value),
        "port" => quirks::set_port(&mut url, &value),
        "pathname" => Ok(quirks::set_pathname(&mut url, &value)),
        "search" => Ok(quirks::set_search(&mut url, &value)),
        "hash" => Ok(quirks::set_hash(&mut url, &value)),
        other => return Err(JsError::type_error(format!("a URL has no part {other}"))),
    };
    write_parts(&url, &mut parts);
    Ok(url.into())
}

/// A host name in ASCII; empty when it is not valid.
#[op]
pub(crate) fn domain_to_ascii(domain: String) -> String {
    quirks::domain_to_ascii(&domain)
}

/// A host name in Unicode; empty when it is not valid.
#[op]
pub(crate) fn domain_to_unicode(domain: String) -> String {
    quirks::domain_to_unicode(&domain)
}
