//! One stream of compressed data, in either direction.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// Node's numbers of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Deflate,
    Inflate,
    Gzip,
    Gunzip,
    DeflateRaw,
    InflateRaw,
    /// Inflate or gunzip, whichever the first bytes say.
    Unzip,
}

impl Format {
    pub(crate) fn from_number(number: i32) -> Format {
        match number {
            1 => Format::Deflate,
            2 => Format::Inflate,
            3 => Format::Gzip,
            4 => Format::Gunzip,
            5 => Format::DeflateRaw,
            6 => Format::InflateRaw,
            _ => Format::Unzip,
        }
    }
}

/// How a stream is set up.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) format: Format,
    /// 0 to 9; -1 is the library's own choice.
    pub(crate) level: i32,
    /// 8 to 15, where 8 means 9 as in zlib; 0 takes the window from the stream's header.
    pub(crate) window_bits: u8,
    pub(crate) dictionary: Option<Vec<u8>>,
}

/// What is wrong with the data, under zlib's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Failure {
    fn data(message: &str) -> Failure {
        Failure { code: "Z_DATA_ERROR", message: message.to_owned() }
    }

    fn of(error: &flate2::DecompressError, has_dictionary: bool) -> Failure {
        match error.needs_dictionary() {
            Some(_) if has_dictionary => Failure::data("Bad dictionary"),
            Some(_) => Failure { code: "Z_NEED_DICT", message: "Missing dictionary".to_owned() },
            None => Failure::data(error.message().unwrap_or("invalid data")),
        }
    }

    /// The input ended before the stream did.
    pub(crate) fn early_end() -> Failure {
        Failure { code: "Z_BUF_ERROR", message: "unexpected end of file".to_owned() }
    }
}

/// How far a step got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The output is full; there is more.
    OutputFull,
    /// The input is used up.
    InputDone,
    /// The stream has ended.
    Ended,
}

enum Engine {
    Compress(Compress),
    Decompress(Decompress),
    /// An `Unzip` stream whose first bytes have not come.
    Undecided(Vec<u8>),
}

pub(crate) struct Codec {
    setup: Setup,
    engine: Engine,
    ended: bool,
}

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const WINDOW_MAX: u8 = 15;

impl Codec {
    pub(crate) fn new(setup: Setup) -> Result<Codec, Failure> {
        let engine = Engine::of(&setup, setup.format)?;
        Ok(Codec { setup, engine, ended: false })
    }

    /// Starts the stream anew.
    pub(crate) fn reset(&mut self) -> Result<(), Failure> {
        self.engine = Engine::of(&self.setup, self.setup.format)?;
        self.ended = false;
        Ok(())
    }

    /// Compresses at another level from here on.
    pub(crate) fn set_level(&mut self, level: i32) {
        if let Engine::Compress(compress) = &mut self.engine {
            // Fails only when the output of the data before it does not fit, and none is pending between steps.
            let _ = compress.set_level(compression(level));
        }
        self.setup.level = level;
    }

    /// Takes from `input` and appends at most `room` bytes to `output`. Gives the bytes taken.
    pub(crate) fn step(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        room: usize,
        flush: i32,
    ) -> Result<(usize, Progress), Failure> {
        if self.ended && !self.begin_next_member(input)? {
            return Ok((input.len(), Progress::Ended));
        }
        if let Engine::Undecided(first) = &mut self.engine {
            let wanted = GZIP_MAGIC.len() - first.len();
            let taken = input.len().min(wanted);
            first.extend_from_slice(&input[..taken]);
            if first.len() < GZIP_MAGIC.len() && flush != FINISH {
                return Ok((taken, Progress::InputDone));
            }
            return self.decide(taken, output, room, flush);
        }
        self.run(input, output, room, flush)
    }

    /// Chooses by the first two bytes and feeds them.
    fn decide(
        &mut self,
        taken: usize,
        output: &mut Vec<u8>,
        room: usize,
        flush: i32,
    ) -> Result<(usize, Progress), Failure> {
        let Engine::Undecided(first) = &mut self.engine else { unreachable!("asked only while undecided") };
        let first = std::mem::take(first);
        let format = if first == GZIP_MAGIC { Format::Gunzip } else { Format::Inflate };
        self.engine = Engine::of(&self.setup, format)?;
        let (_, progress) = self.run(&first, output, room, flush)?;
        Ok((taken, progress))
    }

    fn run(
        &mut self,
        input: &[u8],
        output: &mut Vec<u8>,
        room: usize,
        flush: i32,
    ) -> Result<(usize, Progress), Failure> {
        let before = output.len();
        output.resize(before + room, 0);
        let (taken, made, status) = match &mut self.engine {
            Engine::Compress(compress) => {
                let (read, written) = (compress.total_in(), compress.total_out());
                let status = compress.compress(input, &mut output[before..], compress_flush(flush));
                let status = status.map_err(|_| Failure { code: "Z_STREAM_ERROR", message: "stream error".to_owned() });
                (compress.total_in() - read, compress.total_out() - written, status)
            }
            Engine::Decompress(decompress) => {
                let (read, written) = (decompress.total_in(), decompress.total_out());
                let status = decompress.decompress(input, &mut output[before..], decompress_flush(flush));
                let status = match status {
                    Err(error) => self.supply_dictionary(&error).map(|()| Status::Ok),
                    Ok(status) => Ok(status),
                };
                let Engine::Decompress(decompress) = &mut self.engine else { unreachable!("the engine stays") };
                (decompress.total_in() - read, decompress.total_out() - written, status)
            }
            Engine::Undecided(_) => unreachable!("decided before"),
        };
        let (taken, made) = (taken as usize, made as usize);
        output.truncate(before + made);
        let progress = match status? {
            Status::StreamEnd => {
                self.ended = true;
                Progress::Ended
            }
            _ if made == room => Progress::OutputFull,
            // A dictionary was supplied: the same input goes on.
            _ if taken < input.len() && (taken > 0 || made > 0) => Progress::OutputFull,
            _ => Progress::InputDone,
        };
        Ok((taken, progress))
    }

    fn supply_dictionary(&mut self, error: &flate2::DecompressError) -> Result<(), Failure> {
        let failure = Failure::of(error, self.setup.dictionary.is_some());
        let (Engine::Decompress(decompress), Some(dictionary)) = (&mut self.engine, &self.setup.dictionary) else {
            return Err(failure);
        };
        if error.needs_dictionary().is_none() {
            return Err(failure);
        }
        decompress.set_dictionary(dictionary).map(drop).map_err(|_| Failure::data("Bad dictionary"))
    }

    /// Gzip files may be several in a row. What follows a stream otherwise is not its business.
    fn begin_next_member(&mut self, input: &[u8]) -> Result<bool, Failure> {
        let is_gzip = matches!(self.setup.format, Format::Gunzip | Format::Unzip);
        if !is_gzip || input.first() != Some(&GZIP_MAGIC[0]) {
            return Ok(false);
        }
        self.engine = Engine::of(&self.setup, Format::Gunzip)?;
        self.ended = false;
        Ok(true)
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    pub(crate) fn compresses(&self) -> bool {
        matches!(self.engine, Engine::Compress(_))
    }
}

impl Engine {
    fn of(setup: &Setup, format: Format) -> Result<Engine, Failure> {
        let level = compression(setup.level);
        // zlib-rs, like zlib, has no window of 256 bytes for deflate and takes the next.
        let bits = if setup.window_bits == 0 { WINDOW_MAX } else { setup.window_bits.clamp(9, WINDOW_MAX) };
        let mut engine = match format {
            Format::Deflate => Engine::Compress(Compress::new_with_window_bits(level, true, bits)),
            Format::DeflateRaw => Engine::Compress(Compress::new_with_window_bits(level, false, bits)),
            Format::Gzip => Engine::Compress(Compress::new_gzip(level, bits)),
            Format::Inflate => Engine::Decompress(Decompress::new_with_window_bits(true, bits)),
            Format::InflateRaw => Engine::Decompress(Decompress::new_with_window_bits(false, bits)),
            Format::Gunzip => Engine::Decompress(Decompress::new_gzip(bits)),
            Format::Unzip => Engine::Undecided(Vec::new()),
        };
        engine.use_dictionary(setup, format)?;
        Ok(engine)
    }

    /// Compressors and raw decompressors have the dictionary from the start; the others are asked for it by the data.
    fn use_dictionary(&mut self, setup: &Setup, format: Format) -> Result<(), Failure> {
        let Some(dictionary) = &setup.dictionary else { return Ok(()) };
        let failed = match self {
            Engine::Compress(compress) if format != Format::Gzip => compress.set_dictionary(dictionary).is_err(),
            Engine::Decompress(decompress) if format == Format::InflateRaw => {
                decompress.set_dictionary(dictionary).is_err()
            }
            _ => false,
        };
        if failed {
            Err(Failure { code: "Z_STREAM_ERROR", message: "Failed to set dictionary".to_owned() })
        } else {
            Ok(())
        }
    }
}

/// `Z_FINISH`: no more input follows.
pub(crate) const FINISH: i32 = 4;

fn compression(level: i32) -> Compression {
    u32::try_from(level).map_or_else(|_| Compression::default(), Compression::new)
}

fn compress_flush(flush: i32) -> FlushCompress {
    match flush {
        0 => FlushCompress::None,
        1 => FlushCompress::Partial,
        2 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        _ => FlushCompress::Finish,
    }
}

fn decompress_flush(flush: i32) -> FlushDecompress {
    match flush {
        0 => FlushDecompress::None,
        // Z_FINISH wants all output in one buffer; input is complete all the same.
        _ => FlushDecompress::Sync,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(format: Format, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let setup = Setup { format, level: -1, window_bits: 15, dictionary: None };
        crate::whole::run(&mut Codec::new(setup)?, input, usize::MAX, FINISH).map(|output| output.unwrap_or_default())
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
    fn gzip_members_in_a_row_are_one_text_and_garbage_after_them_is_none() {
        let mut packed = run(Format::Gzip, b"one ").unwrap();
        packed.extend(run(Format::Gzip, b"two").unwrap());
        packed.extend([0, 0, 0]);
        assert_eq!(run(Format::Gunzip, &packed).unwrap(), b"one two");
    }

    #[test]
    fn broken_data_is_named() {
        assert_eq!(run(Format::Inflate, b"nonsense").unwrap_err().code, "Z_DATA_ERROR");
        let packed = run(Format::Deflate, b"text").unwrap();
        assert_eq!(run(Format::Inflate, &packed[..packed.len() - 2]).unwrap_err(), Failure::early_end());
    }
}
