//! Every message of `vectors.txt`, fed whole, at every split in two, and byte by byte, must give the transcript the file states.
//!
//! The transcripts were recorded from Node 25.8.1. A group of the file is a line `request` or `response` with the bytes in quotes (`<N*x>`
//! repeats `x`), then one `> ` line per event. Adjacent pieces of a body are joined, since how a body is cut is not part of the result.

#![expect(clippy::unwrap_used, reason = "a malformed vector file fails the test")]

mod transcript;

use http1::Role;
use transcript::{Source, transcript};

struct Vector {
    line: usize,
    role: Role,
    bytes: Vec<u8>,
    expected: Vec<String>,
}

#[test]
fn messages_read_the_same_at_every_split() {
    let path = std::env::var("HTTP1_VECTORS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.txt").into());
    let vectors = parse(&std::fs::read_to_string(path).unwrap());
    assert!(!vectors.is_empty());
    let failures: Vec<String> = vectors.iter().filter_map(check).collect();
    assert!(failures.is_empty(), "{} of {} vectors:\n{}", failures.len(), vectors.len(), failures.join("\n"));
}

fn check(vector: &Vector) -> Option<String> {
    let Vector { line, role, bytes, expected } = vector;
    let whole = transcript(*role, Source::Whole(bytes));
    if whole != *expected {
        return Some(format!("line {line}:\n  expected {expected:?}\n  got      {whole:?}"));
    }
    // Quadratic, so the long ones are split at the places where something can happen only.
    let splits: Vec<usize> =
        if bytes.len() < 1000 { (0..=bytes.len()).collect() } else { vec![1, 40, 16383, 16384, bytes.len() - 3] };
    for at in splits {
        let split = transcript(*role, Source::Split(bytes, at));
        if split != *expected {
            return Some(format!("line {line} split at {at}:\n  expected {expected:?}\n  got      {split:?}"));
        }
    }
    let bytewise = transcript(*role, Source::Bytewise(bytes));
    (bytewise != *expected)
        .then(|| format!("line {line} byte by byte:\n  expected {expected:?}\n  got      {bytewise:?}"))
}

fn parse(text: &str) -> Vec<Vector> {
    let mut vectors: Vec<Vector> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(event) = line.strip_prefix("> ") {
            vectors.last_mut().unwrap().expected.push(event.to_owned());
        } else if let Some((role, bytes)) = line.split_once(" \"") {
            let role = if role == "request" { Role::Request } else { Role::Response };
            vectors.push(Vector {
                line: index + 1,
                role,
                bytes: unescape(bytes.strip_suffix('"').unwrap()),
                expected: Vec::new(),
            });
        }
    }
    vectors
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, rest) {
            (b'\\', [b'r', tail @ ..]) => (bytes.push(b'\r'), rest = tail).1,
            (b'\\', [b'n', tail @ ..]) => (bytes.push(b'\n'), rest = tail).1,
            (b'\\', [b'x', high, low, tail @ ..]) => {
                let digits = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                rest = tail;
            }
            (b'<', _) => {
                let end = rest.iter().position(|&byte| byte == b'>').unwrap();
                let (count, what) = std::str::from_utf8(&rest[..end]).unwrap().split_once('*').unwrap();
                bytes.extend(unescape(what).repeat(count.parse().unwrap()));
                rest = &rest[end + 1..];
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}
