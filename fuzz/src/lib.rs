//! Mutated inputs for the parsers that read what strangers send. A target is a test in `tests/`: a corpus and a check, which panics when
//! something does not hold.
//!
//! Each target runs for a moment with the other tests. `FUZZ_SECONDS=600 cargo test --release -p anode-fuzz http1` hunts longer, and
//! `FUZZ_SEED` begins elsewhere. What is found joins the corpus.
//!
//! What is written in JavaScript or joins a library to it has programs in `js/`, of which `compare.py` shows where Anode and Node differ.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// Inputs stay below this size, so that many are tried.
const MOST_BYTES: usize = 4096;

/// Checks the corpus, and then mutations of it until the time is over. The check also gets a source of chance.
pub fn run(corpus: &[&[u8]], mut check: impl FnMut(&[u8], &mut Chance)) {
    let mut chance = Chance(setting("FUZZ_SEED").unwrap_or(0x9e37_79b9_7f4a_7c15) | 1);
    let end = Instant::now() + Duration::from_millis(setting("FUZZ_SECONDS").map_or(700, |seconds| seconds * 1000));
    for input in corpus {
        check_one(input, &mut chance, &mut check);
    }
    while Instant::now() < end {
        let input = mutated(corpus, &mut chance);
        check_one(&input, &mut chance, &mut check);
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn check_one(input: &[u8], chance: &mut Chance, check: &mut impl FnMut(&[u8], &mut Chance)) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(input, chance))) {
        // The one place that may speak: a test shows what its panics do not.
        let text = input.escape_ascii().to_string();
        std::io::Write::write_all(&mut std::io::stderr(), format!("input: b\"{text}\"\n").as_bytes()).ok();
        resume_unwind(panic);
    }
}

fn mutated(corpus: &[&[u8]], chance: &mut Chance) -> Vec<u8> {
    let mut input = chance.pick(corpus).to_vec();
    for _ in 0..1 + chance.below(6) {
        mutate(&mut input, corpus, chance);
    }
    input.truncate(MOST_BYTES);
    input
}

/// One change: of a byte, of a range, or a piece of another input.
fn mutate(input: &mut Vec<u8>, corpus: &[&[u8]], chance: &mut Chance) {
    let at = chance.below(input.len() + 1);
    match chance.below(7) {
        0 if at < input.len() => input[at] ^= 1 << chance.below(8),
        1 if at < input.len() => input[at] = *chance.pick(b"\0\t\n\r \"(),-/0189:;<=>[\\]{}\x7f\x80\xc3\xff"),
        2 => input.insert(at, chance.below(256) as u8),
        3 => drop(input.drain(at..(at + chance.below(16)).min(input.len()))),
        4 => {
            let piece = range_of(input, chance);
            input.splice(at..at, piece);
        }
        5 => {
            let other = corpus[chance.below(corpus.len())];
            let piece = range_of(other, chance);
            input.splice(at..at, piece);
        }
        _ => input.truncate(at.max(1)),
    }
}

fn range_of(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let start = chance.below(bytes.len() + 1);
    let end = start + chance.below((bytes.len() - start).min(64) + 1);
    bytes[start..end].to_vec()
}

/// Numbers by chance (xorshift), the same for the same seed.
pub struct Chance(u64);

impl Chance {
    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// One of the items, of which there is at least one.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// The input in pieces: single bytes, or of any size.
    pub fn pieces<'a>(&mut self, mut input: &'a [u8]) -> Vec<&'a [u8]> {
        let most = if self.below(4) == 0 { 1 } else { 40 };
        let mut pieces = Vec::new();
        while !input.is_empty() {
            let (piece, rest) = input.split_at((1 + self.below(most)).min(input.len()));
            pieces.push(piece);
            input = rest;
        }
        pieces
    }
}
