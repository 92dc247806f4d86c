//! HTTP/1: whatever the pieces in which bytes come, they mean the same.

use http1::{Event, Limits, Parser, Role, Strictness};

const CORPUS: &[&[u8]] = &[
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b?c=d HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b;c=\"d\"\r\nhello\r\n0\r\nX: y\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    b"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nother",
    b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nother",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 304 Not Modified\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\nA: b\r\n c\r\n\r\nuntil the end",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nffffffffffffffffff\r\n",
    b"\r\n\r\nOPTIONS * HTTP/1.1\nHost:\ta \n\n",
];

/// What was read, in a form that can be compared.
fn read(parser: &mut Parser, pieces: &[&[u8]]) -> String {
    let mut told = Told::default();
    for piece in pieces {
        let mut input = *piece;
        loop {
            match parser.poll(&mut input) {
                Ok(Some(Event::Upgrade)) => return told.end("upgrade"),
                Ok(Some(event)) => told.note(event),
                Ok(None) => break,
                Err(error) => return told.end(&error.to_string()),
            }
        }
        assert!(input.is_empty());
    }
    match parser.finish() {
        Ok(Some(event)) => told.note(event),
        Ok(None) => {}
        Err(error) => return told.end(&error.to_string()),
    }
    told.end("end")
}

#[derive(Default)]
struct Told {
    text: String,
    body: Vec<u8>,
}

impl Told {
    fn note(&mut self, event: Event<'_>) {
        match event {
            Event::Body(bytes) => self.body.extend_from_slice(bytes),
            Event::Head(head) => {
                let fields: Vec<_> = head.fields().iter().collect();
                let rest = (head.version(), head.keep_alive(), head.upgrade(), head.content_length(), head.chunked());
                self.line(&format!("head {:?} {:?} {rest:?} {fields:?}", head.method(), head.text()));
            }
            Event::Trailers(fields) => self.line(&format!("trailers {:?}", fields.iter().collect::<Vec<_>>())),
            Event::End => self.line("message"),
            Event::Upgrade => self.line("upgrade"),
        }
    }

    fn line(&mut self, line: &str) {
        let body = std::mem::take(&mut self.body);
        self.text += &format!("{body:?}\n{line}\n");
    }

    fn end(mut self, line: &str) -> String {
        self.line(line);
        self.text
    }
}

#[test]
fn pieces_do_not_matter() {
    fuzz::run(CORPUS, |input, chance| {
        let pieces = chance.pieces(input);
        for role in [Role::Request, Role::Response] {
            for strictness in [Strictness::Strict, Strictness::Lenient] {
                let limits = Limits { header_bytes: 600, fields: 12 };
                let whole = read(&mut Parser::new(role, strictness, limits), &[input]);
                let apart = read(&mut Parser::new(role, strictness, limits), &pieces);
                assert_eq!(
                    whole,
                    apart,
                    "in pieces of {:?}",
                    pieces.iter().map(|piece| piece.len()).collect::<Vec<_>>()
                );
            }
        }
    });
}
