//! Compressed data as streams: bytes in, bytes out, at the pace of the caller. Knows nothing of V8 or of the operating system.
//!
//! - [`zlib`]: deflate, zlib and gzip, both ways, over zlib-rs.
//! - [`brotli`]: Brotli, both ways, over Google's library.
//! - [`zstd`]: Zstandard, both ways, over Facebook's library.
//!
//! Flush modes are the numbers of the libraries, which are also those of `node:zlib`.

pub mod brotli;
pub mod zlib;
pub mod zstd;

/// A stream of compressed data, in either direction.
pub trait Codec: Send {
    /// Takes from `input` and writes to `output`. A full output says that there may be more; input that is left beside room in the output
    /// says that the stream ended before it.
    ///
    /// # Errors
    /// What is wrong with the data, or that it ends too early when `flush` says that it is all.
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure>;

    /// Starts a new stream with the same settings.
    ///
    /// # Errors
    /// When memory is short.
    fn reset(&mut self) -> Result<(), Failure>;

    /// Changes level and strategy of a deflating stream; others have none.
    ///
    /// # Errors
    /// For values the library does not know.
    fn set_params(&mut self, _level: i32, _strategy: i32) -> Result<(), Failure> {
        Ok(())
    }

    /// Whether a step over so much input is so little work that it can be done between two events.
    fn is_light(&self, input: usize) -> bool;
}

/// How far a step got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Bytes of input used.
    pub taken: usize,
    /// Bytes of output made.
    pub made: usize,
}

/// What went wrong, under the names and numbers of `node:zlib`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `Z_DATA_ERROR`, `ERR__ERROR_FORMAT_PADDING_1`, `ZSTD_error_corruption_detected`.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The library's number.
    pub errno: i32,
}

impl Failure {
    pub(crate) fn new(code: impl Into<String>, message: impl Into<String>, errno: i32) -> Failure {
        Failure { code: code.into(), message: message.into(), errno }
    }

    /// The input ended before the stream did.
    pub(crate) fn early_end() -> Failure {
        Failure::new("Z_BUF_ERROR", "unexpected end of file", -5)
    }

    /// The library refuses the settings.
    pub(crate) fn initialization(message: &str) -> Failure {
        Failure::new("ERR_ZLIB_INITIALIZATION_FAILED", message, 0)
    }
}

/// Runs all of `input` through a codec; `None` when the output exceeds `limit` bytes. `finish` is the flush mode of the whole.
/// The second value is the number of bytes of input that were used.
///
/// # Errors
/// Those of [`Codec::step`].
pub fn convert(
    codec: &mut dyn Codec,
    input: &[u8],
    limit: usize,
    finish: i32,
) -> Result<Option<(Vec<u8>, usize)>, Failure> {
    let (mut output, mut taken) = (Vec::new(), 0);
    let mut room = FIRST_ROOM;
    loop {
        let start = output.len();
        output.resize(start + room, 0);
        let step = codec.step(&input[taken..], &mut output[start..], finish)?;
        output.truncate(start + step.made);
        taken += step.taken;
        if output.len() > limit {
            return Ok(None);
        }
        if step.made < room {
            return Ok(Some((output, taken)));
        }
        room = output.len();
    }
}

/// How much room the first step of [`convert`] gets; each further one gets as much as all before it together.
const FIRST_ROOM: usize = 16 * 1024;
