//! `file:` URLs as far as resolution needs them: no host, an absolute path, perhaps a query and a fragment.
//!
//! URL Standard: <https://url.spec.whatwg.org/#path-state>. Other URLs pass through resolution as text.

use std::fmt;

/// A `file:` URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUrl {
    /// Percent-encoded absolute path, dot segments folded.
    path: String,
    /// Query and fragment with their `?` and `#`, or empty.
    suffix: String,
}

impl FileUrl {
    /// The URL of a file. A slash at the end of `path` stays.
    pub fn from_path(path: &str) -> FileUrl {
        FileUrl { path: encode(path, is_encoded_in_file_path), suffix: String::new() }
    }

    /// Parses the serialised form, `file:///path?query#fragment`. `None` for another scheme or a host.
    pub fn parse(url: &str) -> Option<FileUrl> {
        let (path, suffix) = split_suffix(url.strip_prefix("file://")?);
        path.starts_with('/').then(|| FileUrl { path: path.to_owned(), suffix: suffix.to_owned() })
    }

    /// Parses what a program wrote behind `file:`, which is `///path`, `//localhost/path`, `/path` or `path`. `None` if it names another host.
    pub fn parse_written(text: &str) -> Option<FileUrl> {
        let text = cleaned(text);
        let (location, suffix) = split_suffix(&text);
        let location = location.replace('\\', "/");
        let path = match location.strip_prefix("//") {
            Some(rest) => path_behind_host(rest)?,
            None => &location,
        };
        Some(FileUrl {
            path: fold("", &encode(path, is_encoded_in_path)),
            suffix: encode(suffix, is_encoded_in_suffix),
        })
    }

    /// The relative or absolute-path `reference` seen from this URL. `None` if the reference names a host.
    pub fn join(&self, reference: &str) -> Option<FileUrl> {
        let reference = cleaned(reference);
        let (path, suffix) = split_suffix(&reference);
        let path = path.replace('\\', "/");
        if path.starts_with("//") {
            return None;
        }
        let joined = match path.as_str() {
            "" => self.path.clone(),
            _ => fold(if path.starts_with('/') { "" } else { &self.path }, &encode(&path, is_encoded_in_path)),
        };
        Some(FileUrl { path: joined, suffix: encode(suffix, is_encoded_in_suffix) })
    }

    /// The same URL with its path replaced by that of a file.
    pub fn with_path(&self, path: &str) -> FileUrl {
        FileUrl { suffix: self.suffix.clone(), ..FileUrl::from_path(path) }
    }

    /// The percent-encoded path.
    pub fn encoded_path(&self) -> &str {
        &self.path
    }

    /// The path with its percent escapes decoded; `None` if they are malformed or not UTF-8.
    pub fn to_path(&self) -> Option<String> {
        if !self.path.contains('%') {
            return Some(self.path.clone());
        }
        let bytes = self.path.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'%' {
                let digits = self.path.get(at + 1..at + 3).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                at += 3;
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        String::from_utf8(out).ok()
    }
}

impl fmt::Display for FileUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file://{}{}", self.path, self.suffix)
    }
}

/// Without what a URL may have in it and nobody reads.
fn cleaned(text: &str) -> String {
    text.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

/// What follows the host; `None` if there is one that is not this machine.
fn path_behind_host(text: &str) -> Option<&str> {
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    (host.is_empty() || host.eq_ignore_ascii_case("localhost")).then_some(path)
}

fn split_suffix(text: &str) -> (&str, &str) {
    text.split_at(text.find(['?', '#']).unwrap_or(text.len()))
}

/// Replaces the last segment of `base` by `reference` and folds dot segments, escaped ones included.
fn fold(base: &str, reference: &str) -> String {
    let directory = &base[..base.rfind('/').unwrap_or(0)];
    let reference = reference.strip_prefix('/').unwrap_or(reference);
    let mut parts: Vec<&str> = directory.split('/').skip(1).collect();
    let mut segments = reference.split('/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match dots(segment) {
            Some(count) => {
                if count == 2 {
                    parts.pop();
                }
                if last {
                    parts.push("");
                }
            }
            None => parts.push(segment),
        }
    }
    format!("/{}", parts.join("/"))
}

/// 1 or 2 if the segment is `.` or `..`, their dots perhaps written `%2e`.
fn dots(segment: &str) -> Option<usize> {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..").then_some(plain.len())
}

fn encode(text: &str, must_encode: fn(u8) -> bool) -> String {
    if !text.bytes().any(must_encode) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match must_encode(byte) {
            true => out.push_str(&format!("%{byte:02X}")),
            false => out.push(char::from(byte)),
        }
    }
    out
}

/// The path percent-encode set of the URL Standard.
fn is_encoded_in_path(byte: u8) -> bool {
    !(0x21..=0x7E).contains(&byte) || matches!(byte, b'"' | b'#' | b'<' | b'>' | b'?' | b'^' | b'`' | b'{' | b'}')
}

/// What `url.pathToFileURL` encodes: also the characters that would change their meaning in a URL.
fn is_encoded_in_file_path(byte: u8) -> bool {
    is_encoded_in_path(byte) || matches!(byte, b'%' | b'\\')
}

/// The query percent-encode set; the fragment's differs in a character that no file name meets.
fn is_encoded_in_suffix(byte: u8) -> bool {
    !(0x21..=0x7E).contains(&byte) || matches!(byte, b'"' | b'<' | b'>' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(base: &str, reference: &str) -> String {
        FileUrl::parse(base).unwrap().join(reference).unwrap().to_string()
    }

    #[test]
    fn joins_as_the_url_standard() {
        assert_eq!(join("file:///a/b.js", "./c.js"), "file:///a/c.js");
        assert_eq!(join("file:///a/b.js", "../../c?d=/../e#f"), "file:///c?d=/../e#f");
        assert_eq!(join("file:///a/b.js", "."), "file:///a/");
        assert_eq!(join("file:///a/b.js", ".%2E/x y"), "file:///x%20y");
        assert_eq!(join("file:///a/b.js", "/x"), "file:///x");
        assert_eq!(join("file:///a/b/package.json", "./c//d"), "file:///a/b/c//d");
        assert!(FileUrl::parse("file:///a").unwrap().join("//host/x").is_none());
    }

    #[test]
    fn round_trips_paths() {
        for path in ["/a b/%/é?#.js", "/x\\y", "/"] {
            assert_eq!(FileUrl::from_path(path).to_path().as_deref(), Some(path));
        }
        assert_eq!(FileUrl::from_path("/a b?").to_string(), "file:///a%20b%3F");
        assert_eq!(FileUrl::parse("file:///%zz").unwrap().to_path(), None);
        assert_eq!(FileUrl::parse("file:///%ff").unwrap().to_path(), None);
        assert_eq!(FileUrl::parse("file:///%é").unwrap().to_path(), None);
    }

    #[test]
    fn written_urls_may_have_slashes_too_many_and_too_few() {
        let parse = |text| FileUrl::parse_written(text).map(|url| url.to_string());
        let found = |url: &str| Some(url.to_owned());
        assert_eq!(parse("///a/../b c?d#e"), found("file:///b%20c?d#e"));
        assert_eq!(parse("//LocalHost/a"), found("file:///a"));
        assert_eq!(parse("/a"), found("file:///a"));
        assert_eq!(parse("a/b"), found("file:///a/b"));
        assert_eq!(parse("////a"), found("file:////a"));
        assert_eq!(parse("/////a"), found("file://///a"));
        assert_eq!(parse(""), found("file:///"));
        assert_eq!(parse("//host/a"), None);
        assert_eq!(parse("//host"), None);
    }
}
