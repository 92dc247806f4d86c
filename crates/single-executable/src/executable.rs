//! The executable around a program.

use memchr::memmem;

/// Blobs begin at a page, so that they can be mapped.
const PAGE: usize = 4096;

/// What a fuse ends with in an executable without a program, and in one with.
const UNSET: &[u8] = b":0";
const SET: &[u8] = b":1";

/// What the last bytes of an executable with a program begin with.
const MAGIC: &[u8; 8] = b"\x01ANODEAP";

/// Length of the bytes that tell where a program is.
pub const TRAILER_LENGTH: usize = MAGIC.len() + 16;

/// Where a program is in its executable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trailer {
    /// First byte of the blob, the start of a page.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u64,
}

impl Trailer {
    /// Reads the last [`TRAILER_LENGTH`] bytes of an executable.
    pub fn read(bytes: &[u8; TRAILER_LENGTH]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (offset, length) = rest.split_first_chunk::<8>()?;
        Some(Self { offset: u64::from_le_bytes(*offset), length: u64::from_le_bytes(length.try_into().ok()?) })
    }

    fn write(self, executable: &mut Vec<u8>) {
        executable.extend_from_slice(MAGIC);
        executable.extend_from_slice(&self.offset.to_le_bytes());
        executable.extend_from_slice(&self.length.to_le_bytes());
    }
}

/// Why a program cannot be put into an executable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InjectError {
    /// No executable that this could run on.
    UnknownFormat,
    /// An executable that runs no packed programs; the text that it lacks.
    NoFuse(String),
    /// There is one already.
    Occupied,
}

/// In Node's words, as far as they are true.
impl std::fmt::Display for InjectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownFormat => f.write_str("Executable must be a supported format: ELF, PE, or Mach-O"),
            Self::NoFuse(fuse) => write!(f, "sentinel {fuse} not found"),
            Self::Occupied => f.write_str("a program already exists in the executable"),
        }
    }
}

impl std::error::Error for InjectError {}

/// Puts `blob` into `executable`, whose fuse is the text `fuse` and what it ends with.
///
/// # Errors
/// [`InjectError`]; `executable` is then as it was.
pub fn inject(executable: &mut Vec<u8>, fuse: &str, blob: &[u8]) -> Result<(), InjectError> {
    if !executable.starts_with(b"\x7fELF") {
        return Err(InjectError::UnknownFormat);
    }
    let end = end_of_fuse(executable, fuse.as_bytes()).ok_or_else(|| InjectError::NoFuse(fuse.to_owned()))?;
    let state = &mut executable[end..end + SET.len()];
    if state == SET {
        return Err(InjectError::Occupied);
    }
    state.copy_from_slice(SET);
    append(executable, blob);
    Ok(())
}

/// Where the state of the fuse is. Only a fuse with a state is one.
fn end_of_fuse(executable: &[u8], fuse: &[u8]) -> Option<usize> {
    let ends = memmem::find_iter(executable, fuse).map(|start| start + fuse.len());
    ends.into_iter().find(|&end| executable[end..].starts_with(UNSET) || executable[end..].starts_with(SET))
}

fn append(executable: &mut Vec<u8>, blob: &[u8]) {
    executable.resize(executable.len().next_multiple_of(PAGE), 0);
    let trailer = Trailer { offset: executable.len() as u64, length: blob.len() as u64 };
    executable.extend_from_slice(blob);
    trailer.write(executable);
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUSE: &str = "FUSE_12";

    fn executable(state: &str) -> Vec<u8> {
        format!("\x7fELF code FUSE_12 mentioned, {FUSE}{state} more").into_bytes()
    }

    #[test]
    fn the_trailer_tells_where_the_blob_is() {
        let mut packed = executable(":0");
        inject(&mut packed, FUSE, b"blob").unwrap();
        let trailer = Trailer::read(packed.last_chunk().unwrap()).unwrap();
        let start = trailer.offset as usize;
        assert_eq!(start % PAGE, 0);
        assert_eq!(&packed[start..start + trailer.length as usize], b"blob");
        assert!(packed.starts_with(&executable(":1")));
    }

    #[test]
    fn what_cannot_take_a_program_stays_as_it_is() {
        for (before, expected) in [
            (b"#!/bin/sh".to_vec(), InjectError::UnknownFormat),
            (b"\x7fELF nothing".to_vec(), InjectError::NoFuse(FUSE.to_owned())),
            (executable(":2"), InjectError::NoFuse(FUSE.to_owned())),
            (executable(":1"), InjectError::Occupied),
        ] {
            let mut after = before.clone();
            assert_eq!(inject(&mut after, FUSE, b"blob"), Err(expected));
            assert_eq!(after, before);
        }
    }

    #[test]
    fn other_last_bytes_are_no_trailer() {
        assert_eq!(Trailer::read(&[0; TRAILER_LENGTH]), None);
    }
}
