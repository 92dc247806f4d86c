//! The request target: which bytes may follow which. The forms are origin, absolute, authority (CONNECT) and asterisk (RFC 9112 section 3.2).

use crate::Reason;
use crate::bytes::is_target;

/// Where in the target the scanner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Start,
    Scheme,
    SchemeSlash,
    SchemeSlashSlash,
    ServerStart,
    Server,
    ServerWithAt,
    Path,
    Query,
    Fragment,
}

impl Target {
    /// The state after `byte`. Spaces and line ends are the caller's: they end a target.
    pub(crate) fn next(self, byte: u8) -> Result<Target, Reason> {
        if byte == b'\t' || byte == 0x0c {
            return Err(Reason::TargetBlank);
        }
        match self {
            Target::Start => start(byte),
            Target::Scheme => scheme(byte),
            Target::SchemeSlash => slash(byte, Target::SchemeSlashSlash),
            Target::SchemeSlashSlash => slash(byte, Target::ServerStart),
            Target::ServerStart | Target::Server | Target::ServerWithAt => self.server(byte),
            Target::Path => visible(byte, Target::Path, Reason::TargetPath),
            Target::Query => visible(byte, Target::Query, Reason::TargetQuery),
            Target::Fragment if byte == b'#' => Ok(Target::Fragment),
            Target::Fragment => visible(byte, Target::Fragment, Reason::TargetFragment),
        }
    }

    /// Whether a space or line end may stand here.
    pub(crate) fn may_end(self) -> bool {
        !matches!(self, Target::Scheme | Target::SchemeSlash | Target::SchemeSlashSlash)
    }

    fn server(self, byte: u8) -> Result<Target, Reason> {
        match byte {
            b'/' => Ok(Target::Path),
            b'?' => Ok(Target::Query),
            b'@' if self == Target::ServerWithAt => Err(Reason::TargetDoubleAt),
            b'@' => Ok(Target::ServerWithAt),
            _ if is_server(byte) => Ok(Target::Server),
            _ => Err(Reason::TargetServer),
        }
    }
}

fn start(byte: u8) -> Result<Target, Reason> {
    match byte {
        b'/' | b'*' => Ok(Target::Path),
        _ if byte.is_ascii_alphabetic() => Ok(Target::Scheme),
        _ => Err(Reason::TargetStart),
    }
}

fn scheme(byte: u8) -> Result<Target, Reason> {
    match byte {
        b':' => Ok(Target::SchemeSlash),
        _ if byte.is_ascii_alphabetic() => Ok(Target::Scheme),
        _ => Err(Reason::TargetScheme),
    }
}

fn slash(byte: u8, next: Target) -> Result<Target, Reason> {
    if byte == b'/' { Ok(next) } else { Err(Reason::TargetScheme) }
}

fn visible(byte: u8, stay: Target, reason: Reason) -> Result<Target, Reason> {
    match byte {
        b'?' if stay == Target::Path => Ok(Target::Query),
        b'#' if stay != Target::Fragment => Ok(Target::Fragment),
        _ if is_target(byte) => Ok(stay),
        _ => Err(reason),
    }
}

/// `userinfo`, host and port of an authority, with the brackets of an IPv6 address.
fn is_server(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'();:&=+$,%[]".contains(&byte)
}
