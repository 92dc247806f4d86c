//! Hostile bytes: no panic, and the same result however they arrive.

mod transcript;

use http1::Role;
use transcript::{Source, transcript};

const SEEDS: [&[u8]; 5] = [
    b"GET /path?a=b HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.0\r\n\r\n",
    b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0\r\nT: u\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 204 No\r\n\r\n",
    b"CONNECT a:1 HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nrest",
];

#[test]
fn mutated_messages_read_the_same_at_every_split() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for round in 0..20_000 {
        let mut bytes = SEEDS[round % SEEDS.len()].to_vec();
        for _ in 0..=random.below(3) {
            mutate(&mut bytes, &mut random);
        }
        let role = if round % SEEDS.len() == 3 { Role::Response } else { Role::Request };
        let whole = transcript(role, Source::Whole(&bytes));
        let at = random.below(bytes.len() + 1);
        assert_eq!(whole, transcript(role, Source::Split(&bytes, at)), "split at {at}: {}", bytes.escape_ascii());
        assert_eq!(whole, transcript(role, Source::Bytewise(&bytes)), "byte by byte: {}", bytes.escape_ascii());
    }
}

#[test]
fn random_bytes_end_in_an_error() {
    let mut random = Random(1);
    for role in [Role::Request, Role::Response] {
        let bytes: Vec<u8> = (0..65536).map(|_| random.below(256) as u8).collect();
        assert!(transcript(role, Source::Whole(&bytes)).iter().any(|line| line.starts_with("error")));
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const ALPHABET: &[u8] = b"\r\n\t :;,=\"\\/@?#0aZ\x00\x7f\xff-";
    let at = random.below(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
    let byte = ALPHABET[random.below(ALPHABET.len())];
    match random.below(4) {
        0 if !bytes.is_empty() => bytes[at] = byte,
        1 if !bytes.is_empty() => drop(bytes.remove(at)),
        2 => bytes.truncate(at),
        _ => bytes.insert(at, byte),
    }
}

/// A xorshift generator: the same rounds on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
