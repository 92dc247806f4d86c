//! Requests and responses of one connection as bytes of the program.

use http1::{Limits, Parser, Role, Strictness};
use http2::{Config, End, Field, Session};

use crate::plan::{Plan, Scheme};

/// Requests that one HTTP/2 connection has under way.
const STREAMS: usize = 8;
/// Bytes of frames that are made in one go.
const OUTPUT: usize = 64 * 1024;

/// The connection breaks a rule, or its peer does.
#[derive(Debug)]
pub(crate) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a connection cannot be prepared")
    }
}

impl std::error::Error for Broken {}

/// Always has requests under way; the next is sent when a response is complete.
pub(crate) enum Dialogue {
    Http1(Box<Http1>),
    Http2(Box<Http2>),
}

impl Dialogue {
    pub(crate) fn new(plan: &Plan) -> Result<Dialogue, Broken> {
        match plan.scheme {
            Scheme::Http | Scheme::Https => Ok(Dialogue::Http1(Box::new(Http1::new(plan)))),
            Scheme::H2 => Ok(Dialogue::Http2(Box::new(Http2::new(plan)?))),
        }
    }

    /// The first requests.
    pub(crate) fn begin(&mut self) -> Result<Vec<u8>, Broken> {
        match self {
            Dialogue::Http1(http1) => Ok(http1.request.clone()),
            Dialogue::Http2(http2) => http2.begin(),
        }
    }

    /// Reads what the server sent. How many responses are complete with it, and what is to be sent now.
    pub(crate) fn advance(&mut self, input: &[u8]) -> Result<(u64, Vec<u8>), Broken> {
        match self {
            Dialogue::Http1(http1) => http1.advance(input),
            Dialogue::Http2(http2) => http2.advance(input),
        }
    }
}

/// One request at a time.
pub(crate) struct Http1 {
    parser: Parser,
    request: Vec<u8>,
}

impl Http1 {
    fn new(plan: &Plan) -> Self {
        let parser = Parser::new(Role::Response, Strictness::Strict, Limits::default());
        let (path, authority) = (&plan.path, plan.authority());
        let request = match &plan.body {
            None => format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n"),
            Some(body) => format!(
                "POST {path} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        Http1 { parser, request: request.into_bytes() }
    }

    fn advance(&mut self, mut input: &[u8]) -> Result<(u64, Vec<u8>), Broken> {
        let mut complete = 0;
        while let Some(event) = self.parser.poll(&mut input).map_err(|_| Broken)? {
            complete += u64::from(matches!(event, http1::Event::End));
        }
        let output = if complete > 0 { self.request.clone() } else { Vec::new() };
        Ok((complete, output))
    }
}

/// [`STREAMS`] requests at a time.
pub(crate) struct Http2 {
    session: Session,
    path: String,
    authority: String,
    body: Option<Vec<u8>>,
}

impl Http2 {
    fn new(plan: &Plan) -> Result<Self, Broken> {
        let session = Session::new(http2::Role::Client, Config::default()).map_err(|_| Broken)?;
        let body = plan.body.as_ref().map(|body| body.clone().into_bytes());
        Ok(Http2 { session, path: plan.path.clone(), authority: plan.authority(), body })
    }

    fn begin(&mut self) -> Result<Vec<u8>, Broken> {
        self.session.settings(&[]).map_err(|_| Broken)?;
        for _ in 0..STREAMS {
            self.request().map_err(|_| Broken)?;
        }
        self.output()
    }

    fn request(&mut self) -> Result<(), http2::Error> {
        let method: &[u8] = if self.body.is_some() { b"POST" } else { b"GET" };
        let field = |name, value| Field { name, value, sensitive: false };
        let mut fields = vec![
            field(b":method", method),
            field(b":scheme", b"https"),
            field(b":authority", self.authority.as_bytes()),
            field(b":path", self.path.as_bytes()),
        ];
        let Some(body) = &self.body else { return self.session.request(&fields, End::Close).map(drop) };
        fields.push(field(b"content-type", b"application/json"));
        let stream = self.session.request(&fields, End::Open)?;
        self.session.write(stream, Box::new(body.clone()), End::Close)
    }

    fn advance(&mut self, input: &[u8]) -> Result<(u64, Vec<u8>), Broken> {
        self.session.receive(input).map_err(|_| Broken)?;
        let mut complete = 0;
        while let Some(event) = self.session.next_event() {
            match event {
                http2::Event::Data { stream, bytes } => self.session.consume(stream, bytes.len()),
                http2::Event::Closed { code, .. } if code.0 == 0 => {
                    complete += 1;
                    self.request().map_err(|_| Broken)?;
                }
                http2::Event::Closed { .. } | http2::Event::GoAway { .. } => return Err(Broken),
                _ => {}
            }
        }
        Ok((complete, self.output()?))
    }

    fn output(&mut self) -> Result<Vec<u8>, Broken> {
        self.session.pump(OUTPUT).map_err(|_| Broken)?;
        Ok(self.session.take_output())
    }
}
