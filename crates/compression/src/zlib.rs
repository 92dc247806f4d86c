//! Deflate in its three wrappings. The rules around the library are Node's: gzip members in a row are one text, zero bytes after the last
//! are padding, anything else there is an error.

use std::ffi::CStr;
use std::mem::size_of;

use libz_rs_sys as z;

use crate::{Codec, Failure, Step};

/// The version of zlib whose interface the library has, and its own: `1.3.0-zlib-rs-0.6.8`.
pub fn version() -> String {
    // SAFETY: the library gives a static text that ends with NUL.
    unsafe { CStr::from_ptr(z::zlibVersion()) }.to_string_lossy().into_owned()
}

/// The formats and directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Compress with a zlib header.
    Deflate,
    /// The reverse.
    Inflate,
    /// Compress with a gzip header.
    Gzip,
    /// The reverse.
    Gunzip,
    /// Compress without a header.
    DeflateRaw,
    /// The reverse.
    InflateRaw,
    /// Inflate or gunzip, whichever the first bytes say.
    Unzip,
}

/// How a stream is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What it does.
    pub format: Format,
    /// 0 to 9; -1 is the library's own choice.
    pub level: i32,
    /// 8 to 15; 0 takes the window from the stream's header.
    pub window_bits: i32,
    /// 1 to 9.
    pub mem_level: i32,
    /// `Z_DEFAULT_STRATEGY` and the others.
    pub strategy: i32,
    /// Bytes both sides know.
    pub dictionary: Option<Vec<u8>>,
    /// Whether a gzip stream ends with its first member.
    pub members: Members,
}

/// How many gzip members a stream may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// What follows the first is garbage.
    One,
    /// All in a row are one text.
    Many,
}

/// How much input is light work for a compressor and for a decompressor, which is an order of magnitude faster.
const LIGHT_TO_DEFLATE: usize = 8 * 1024;
const LIGHT_TO_INFLATE: usize = 32 * 1024;

/// A stream of zlib's.
pub struct Zlib {
    /// On the heap: the library keeps a pointer to it.
    stream: Box<z::z_stream>,
    settings: Settings,
    /// The first bytes an [`Format::Unzip`] stream has shown of gzip's two.
    magic_seen: usize,
}

// SAFETY: the library's state is on the heap and bound to no thread; `&mut` guards every use.
unsafe impl Send for Zlib {}

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

impl Zlib {
    /// A new stream.
    ///
    /// # Errors
    /// When the library refuses the settings.
    pub fn new(settings: Settings) -> Result<Zlib, Failure> {
        let mut zlib = Zlib { stream: Box::default(), settings, magic_seen: 0 };
        zlib.begin().map_err(|()| Failure::initialization("Initialization failed"))?;
        zlib.use_dictionary()?;
        Ok(zlib)
    }

    fn begin(&mut self) -> Result<(), ()> {
        let settings = &self.settings;
        let bits = window_bits(settings);
        let (stream, size) = (&raw mut *self.stream, size_of::<z::z_stream>() as i32);
        // SAFETY: the stream is zeroed, as `Box::default` makes it, or was ended by `inflateEnd`/`deflateEnd`.
        let result = unsafe {
            if compresses(settings.format) {
                let (level, memory, strategy) = (settings.level, settings.mem_level, settings.strategy);
                z::deflateInit2_(stream, level, z::Z_DEFLATED, bits, memory, strategy, z::zlibVersion(), size)
            } else {
                z::inflateInit2_(stream, bits, z::zlibVersion(), size)
            }
        };
        if result == z::Z_OK { Ok(()) } else { Err(()) }
    }

    /// Compressors and raw decompressors have the dictionary from the start; the others are asked for it by the data.
    fn use_dictionary(&mut self) -> Result<(), Failure> {
        let format = self.settings.format;
        if !matches!(format, Format::Deflate | Format::DeflateRaw | Format::InflateRaw) {
            return Ok(());
        }
        match self.give_dictionary() {
            None | Some(z::Z_OK) => Ok(()),
            Some(errno) => Err(Failure::new(name_of(errno), "Failed to set dictionary", errno)),
        }
    }

    /// Gives the library the dictionary; `None` without one.
    fn give_dictionary(&mut self) -> Option<i32> {
        let dictionary = self.settings.dictionary.as_deref().filter(|dictionary| !dictionary.is_empty())?;
        let (stream, data, length) = (&raw mut *self.stream, dictionary.as_ptr(), dictionary.len() as u32);
        // SAFETY: the stream is set up, and the dictionary is read before the call returns.
        Some(unsafe {
            if compresses(self.settings.format) {
                z::deflateSetDictionary(stream, data, length)
            } else {
                z::inflateSetDictionary(stream, data, length)
            }
        })
    }

    /// Looks at the first two bytes of an [`Format::Unzip`] stream.
    fn decide(&mut self, input: &[u8]) {
        for &byte in input {
            if self.settings.format != Format::Unzip {
                return;
            }
            if byte != GZIP_MAGIC[self.magic_seen] {
                self.settings.format = Format::Inflate;
            } else if self.magic_seen == 1 {
                self.settings.format = Format::Gunzip;
            } else {
                self.magic_seen = 1;
            }
        }
    }

    /// One call of the library on the buffers that the stream points to.
    fn call(&mut self, flush: i32) -> i32 {
        let stream = &raw mut *self.stream;
        // SAFETY: `step` has set the stream's buffers, which outlive this call.
        unsafe { if compresses(self.settings.format) { z::deflate(stream, flush) } else { z::inflate(stream, flush) } }
    }

    fn inflate(&mut self, flush: i32) -> i32 {
        let mut result = self.call(flush);
        if result == z::Z_NEED_DICT {
            result = match self.give_dictionary() {
                Some(z::Z_OK) => self.call(flush),
                _ => z::Z_NEED_DICT,
            };
        }
        while result == z::Z_STREAM_END && self.has_next_member() {
            // SAFETY: the stream is set up.
            unsafe { z::inflateReset(&raw mut *self.stream) };
            result = self.call(flush);
        }
        result
    }

    fn has_next_member(&self) -> bool {
        let may_have = self.settings.format == Format::Gunzip && self.settings.members == Members::Many;
        // SAFETY: `avail_in` bytes can be read at `next_in`.
        may_have && self.stream.avail_in > 0 && unsafe { *self.stream.next_in } != 0
    }

    fn check(&self, result: i32, flush: i32) -> Result<(), Failure> {
        match result {
            z::Z_OK | z::Z_BUF_ERROR if self.stream.avail_out != 0 && flush == z::Z_FINISH => Err(Failure::early_end()),
            z::Z_OK | z::Z_BUF_ERROR | z::Z_STREAM_END => Ok(()),
            z::Z_NEED_DICT if self.settings.dictionary.is_none() => {
                Err(Failure::new("Z_NEED_DICT", "Missing dictionary", result))
            }
            z::Z_NEED_DICT => Err(Failure::new("Z_NEED_DICT", "Bad dictionary", result)),
            _ => Err(Failure::new(name_of(result), self.message(), result)),
        }
    }

    fn message(&self) -> String {
        if self.stream.msg.is_null() {
            return "Zlib error".to_owned();
        }
        // SAFETY: the library's messages are static C strings.
        let message = unsafe { CStr::from_ptr(self.stream.msg) }.to_string_lossy();
        as_zlib_says(&message).to_owned()
    }

    fn end(&mut self) {
        let stream = &raw mut *self.stream;
        // SAFETY: the stream is set up; ending it twice is an error code.
        unsafe {
            if compresses(self.settings.format) {
                z::deflateEnd(stream)
            } else {
                z::inflateEnd(stream)
            };
        }
    }
}

/// zlib-rs has other words than zlib for one fault, and its loop for long inputs (`inflate_fast` of 0.6) loses the words of all: there it is
/// nearly always this one, as the codes of a block are checked before.
fn as_zlib_says(message: &str) -> &str {
    match message {
        "invalid distance code too far back" | "repeated call with bad state" => "invalid distance too far back",
        other => other,
    }
}

impl Codec for Zlib {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure> {
        // The library counts in 32 bits; what is over that is for the next step.
        let given = input.len().min(u32::MAX as usize);
        let room = output.len().min(u32::MAX as usize);
        let flush = if given < input.len() { z::Z_NO_FLUSH } else { flush };
        self.decide(&input[..given.min(GZIP_MAGIC.len())]);
        self.stream.next_in = input.as_ptr().cast_mut();
        self.stream.avail_in = given as u32;
        self.stream.next_out = output.as_mut_ptr();
        self.stream.avail_out = room as u32;
        let result = if compresses(self.settings.format) { self.call(flush) } else { self.inflate(flush) };
        self.check(result, flush)?;
        Ok(Step { taken: given - self.stream.avail_in as usize, made: room - self.stream.avail_out as usize })
    }

    fn reset(&mut self) -> Result<(), Failure> {
        let stream = &raw mut *self.stream;
        // SAFETY: the stream is set up.
        let result =
            unsafe { if compresses(self.settings.format) { z::deflateReset(stream) } else { z::inflateReset(stream) } };
        if result != z::Z_OK {
            return Err(Failure::new(name_of(result), "Failed to reset stream", result));
        }
        self.use_dictionary()
    }

    fn set_params(&mut self, level: i32, strategy: i32) -> Result<(), Failure> {
        if !compresses(self.settings.format) {
            return Ok(());
        }
        // What the library still has to write is written by the next step.
        self.stream.avail_in = 0;
        self.stream.avail_out = 0;
        // SAFETY: the stream is set up, and its buffers are empty.
        match unsafe { z::deflateParams(&raw mut *self.stream, level, strategy) } {
            z::Z_OK | z::Z_BUF_ERROR => Ok(()),
            errno => Err(Failure::new(name_of(errno), "Failed to set parameters", errno)),
        }
    }

    fn is_light(&self, input: usize) -> bool {
        input <= if compresses(self.settings.format) { LIGHT_TO_DEFLATE } else { LIGHT_TO_INFLATE }
    }
}

impl Drop for Zlib {
    fn drop(&mut self) {
        self.end();
    }
}

fn compresses(format: Format) -> bool {
    matches!(format, Format::Deflate | Format::Gzip | Format::DeflateRaw)
}

/// The window as the library takes it: its sign and its upper bits tell the wrapping.
fn window_bits(settings: &Settings) -> i32 {
    let bits = settings.window_bits;
    match settings.format {
        Format::Deflate | Format::Inflate => bits,
        Format::Gzip | Format::Gunzip => bits + 16,
        Format::Unzip => bits + 32,
        // The library has no raw window of 256 bytes and takes the next.
        Format::DeflateRaw => -bits.max(9),
        Format::InflateRaw => -bits,
    }
}

fn name_of(errno: i32) -> &'static str {
    match errno {
        z::Z_NEED_DICT => "Z_NEED_DICT",
        z::Z_ERRNO => "Z_ERRNO",
        z::Z_STREAM_ERROR => "Z_STREAM_ERROR",
        z::Z_DATA_ERROR => "Z_DATA_ERROR",
        z::Z_MEM_ERROR => "Z_MEM_ERROR",
        z::Z_BUF_ERROR => "Z_BUF_ERROR",
        _ => "Z_VERSION_ERROR",
    }
}

/// CRC-32 of `data`, continuing from `value`.
pub fn crc32(value: u32, data: &[u8]) -> u32 {
    // SAFETY: `data` can be read for its length.
    unsafe { z::crc32_z(value.into(), data.as_ptr(), data.len()) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert;

    fn run(format: Format, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let settings = Settings {
            format,
            level: -1,
            window_bits: 15,
            mem_level: 8,
            strategy: 0,
            dictionary: None,
            members: Members::Many,
        };
        let converted = convert(&mut Zlib::new(settings)?, input, usize::MAX, z::Z_FINISH)?;
        Ok(converted.map(|(output, _)| output).unwrap_or_default())
    }

    #[test]
    fn every_format_reads_what_its_pair_wrote() {
        let text = b"hello hello hello ".repeat(10_000);
        for (write, read) in [
            (Format::Deflate, Format::Inflate),
            (Format::Gzip, Format::Gunzip),
            (Format::DeflateRaw, Format::InflateRaw),
            (Format::Gzip, Format::Unzip),
            (Format::Deflate, Format::Unzip),
        ] {
            let packed = run(write, &text).unwrap();
            assert!(packed.len() < text.len() / 10);
            assert_eq!(run(read, &packed).unwrap(), text, "{write:?} {read:?}");
        }
    }

    #[test]
    fn gzip_members_in_a_row_are_one_text_and_zeros_after_them_are_padding() {
        let mut packed = run(Format::Gzip, b"one ").unwrap();
        packed.extend(run(Format::Gzip, b"two").unwrap());
        packed.extend([0, 0, 0]);
        assert_eq!(run(Format::Gunzip, &packed).unwrap(), b"one two");
        packed.truncate(packed.len() - 3);
        packed.extend(b"junk");
        assert_eq!(run(Format::Gunzip, &packed).unwrap_err().message, "incorrect header check");
    }

    #[test]
    fn broken_data_is_named() {
        assert_eq!(run(Format::Inflate, b"nonsense").unwrap_err().code, "Z_DATA_ERROR");
        let packed = run(Format::Deflate, b"text").unwrap();
        assert_eq!(run(Format::Inflate, &packed[..packed.len() - 2]).unwrap_err(), Failure::early_end());
    }

    #[test]
    fn sums_of_parts_continue() {
        assert_eq!(crc32(crc32(0, b"hello "), b"world"), crc32(0, b"hello world"));
    }
}
