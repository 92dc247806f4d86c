//! Where the `url` crate leaves the URL Standard. What is here takes the odd input apart and leaves the rest to the crate.

use std::borrow::Cow;

use url::{Position, Url, quirks};

/// An absolute URL.
pub(crate) fn parse(input: &str) -> Option<Url> {
    if lacks_host(input) {
        return None;
    }
    let plain = || Url::parse(input).ok().map(escape_last_space);
    match drives::hidden(input) {
        Some(hidden) => Url::parse(&hidden).ok().and_then(drives::shown).or_else(plain),
        None => plain(),
    }
}

/// The space that an opaque path ends with is escaped before a query or a fragment ("opaque path state"): it would be lost when both are taken away.
fn escape_last_space(url: Url) -> Url {
    let is_followed = url.query().is_some() || url.fragment().is_some();
    if !url.cannot_be_a_base() || !is_followed || !url.path().ends_with(' ') {
        return url;
    }
    let (path, rest) = (&url[..Position::AfterPath], &url[Position::AfterPath..]);
    Url::parse(&format!("{}%20{rest}", &path[..path.len() - 1])).unwrap_or(url)
}

/// A URL relative to another.
pub(crate) fn join(base: &Url, input: &str) -> Option<Url> {
    if lacks_host(input) {
        return None;
    }
    match authority_behind_slashes(base, input) {
        Some(rest) => Url::parse(&format!("{}://{rest}", base.scheme())).ok(),
        None => join_segments(base, input),
    }
}

fn join_segments(base: &Url, input: &str) -> Option<Url> {
    let plain = || base.join(input).ok().map(escape_last_space);
    let (hidden_base, hidden_input) = (drives::hidden_in_url(base), drives::hidden(input));
    if hidden_base.is_none() && hidden_input.is_none() {
        return plain();
    }
    if base.scheme() == "file" {
        // The drives of the input are such, unless it has a scheme of its own.
        return parse(input).or_else(plain);
    }
    let joined = hidden_base.as_ref().unwrap_or(base).join(hidden_input.as_deref().unwrap_or(input));
    joined.ok().and_then(drives::shown).or_else(plain)
}

/// Credentials need a host, also with schemes of which the Standard knows nothing ("authority state"); the crate forgets them.
fn lacks_host(input: &str) -> bool {
    if !input.contains('@') {
        return false;
    }
    let input = cleaned(input);
    let Some((scheme, rest)) = input.split_once("://") else { return false };
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    is_scheme && authority.ends_with('@')
}

/// What follows three slashes or more, which begin an authority where the base is of the web ("special authority ignore slashes state");
/// the crate takes two.
fn authority_behind_slashes(base: &Url, input: &str) -> Option<String> {
    if !input.contains(['/', '\\']) || base.scheme() == "file" || !base.is_special() {
        return None;
    }
    let input = cleaned(input);
    let rest = input.trim_start_matches(['/', '\\']);
    (input.len() - rest.len() > 2).then(|| rest.to_owned())
}

/// The input as the parser sees it: without control characters and spaces around it, and tabs and line ends in it.
fn cleaned(input: &str) -> Cow<'_, str> {
    let trimmed = input.trim_matches(|c| c <= ' ');
    if trimmed.contains(SKIPPED) { trimmed.replace(SKIPPED, "").into() } else { trimmed.into() }
}

/// What the parser does not see wherever it stands.
const SKIPPED: [char; 3] = ['\t', '\n', '\r'];

/// Sets the scheme. The crate does not let a URL of the web become one of a file, which the Standard forbids only where there are credentials
/// or a port ("scheme state").
pub(crate) fn set_protocol(url: &mut Url, value: &str) -> Result<(), ()> {
    let text = value.replace(SKIPPED, "");
    let scheme = text.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let may_become_file =
        url.is_special() && url.username().is_empty() && url.password().is_none() && url.port().is_none();
    if scheme != "file" || !may_become_file {
        return quirks::set_protocol(url, value);
    }
    *url = Url::parse(&format!("file{}", &url[Position::AfterScheme..])).map_err(|_| ())?;
    Ok(())
}

/// Sets the path. The crate counts a tab as what stands in front, and takes two slashes behind a scheme without a host for the beginning of
/// one; the Standard writes `/.` before them.
pub(crate) fn set_pathname(url: &mut Url, value: &str) {
    let path = value.replace(SKIPPED, "");
    let begins_host = path.starts_with("//") && !url.has_authority() && !url.cannot_be_a_base();
    if !begins_host {
        return set_segments(url, &path);
    }
    let path = path.replace('?', "%3F").replace('#', "%23");
    if let Ok(changed) = Url::parse(&format!("{}:/.{path}{}", url.scheme(), &url[Position::AfterPath..])) {
        *url = changed;
    }
}

fn set_segments(url: &mut Url, path: &str) {
    let hidden = drives::hidden(path).filter(|_| url.scheme() != "file");
    quirks::set_pathname(url, hidden.as_deref().unwrap_or(path));
    if hidden.is_some()
        && let Some(shown) = drives::shown(url.clone())
    {
        *url = shown;
    }
}

/// Segments such as `c:`. The crate takes them for drives, which `..` does not leave, in URLs of any scheme; the Standard only in those of
/// files ("shorten a URL's path"). A mark behind the letter hides them from the crate.
mod drives {
    use url::Url;

    /// A code point that no text has ("noncharacter"), and how it stands in an href.
    const MARK: char = '\u{fdd0}';
    const ESCAPED_MARK: &str = "%EF%B7%90";

    /// The input with its drives hidden, where that may matter.
    pub(super) fn hidden(input: &str) -> Option<String> {
        let input = super::cleaned(input);
        if input.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
            return None;
        }
        let ends: Vec<usize> = (0..input.len()).filter(|at| ends_drive(input.as_bytes(), *at)).collect();
        if ends.is_empty() || input.contains(MARK) || input.contains(ESCAPED_MARK) {
            return None;
        }
        let mut hidden = String::with_capacity(input.len() + ends.len() * MARK.len_utf8());
        let mut shown = 0;
        for end in ends {
            hidden.push_str(&input[shown..=end]);
            hidden.push(MARK);
            shown = end + 1;
        }
        hidden.push_str(&input[shown..]);
        Some(hidden)
    }

    fn ends_drive(input: &[u8], at: usize) -> bool {
        let is_edge = |byte: &u8| matches!(byte, b'/' | b'\\' | b'?' | b'#');
        let is_host = |before: &[u8]| before.strip_suffix(b"//").is_some_and(|scheme| !scheme.contains(&b'/'));
        matches!(input[at], b':' | b'|')
            && at >= 2
            && input[at - 1].is_ascii_alphabetic()
            && is_edge(&input[at - 2])
            && !is_host(&input[..at - 1])
            && input.get(at + 1).is_none_or(is_edge)
    }

    /// The same of a URL, whose path alone counts.
    pub(super) fn hidden_in_url(url: &Url) -> Option<Url> {
        if url.scheme() == "file" || url.cannot_be_a_base() {
            return None;
        }
        let path = hidden(url.path())?;
        let mut url = url.clone();
        url.set_path(&path);
        Some(url)
    }

    /// The URL as it is meant.
    pub(super) fn shown(url: Url) -> Option<Url> {
        Url::parse(&url.as_str().replace(ESCAPED_MARK, "")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_need_a_host() {
        for input in ["c://@", "foo://u:p@/x", " foo:/\t/u@?q"] {
            assert!(parse(input).is_none(), "{input}");
        }
        for input in ["foo://u@h/@", "foo:/x@", "foo:///@", "mailto:a@"] {
            assert!(parse(input).is_some(), "{input}");
        }
    }

    #[test]
    fn any_number_of_slashes_begins_an_authority() {
        let base = Url::parse("http://user@host:81/a").unwrap();
        for input in ["///a/b", "/\\//a/b", "/\t//a/b "] {
            assert_eq!(join(&base, input).unwrap().as_str(), "http://a/b", "{input:?}");
        }
        assert!(join(&base, "///").is_none());
        let file = Url::parse("file:///x").unwrap();
        assert_eq!(join(&file, "///a").unwrap().as_str(), "file:///a");
    }

    #[test]
    fn a_url_of_the_web_may_become_one_of_a_file() {
        let mut url = Url::parse("http://h/a?b").unwrap();
        set_protocol(&mut url, "FILE:x").unwrap();
        assert_eq!(url.as_str(), "file://h/a?b");
        let mut with_port = Url::parse("http://h:81/").unwrap();
        let _ = set_protocol(&mut with_port, "file");
        assert_eq!(with_port.as_str(), "http://h:81/");
    }

    #[test]
    fn paths_are_set_as_they_are_parsed() {
        for (before, path, after) in [
            ("http://h/a", "\t//", "http://h//"),
            ("http://h/a", "b ?#\0", "http://h/b%20%3F%23%00"),
            ("foo:/a?q", "//x?", "foo:/.//x%3F?q"),
        ] {
            let mut url = Url::parse(before).unwrap();
            set_pathname(&mut url, path);
            assert_eq!(url.as_str(), after);
        }
    }

    #[test]
    fn a_drive_is_one_only_in_files() {
        for (input, href) in [
            ("http://h/a/c:/../b\u{fc}", "http://h/a/b%C3%BC"),
            ("foo:/c|/../b", "foo:/b"),
            ("http://c:/d:/..", "http://c/"),
            ("file:///c:/../b", "file:///c:/b"),
            ("http://h/a/../c:/?/d:/#/e:/", "http://h/c:/?/d:/#/e:/"),
        ] {
            assert_eq!(parse(input).unwrap().as_str(), href);
        }
        let base = Url::parse("http://h/a/c:/").unwrap();
        assert_eq!(join(&base, "../d:/../../b").unwrap().as_str(), "http://h/b");
        let file = Url::parse("file:///x").unwrap();
        assert_eq!(join(&file, "/c:/../b").unwrap().as_str(), "file:///c:/b");
        assert_eq!(join(&file, "http://h/c:/../b").unwrap().as_str(), "http://h/b");
        let mut url = base;
        set_pathname(&mut url, "/c:/..\u{fc}/../d");
        assert_eq!(url.as_str(), "http://h/c:/d");
        set_pathname(&mut url, "/c:/../d");
        assert_eq!(url.as_str(), "http://h/d");
    }
}
