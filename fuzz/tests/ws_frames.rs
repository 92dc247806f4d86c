//! WebSocket frames: whatever the pieces in which bytes come, they mean the same.

use ws_frames::{Compression, Decoder, Inflater, Limits, Message, Role, Violation};

const CORPUS: &[&[u8]] = &[
    b"\x81\x05hello\x89\x01a\x82\x00",
    b"\x01\x02ab\x80\x01c\x88\x02\x03\xe8",
    b"\x81\x85\x01\x02\x03\x04igoikx",
    b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\xc2\x01\x00",
    b"\x82\x7e\x00\x80\x00\x00\x00\x00\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00",
    b"\x88\x05\x03\xf3bye\x8a\x00\x81\x02\xc3\xa4\x01\x01\xc3\x80\x01\xa4",
];

fn read(role: Role, pieces: &[&[u8]]) -> (Vec<Message>, Option<Violation>) {
    let mut decoder = Decoder::new(role, Limits { message: 200, compression: Some(Compression::Deflate) });
    let mut messages = Vec::new();
    for piece in pieces {
        decoder.feed(piece);
        loop {
            match decoder.next() {
                Ok(Some(message)) => messages.push(message),
                Ok(None) => break,
                Err(violation) => return (messages, Some(violation)),
            }
        }
    }
    (messages, None)
}

#[test]
fn pieces_do_not_matter() {
    fuzz::run(CORPUS, |input, chance| {
        let pieces = chance.pieces(input);
        for role in [Role::Client, Role::Server] {
            assert_eq!(read(role, &[input]), read(role, &pieces));
        }
    });
}

#[test]
fn inflating_keeps_to_its_limit() {
    fuzz::run(CORPUS, |input, _| {
        let mut inflater = Inflater::with_context();
        for _ in 0..2 {
            if let Ok(bytes) = inflater.message(input, 100) {
                assert!(bytes.len() <= 100);
            }
        }
    });
}
