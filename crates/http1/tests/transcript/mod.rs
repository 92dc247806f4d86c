//! Runs a parser over bytes cut in some way and writes down what it reports.

use http1::{BodyPlan, Event, Fields, Head, Limits, Parser, Role, Strictness};

/// Bytes and how they arrive.
pub(crate) enum Source<'a> {
    Whole(&'a [u8]),
    Split(&'a [u8], usize),
    Bytewise(&'a [u8]),
}

/// One line per event, then one for what the end of the connection brings.
pub(crate) fn transcript(role: Role, source: Source<'_>) -> Vec<String> {
    let mut reader = Reader {
        parser: Parser::new(role, Strictness::Strict, Limits::default()),
        lines: Vec::new(),
        body: Vec::new(),
    };
    let going = match source {
        Source::Whole(bytes) => reader.read(bytes),
        Source::Split(bytes, at) => reader.read(&bytes[..at]) && reader.read(&bytes[at..]),
        Source::Bytewise(bytes) => bytes.chunks(1).all(|byte| reader.read(byte)),
    };
    if going {
        reader.finish();
    }
    reader.flush_body();
    reader.lines
}

struct Reader {
    parser: Parser,
    lines: Vec<String>,
    body: Vec<u8>,
}

impl Reader {
    /// False when nothing further can be read.
    fn read(&mut self, mut input: &[u8]) -> bool {
        loop {
            let (line, plan) = match self.parser.poll(&mut input) {
                Ok(None) => return input.is_empty(),
                Ok(Some(Event::Body(data))) => {
                    self.body.extend_from_slice(data);
                    continue;
                }
                Ok(Some(Event::Head(head))) => (describe(&head), head.upgrade()),
                Ok(Some(Event::Trailers(fields))) => (format!("trailers{}", list(fields)), false),
                Ok(Some(Event::End)) => ("end".to_owned(), false),
                Ok(Some(Event::Upgrade)) => ("upgrade".to_owned(), false),
                Err(error) => (format!("error {} {}", error.reason.code(), error.reason.text()), false),
            };
            if plan {
                self.parser.plan(BodyPlan::Upgrade);
            }
            self.flush_body();
            let over = line == "upgrade" || line.starts_with("error");
            self.lines.push(line);
            if over {
                return false;
            }
        }
    }

    fn finish(&mut self) {
        let line = match self.parser.finish() {
            Ok(Some(_)) => "end at close".to_owned(),
            Ok(None) => return,
            Err(error) => format!("error {} {}", error.reason.code(), error.reason.text()),
        };
        self.flush_body();
        self.lines.push(line);
    }

    fn flush_body(&mut self) {
        if !self.body.is_empty() {
            self.lines.push(format!("body {}", self.body.escape_ascii()));
            self.body.clear();
        }
    }
}

fn describe(head: &Head<'_>) -> String {
    let (major, minor) = head.version();
    let start = match head.method() {
        Some(method) => method.name().to_owned(),
        None => head.status().to_string(),
    };
    let fate = if head.keep_alive() { "keep-alive" } else { "close" };
    let upgrade = if head.upgrade() { " upgrade" } else { "" };
    format!("head {start} {} {major}.{minor} {fate}{upgrade}{}", head.text().escape_ascii(), list(head.fields()))
}

fn list(fields: Fields<'_>) -> String {
    let shorten =
        |bytes: &[u8]| if bytes.len() > 100 { format!("<{}>", bytes.len()) } else { bytes.escape_ascii().to_string() };
    fields.iter().map(|(name, value)| format!(" [{}={}]", shorten(name), shorten(value))).collect()
}
