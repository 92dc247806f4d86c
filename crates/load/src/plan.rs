//! What the command line asks for.

/// How requests travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// HTTP/1.1 in plain.
    Http,
    /// HTTP/1.1 over TLS.
    Https,
    /// HTTP/2 over TLS.
    H2,
}

impl Scheme {
    fn named(name: &str) -> Option<Scheme> {
        match name {
            "http" => Some(Scheme::Http),
            "https" => Some(Scheme::Https),
            "h2" => Some(Scheme::H2),
            _ => None,
        }
    }
}

/// A load.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) scheme: Scheme,
    pub(crate) port: u16,
    pub(crate) path: String,
    pub(crate) connections: usize,
    pub(crate) seconds: u64,
    /// JSON, to be posted.
    pub(crate) body: Option<String>,
}

impl Plan {
    pub(crate) fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Option<Plan> {
        let url = arguments.next()?;
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plan = Plan {
            scheme: Scheme::named(scheme)?,
            port: host.strip_prefix("localhost:")?.parse().ok()?,
            path: format!("/{path}"),
            connections: arguments.next()?.parse().ok()?,
            seconds: arguments.next()?.parse().ok()?,
            body: arguments.next(),
        };
        arguments.next().is_none().then_some(plan)
    }

    /// What the request says of its host.
    pub(crate) fn authority(&self) -> String {
        format!("localhost:{}", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(arguments: &[&str]) -> Option<Plan> {
        Plan::from_arguments(arguments.iter().map(|text| (*text).to_owned()))
    }

    #[test]
    fn arguments_are_a_url_and_how_much() {
        let with_body = plan(&["h2://localhost:80/a?b", "64", "3", "{}"]).unwrap();
        assert_eq!((with_body.scheme, with_body.port, with_body.path.as_str()), (Scheme::H2, 80, "/a?b"));
        assert_eq!(plan(&["https://localhost:80", "64", "3"]).unwrap().path, "/");
    }

    #[test]
    fn anything_else_is_refused() {
        for url in ["localhost:80", "ftp://localhost:80/", "http://example.org:80/", "http://localhost:x/"] {
            assert_eq!(plan(&[url, "1", "1"]), None, "{url}");
        }
        assert_eq!(plan(&["http://localhost:80/", "1", "1", "{}", "more"]), None);
    }
}
