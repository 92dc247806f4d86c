//! How much a head may hold, and what the lenient mode lets through.

use http1::{BodyPlan, Event, Limits, Parser, Reason, Role, Strictness};

/// What becomes of one message: `Ok` when it is read to its end.
fn outcome(parser: &mut Parser, bytes: &[u8]) -> Result<(), Reason> {
    let mut input = bytes;
    loop {
        match parser.poll(&mut input) {
            Ok(Some(Event::End)) => return Ok(()),
            Ok(Some(_)) => {}
            Ok(None) => return Err(Reason::EarlyEnd),
            Err(error) => return Err(error.reason),
        }
    }
}

fn request(strictness: Strictness, bytes: &[u8]) -> Result<(), Reason> {
    outcome(&mut Parser::new(Role::Request, strictness, Limits::default()), bytes)
}

#[test]
fn two_thousand_fields_are_the_most() {
    let head = |fields: usize| format!("GET / HTTP/1.1\r\n{}\r\n", "a:b\r\n".repeat(fields));
    assert_eq!(request(Strictness::Strict, head(2000).as_bytes()), Ok(()));
    assert_eq!(request(Strictness::Strict, head(2001).as_bytes()), Err(Reason::HeaderOverflow));
}

#[test]
fn text_a_head_does_not_keep_is_bounded_too() {
    let blanks = " ".repeat(20_000);
    for head in [format!("GET {blanks}/"), format!("GET / {blanks}HTTP"), format!("GET / HTTP/1.1\r\na:{blanks}b")] {
        assert_eq!(request(Strictness::Strict, head.as_bytes()), Err(Reason::HeaderOverflow));
    }
}

#[test]
fn lenient_mode_reads_what_strict_mode_refuses() {
    let messages: [&[u8]; 6] = [
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\na: b\x01c\r\n\r\n",
        b"GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n",
        b"GET / HTTP/1.7\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1 \na\n0\n\n",
    ];
    for message in messages {
        assert!(request(Strictness::Strict, message).is_err(), "{}", message.escape_ascii());
        assert_eq!(request(Strictness::Lenient, message), Ok(()), "{}", message.escape_ascii());
    }
}

#[test]
fn the_answer_to_head_has_no_body() -> Result<(), http1::Error> {
    let mut parser = Parser::new(Role::Response, Strictness::Strict, Limits::default());
    let mut input: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    assert!(matches!(parser.poll(&mut input)?, Some(Event::Head(_))));
    parser.plan(BodyPlan::Skip);
    assert!(matches!(parser.poll(&mut input)?, Some(Event::End)));
    assert!(parser.keep_alive() && parser.is_idle());
    Ok(())
}
