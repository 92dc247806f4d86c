//! What was put into this executable after it was built: the fuse that tells of it, and the bytes.

use std::ffi::{c_int, c_void};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;

use crate::{Error, Result};

/// The text that tools look for, the one of Node's executables, so that the same tools serve; the last byte tells whether there is a
/// payload. It stands in the executable once.
#[used]
static FUSE: [u8; 48] = *b"NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:0";

/// The name of the ELF note that tools put a payload into.
const NOTE: &[u8] = b"NODE_SEA_BLOB";

/// Where bytes are in the file of this executable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub offset: u64,
    pub length: u64,
}

/// The text of the fuse, without its state.
pub fn fuse() -> &'static str {
    let [text @ .., _, _] = &FUSE;
    std::str::from_utf8(text).unwrap_or_default()
}

/// Whether something was put in.
pub fn is_there() -> bool {
    let [.., state] = &FUSE;
    // SAFETY: a reference is readable. Volatile, as the byte is changed in the file, of which the compiler knows nothing.
    unsafe { std::ptr::read_volatile(state) == b'1' }
}

/// The last bytes of this executable.
///
/// # Errors
/// As open(2) and pread(2).
pub fn last_bytes<const LENGTH: usize>() -> Result<[u8; LENGTH]> {
    let read = || {
        let file = open()?;
        let mut bytes = [0; LENGTH];
        let length = file.metadata()?.len();
        file.read_exact_at(&mut bytes, length.saturating_sub(LENGTH as u64))?;
        Ok(bytes)
    };
    read().map_err(|error: std::io::Error| Error::from_io(&error, "read"))
}

/// Maps a part of this executable, for good. The offset is the start of a page.
///
/// # Errors
/// As open(2) and mmap(2); `EINVAL` for a part that is not within the file.
pub fn map(extent: Extent) -> Result<&'static [u8]> {
    let map = || {
        let file = open()?;
        let within = extent
            .offset
            .checked_add(extent.length)
            .is_some_and(|end| Ok(end) <= file.metadata().map(|data| data.len()).map_err(|_| ()));
        if !within || extent.length == 0 {
            return Err(std::io::Error::from_raw_os_error(libc::EINVAL));
        }
        map_file(&file, extent)
    };
    map().map_err(|error| Error::from_io(&error, "mmap"))
}

fn open() -> std::io::Result<File> {
    File::open("/proc/self/exe")
}

fn map_file(file: &File, extent: Extent) -> std::io::Result<&'static [u8]> {
    let out_of_range = |_| std::io::Error::from_raw_os_error(libc::EINVAL);
    let length = usize::try_from(extent.length).map_err(out_of_range)?;
    let offset = libc::off_t::try_from(extent.offset).map_err(out_of_range)?;
    // SAFETY: a new private mapping touches nothing that is there.
    let start = unsafe {
        libc::mmap(std::ptr::null_mut(), length, libc::PROT_READ, libc::MAP_PRIVATE, file.as_raw_fd(), offset)
    };
    if start == libc::MAP_FAILED {
        return Err(std::io::Error::last_os_error());
    }
    // SAFETY: the mapping has that length, lies within the file and is never removed; Linux refuses writes to a running executable.
    Ok(unsafe { std::slice::from_raw_parts(start.cast(), length) })
}

/// The payload that a tool put into a note of the ELF file, which is mapped with the program.
pub fn note() -> Option<&'static [u8]> {
    let mut found = None;
    // SAFETY: `look_at` is called with the pointer given here, before this returns.
    unsafe { libc::dl_iterate_phdr(Some(look_at), (&raw mut found).cast()) };
    found
}

/// Looks through the notes of the program, which is the first object that the loader tells of.
unsafe extern "C" fn look_at(info: *mut libc::dl_phdr_info, _size: usize, found: *mut c_void) -> c_int {
    // SAFETY: the loader gives a valid record with `dlpi_phnum` headers; segments of notes stay mapped while the program runs.
    let segments = unsafe {
        let info = &*info;
        let headers = std::slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum));
        headers.iter().filter(|header| header.p_type == libc::PT_NOTE).map(|header| {
            let start = info.dlpi_addr.wrapping_add(header.p_vaddr) as usize;
            std::slice::from_raw_parts(std::ptr::with_exposed_provenance(start), header.p_memsz as usize)
        })
    };
    // SAFETY: `found` is the variable of `note`.
    unsafe { *found.cast::<Option<&'static [u8]>>() = segments.filter_map(find_note).next() };
    1
}

/// The contents of the note called [`NOTE`] among `notes` (ELF, "Note Section": three words, then name and contents, each padded to four bytes).
fn find_note(mut notes: &[u8]) -> Option<&[u8]> {
    loop {
        let (name_length, rest) = take_word(notes)?;
        let (length, rest) = take_word(rest)?;
        let (_kind, rest) = take_word(rest)?;
        let (name, rest) = take_padded(rest, name_length)?;
        let (contents, rest) = take_padded(rest, length)?;
        if name.strip_suffix(b"\0").unwrap_or(name) == NOTE {
            return Some(contents);
        }
        notes = rest;
    }
}

fn take_word(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (word, rest) = bytes.split_first_chunk()?;
    Some((u32::from_ne_bytes(*word) as usize, rest))
}

/// The last padding may be missing.
fn take_padded(bytes: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    let padding = length.next_multiple_of(4) - length;
    Some((taken, rest.get(padding..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(name: &[u8], contents: &[u8]) -> Vec<u8> {
        let padded = |bytes: &[u8]| [bytes, &[0; 3][..bytes.len().next_multiple_of(4) - bytes.len()]].concat();
        let words = [name.len() as u32, contents.len() as u32, 0].map(u32::to_ne_bytes).concat();
        [words, padded(name), padded(contents)].concat()
    }

    #[test]
    fn the_note_is_found_among_others() {
        let notes = [note(b"GNU\0", b"12345"), note(b"NODE_SEA_BLOB\0", b"payload"), note(b"x", b"")].concat();
        assert_eq!(find_note(&notes), Some(&b"payload"[..]));
        assert_eq!(find_note(&notes[..40]), None);
        assert_eq!(find_note(&[0xff; 64]), None);
    }

    #[test]
    fn an_executable_as_it_was_built_has_no_payload() {
        assert!(fuse().starts_with("NODE_SEA_FUSE_") && !fuse().contains(':'));
        assert!(!is_there());
        super::note().is_none().then_some(()).unwrap();
    }

    #[test]
    fn parts_of_the_file_are_mapped() {
        let magic = map(Extent { offset: 0, length: 4 }).unwrap();
        assert_eq!(magic, b"\x7fELF");
        assert!(map(Extent { offset: 0, length: u64::MAX }).is_err());
        assert!(map(Extent { offset: u64::MAX, length: 2 }).is_err());
        assert_eq!(last_bytes::<8>().map(|bytes| bytes.len()), Ok(8));
    }
}
