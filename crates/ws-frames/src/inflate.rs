//! Decompressing messages (RFC 7692 section 7.2.2).

use flate2::{Decompress, FlushDecompress, Status};

use std::fmt;

/// What a compressor leaves off the end of a message.
const TAIL: [u8; 4] = [0x00, 0x00, 0xff, 0xff];
/// The output grows by so much at a time, whatever the input says.
const STEP: usize = 16 * 1024;

/// Why a message could not be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateError {
    /// It is no deflate data.
    Malformed,
    /// It grows beyond the limit.
    TooLarge,
}

impl InflateError {
    /// The close code that answers it.
    pub const fn close_code(self) -> u16 {
        match self {
            InflateError::Malformed => 1007,
            InflateError::TooLarge => 1009,
        }
    }
}

impl fmt::Display for InflateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            InflateError::Malformed => "invalid compressed data",
            InflateError::TooLarge => "message too large",
        })
    }
}

impl std::error::Error for InflateError {}

/// Decompresses the messages of one peer.
pub struct Inflater {
    state: Decompress,
    keeps_context: bool,
}

impl Inflater {
    /// For messages that refer to those before them.
    pub fn with_context() -> Inflater {
        Inflater { state: Decompress::new(false), keeps_context: true }
    }

    /// For messages that stand alone (`server_no_context_takeover`).
    pub fn without_context() -> Inflater {
        Inflater { state: Decompress::new(false), keeps_context: false }
    }

    /// The message that `data` is the compressed form of.
    ///
    /// # Errors
    /// When it is malformed, or has more than `limit` bytes; no more than that is ever held.
    pub fn message(&mut self, data: &[u8], limit: usize) -> Result<Vec<u8>, InflateError> {
        let mut output = Vec::with_capacity(STEP.min(limit));
        if self.run(data, &mut output, limit)? == Status::Ok {
            self.run(&TAIL, &mut output, limit)?;
        }
        if !self.keeps_context {
            self.state.reset(false);
        }
        Ok(output)
    }

    /// Tells whether the input ended with a final block: some peers send nothing behind it, so that no tail is missing.
    fn run(&mut self, mut input: &[u8], output: &mut Vec<u8>, limit: usize) -> Result<Status, InflateError> {
        loop {
            if output.len() == output.capacity() {
                output.reserve(STEP);
            }
            let before = self.state.total_in();
            let status =
                self.state.decompress_vec(input, output, FlushDecompress::Sync).map_err(|_| InflateError::Malformed)?;
            if output.len() > limit {
                return Err(InflateError::TooLarge);
            }
            let taken = (self.state.total_in() - before) as usize;
            input = &input[taken..];
            // A final block ends the stream; what follows begins another.
            if status == Status::StreamEnd {
                self.state.reset(false);
                if input.is_empty() || input == TAIL {
                    return Ok(status);
                }
            } else if input.is_empty() && output.len() < output.capacity() {
                return Ok(Status::Ok);
            } else if taken == 0 && output.len() < output.capacity() {
                return Err(InflateError::Malformed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_share_a_window() {
        // "Hello" twice, from RFC 7692 sections 7.2.3.1 and 7.2.3.2.
        let mut inflater = Inflater::with_context();
        assert_eq!(inflater.message(&[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00], 100).unwrap(), b"Hello");
        assert_eq!(inflater.message(&[0xf2, 0x00, 0x11, 0x00, 0x00], 100).unwrap(), b"Hello");
        assert_eq!(
            Inflater::without_context().message(&[0xf2, 0x00, 0x11, 0x00, 0x00], 100),
            Err(InflateError::Malformed)
        );
    }

    #[test]
    fn a_final_block_may_end_a_message() {
        // Section 7.2.3.4.
        let last = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00];
        let mut inflater = Inflater::with_context();
        assert_eq!(inflater.message(&last, 100).unwrap(), b"Hello");
        assert_eq!(inflater.message(&last, 100).unwrap(), b"Hello");
        // Without the byte that begins another block.
        assert_eq!(inflater.message(&last[..7], 100).unwrap(), b"Hello");
        assert_eq!(inflater.message(&last, 100).unwrap(), b"Hello");
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let mut state = flate2::Compress::new(flate2::Compression::best(), false);
        let mut packed = Vec::with_capacity(64 * 1024);
        state.compress_vec(&vec![0; 4 << 20], &mut packed, flate2::FlushCompress::Sync).unwrap();
        assert_eq!(Inflater::with_context().message(&packed, 1 << 20), Err(InflateError::TooLarge));
        assert_eq!(Inflater::with_context().message(&[0xff; 9], 100), Err(InflateError::Malformed));
    }
}
