//! The methods of the start line, numbered as Node's `HTTPParser` numbers them.

use crate::Reason;

/// A request method. The first 35 are those of `http.METHODS` order in llhttp; the rest exist for RTSP only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method(u8);

/// What the bytes read so far say about the method.
pub(crate) enum Lookup {
    /// The bytes begin at least one method.
    Prefix,
    /// The next byte ended this method.
    Found(Method),
    /// No method begins like this; so many bytes of it do.
    Fault(Reason, usize),
}

impl Method {
    /// `CONNECT`, after which the connection is a tunnel.
    pub const CONNECT: Method = Method(5);
    /// `HEAD`, whose response has no body.
    pub const HEAD: Method = Method(2);
    pub(crate) const GET: Method = Method(1);
    pub(crate) const SOURCE: Method = Method(33);
    /// The first word of the HTTP/2 connection preface.
    pub(crate) const PRI: Method = Method(46);

    const POST: Method = Method(3);
    const OPTIONS: Method = Method(6);
    const FIRST_RTSP: u8 = 35;

    /// The name as it stands on the wire.
    pub fn name(self) -> &'static str {
        NAMES[self.0 as usize]
    }

    /// The position in [`Method::names`].
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// All names by index: the 35 of HTTP, then those of RTSP, then the first word of the HTTP/2 preface.
    pub fn names() -> &'static [&'static str] {
        &NAMES
    }

    pub(crate) fn is_http(self) -> bool {
        self.0 < Self::FIRST_RTSP
    }

    pub(crate) fn is_rtsp(self) -> bool {
        (Self::FIRST_RTSP..Self::PRI.0).contains(&self.0) || [Self::GET, Self::POST, Self::OPTIONS].contains(&self)
    }

    /// Decides on `token`, the bytes from the start of the line up to `end`, the byte after them when it is known.
    pub(crate) fn lookup(token: &[u8], end: Option<u8>) -> Lookup {
        if end == Some(b' ')
            && let Some(method) = Self::exact(token)
        {
            return Lookup::Found(method);
        }
        if end.is_none() && NAMES.iter().any(|name| name.as_bytes().starts_with(token)) {
            return Lookup::Prefix;
        }
        Self::fault(token)
    }

    fn exact(token: &[u8]) -> Option<Method> {
        match token {
            b"GET" => Some(Self::GET),
            b"POST" => Some(Self::POST),
            _ => NAMES.iter().position(|name| name.as_bytes() == token).map(|index| Method(index as u8)),
        }
    }

    /// A method followed by anything but a space is told apart from a word that is no method.
    fn fault(token: &[u8]) -> Lookup {
        let begun = (0..=token.len())
            .rev()
            .find(|&length| NAMES.iter().any(|name| name.as_bytes().starts_with(&token[..length])))
            .unwrap_or(0);
        match Self::exact(&token[..begun]) {
            Some(_) => Lookup::Fault(Reason::SpaceAfterMethod, begun),
            None => Lookup::Fault(Reason::InvalidMethod, begun),
        }
    }
}

const NAMES: [&str; 47] = [
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
    "QUERY",
    "DESCRIBE",
    "ANNOUNCE",
    "SETUP",
    "PLAY",
    "PAUSE",
    "TEARDOWN",
    "GET_PARAMETER",
    "SET_PARAMETER",
    "REDIRECT",
    "RECORD",
    "FLUSH",
    "PRI",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_what_they_say() {
        let named =
            [(Method::CONNECT, "CONNECT"), (Method::HEAD, "HEAD"), (Method::SOURCE, "SOURCE"), (Method::PRI, "PRI")];
        for (method, name) in named {
            assert_eq!(method.name(), name);
        }
        assert_eq!(Method::OPTIONS.name(), "OPTIONS");
        assert_eq!(Method::names()[Method::FIRST_RTSP as usize - 1], "QUERY");
    }
}
