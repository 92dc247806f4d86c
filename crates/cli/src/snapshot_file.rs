//! The file of a program's snapshot: what wrote it, and V8's bytes. V8 trusts those, so a file of another build is refused here, and a
//! damaged one too.
//!
//! ```text
//! magic        16 bytes
//! header       u32 and so many bytes, UTF-8: version, architecture, platform, build and what is run, a line each
//! checksum     u64, of the heap
//! heap         u64 and so many bytes
//! ```
//!
//! Numbers are little endian.

use std::path::Path;

use runtime::engine::references::mix;

const MAGIC: &[u8; 16] = b"anode snapshot\0\x01";

/// The lines of the header, by the words in which a difference is told.
const HEADER: [&str; 4] = ["Node.js version", "architecture", "platform", "build"];

fn own_header() -> [String; 4] {
    let build = runtime::engine::references::fingerprint(&crate::start::builtins().external_references());
    [
        format!("v{}", runtime::version::NODE),
        std::env::consts::ARCH.to_owned(),
        std::env::consts::OS.to_owned(),
        format!("{build:016x}"),
    ]
}

/// Why a file cannot be started from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// There is none of this name.
    Missing(String),
    /// It is no snapshot.
    Foreign,
    /// Its end is missing.
    Truncated,
    /// Its bytes are not those that were written.
    Damaged,
    /// Something else wrote it: in what it differs, what that is there, and here.
    Other(&'static str, String, String),
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "Cannot open {name}"),
            Self::Foreign => write!(f, "The startup snapshot is not a Node.js snapshot blob."),
            Self::Truncated => write!(f, "The startup snapshot is truncated."),
            Self::Damaged => write!(f, "The startup snapshot is damaged."),
            Self::Other(what, there, here) => write!(
                f,
                "Failed to load the startup snapshot because it was built with {what} {there} and the current {what} is {here}."
            ),
        }
    }
}

/// What a process runs that starts from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// What the builder script has set.
    MainFunction,
    /// What its command line names.
    Program,
}

impl Entry {
    fn as_text(self) -> &'static str {
        match self {
            Self::MainFunction => "main function",
            Self::Program => "program",
        }
    }
}

/// The file of a heap.
pub(crate) fn encode(heap: &[u8], entry: Entry) -> Vec<u8> {
    let header = format!("{}\n{}", own_header().join("\n"), entry.as_text());
    let mut file = MAGIC.to_vec();
    file.extend(u32::try_from(header.len()).unwrap_or_default().to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(checksum(heap).to_le_bytes());
    file.extend((heap.len() as u64).to_le_bytes());
    file.extend(heap);
    file
}

/// The heap in the file at `path`.
pub(crate) fn read(path: &Path) -> Result<&'static [u8], Unusable> {
    let file = std::fs::read(path).map_err(|_| Unusable::Missing(path.display().to_string()))?;
    // The heap is needed as long as the process runs.
    decode(file.leak())
}

/// The heap in a file.
pub(crate) fn decode(file: &[u8]) -> Result<&[u8], Unusable> {
    let mut rest = file.strip_prefix(MAGIC).ok_or(Unusable::Foreign)?;
    let length = u32::from_le_bytes(*take(&mut rest)?);
    let header = String::from_utf8_lossy(take_slice(&mut rest, length.into())?).into_owned();
    check_header(&header)?;
    let expected = u64::from_le_bytes(*take(&mut rest)?);
    let length = u64::from_le_bytes(*take(&mut rest)?);
    let heap = take_slice(&mut rest, length)?;
    if checksum(heap) == expected { Ok(heap) } else { Err(Unusable::Damaged) }
}

fn check_header(header: &str) -> Result<(), Unusable> {
    let mut lines = header.lines();
    for (what, here) in HEADER.into_iter().zip(own_header()) {
        let there = lines.next().unwrap_or_default();
        if there != here {
            return Err(Unusable::Other(what, there.to_owned(), here));
        }
    }
    Ok(())
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], Unusable> {
    let (first, behind) = rest.split_first_chunk().ok_or(Unusable::Truncated)?;
    *rest = behind;
    Ok(first)
}

fn take_slice<'a>(rest: &mut &'a [u8], length: u64) -> Result<&'a [u8], Unusable> {
    let length = usize::try_from(length).map_err(|_| Unusable::Truncated)?;
    let (first, behind) = rest.split_at_checked(length).ok_or(Unusable::Truncated)?;
    *rest = behind;
    Ok(first)
}

fn checksum(bytes: &[u8]) -> u64 {
    let (words, end) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    end.iter().fold(hash, |hash, byte| mix(hash, (*byte).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_comes_back() {
        let file = encode(b"some heap", Entry::Program);
        assert_eq!(decode(&file), Ok(&b"some heap"[..]));
    }

    #[test]
    fn what_is_no_snapshot_of_this_build_is_refused() {
        let file = encode(b"some heap", Entry::Program);
        assert_eq!(decode(b"garbage"), Err(Unusable::Foreign));
        for length in MAGIC.len()..file.len() {
            assert_eq!(decode(&file[..length]), Err(Unusable::Truncated), "{length} bytes");
        }
        let mut damaged = file.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert_eq!(decode(&damaged), Err(Unusable::Damaged));
        let mut older = file;
        older[21] = b'1';
        let refused = decode(&older).unwrap_err().to_string();
        assert!(refused.contains("was built with Node.js version v16."), "{refused}");
    }
}
