//! Zstandard. Frames in a row are one text; what follows the last is not the stream's.

use zstd_safe::{
    CCtx, CParameter, DCtx, DParameter, InBuffer, OutBuffer, ResetDirective, Strategy, get_error_name, zstd_sys,
};

use crate::{Codec, Failure, Step};

/// The library's version, `1.5.7`.
pub fn version() -> String {
    zstd_safe::version_string().to_owned()
}

/// How a stream is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The library's parameters by number.
    pub params: Vec<(i32, i32)>,
    /// Bytes both sides know.
    pub dictionary: Option<Vec<u8>>,
    /// How long the text will be, which a compressor then writes into the header.
    pub pledged_size: Option<u64>,
}

/// `ZSTD_e_flush`, `ZSTD_e_end`.
const FLUSH: i32 = 1;
const END: i32 = 2;
/// As in Brotli, work is done at a flush.
const LIGHT_TO_COMPRESS: u64 = 8 * 1024;
const LIGHT_TO_DECOMPRESS: usize = 32 * 1024;

/// `ZSTD_error_srcSize_wrong`.
const SIZE_WRONG: usize = 72;

const MAGIC: u32 = 0xFD2F_B528;
/// The first of sixteen magic numbers of frames to skip.
const MAGIC_TO_SKIP: u32 = 0x184D_2A50;

// --- Compression -----------------------------------------------------------------------------------------------------

/// A compressing stream.
pub struct Encoder {
    context: CCtx<'static>,
    settings: Settings,
    total_in: u64,
}

impl Encoder {
    /// A new stream.
    ///
    /// # Errors
    /// When the library refuses the settings.
    pub fn new(settings: Settings) -> Result<Encoder, Failure> {
        let context =
            CCtx::try_create().ok_or_else(|| Failure::initialization("Could not initialize zstd instance"))?;
        let mut encoder = Encoder { context, settings, total_in: 0 };
        encoder.set_up()?;
        Ok(encoder)
    }

    fn set_up(&mut self) -> Result<(), Failure> {
        let refused = |_| Failure::initialization("Setting parameter failed");
        for &(key, value) in &self.settings.params {
            if key == STRATEGY && value == 0 {
                // The level's own.
                continue;
            }
            let parameter = compression_parameter(key, value).ok_or(0).map_err(refused)?;
            self.context.set_parameter(parameter).map_err(refused)?;
        }
        if let Some(dictionary) = &self.settings.dictionary {
            let loaded = self.context.load_dictionary(dictionary);
            loaded.map_err(|_| Failure::initialization("Failed to load zstd dictionary"))?;
        }
        let pledged = self.context.set_pledged_src_size(self.settings.pledged_size);
        pledged.map_err(|_| Failure::initialization("Could not set pledged src size"))?;
        Ok(())
    }
}

impl Codec for Encoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure> {
        let mut source = InBuffer::around(input);
        let mut target = OutBuffer::around(output);
        if flush == END
            && self.settings.pledged_size.is_some_and(|pledged| pledged != self.total_in + input.len() as u64)
        {
            // The library would take a text given in one piece at its own length.
            return Err(failure(SIZE_WRONG.wrapping_neg()));
        }
        let directive = match flush {
            FLUSH => zstd_sys::ZSTD_EndDirective::ZSTD_e_flush,
            END => zstd_sys::ZSTD_EndDirective::ZSTD_e_end,
            _ => zstd_sys::ZSTD_EndDirective::ZSTD_e_continue,
        };
        self.context.compress_stream2(&mut target, &mut source, directive).map_err(failure)?;
        self.total_in += source.pos() as u64;
        Ok(Step { taken: source.pos(), made: target.pos() })
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.context.reset(ResetDirective::SessionAndParameters).map_err(failure)?;
        self.total_in = 0;
        self.set_up()
    }

    fn is_light(&self, input: usize) -> bool {
        self.total_in + input as u64 <= LIGHT_TO_COMPRESS
    }
}

/// `ZSTD_c_strategy`.
const STRATEGY: i32 = 107;

/// The parameter of a number; `None` for a number or a strategy that the library does not have.
fn compression_parameter(key: i32, value: i32) -> Option<CParameter> {
    let number = value as u32;
    Some(match key {
        100 => CParameter::CompressionLevel(value),
        101 => CParameter::WindowLog(number),
        102 => CParameter::HashLog(number),
        103 => CParameter::ChainLog(number),
        104 => CParameter::SearchLog(number),
        105 => CParameter::MinMatch(number),
        106 => CParameter::TargetLength(number),
        STRATEGY => CParameter::Strategy(strategy(value)?),
        160 => CParameter::EnableLongDistanceMatching(switch(value)?),
        161 => CParameter::LdmHashLog(number),
        162 => CParameter::LdmMinMatch(number),
        163 => CParameter::LdmBucketSizeLog(number),
        164 => CParameter::LdmHashRateLog(number),
        200 => CParameter::ContentSizeFlag(value != 0),
        201 => CParameter::ChecksumFlag(value != 0),
        202 => CParameter::DictIdFlag(value != 0),
        400 => CParameter::NbWorkers(number),
        401 => CParameter::JobSize(number),
        402 => CParameter::OverlapSizeLog(number),
        _ => return None,
    })
}

fn switch(value: i32) -> Option<bool> {
    match value {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn strategy(value: i32) -> Option<Strategy> {
    Some(match value {
        1 => Strategy::ZSTD_fast,
        2 => Strategy::ZSTD_dfast,
        3 => Strategy::ZSTD_greedy,
        4 => Strategy::ZSTD_lazy,
        5 => Strategy::ZSTD_lazy2,
        6 => Strategy::ZSTD_btlazy2,
        7 => Strategy::ZSTD_btopt,
        8 => Strategy::ZSTD_btultra,
        9 => Strategy::ZSTD_btultra2,
        _ => return None,
    })
}

// --- Decompression ---------------------------------------------------------------------------------------------------

/// A decompressing stream.
pub struct Decoder {
    context: DCtx<'static>,
    settings: Settings,
    at: Place,
}

/// Where in a stream of frames the decoder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the first frame or within one.
    Inside,
    /// After a whole frame.
    Between,
}

impl Decoder {
    /// A new stream.
    ///
    /// # Errors
    /// When the library refuses the settings.
    pub fn new(settings: Settings) -> Result<Decoder, Failure> {
        let context =
            DCtx::try_create().ok_or_else(|| Failure::initialization("Could not initialize zstd instance"))?;
        let mut decoder = Decoder { context, settings, at: Place::Inside };
        decoder.set_up()?;
        Ok(decoder)
    }

    fn set_up(&mut self) -> Result<(), Failure> {
        let refused = |_| Failure::initialization("Setting parameter failed");
        for &(key, value) in &self.settings.params {
            let parameter = (key == WINDOW_LOG_MAX).then_some(DParameter::WindowLogMax(value as u32));
            self.context.set_parameter(parameter.ok_or(0).map_err(refused)?).map_err(refused)?;
        }
        if let Some(dictionary) = &self.settings.dictionary {
            let loaded = self.context.load_dictionary(dictionary);
            loaded.map_err(|_| Failure::initialization("Failed to load zstd dictionary"))?;
        }
        Ok(())
    }
}

/// `ZSTD_d_windowLogMax`, the one parameter of a decompressor.
const WINDOW_LOG_MAX: i32 = 100;

impl Codec for Decoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure> {
        let mut source = InBuffer::around(input);
        let mut target = OutBuffer::around(output);
        while self.at == Place::Inside || begins_frame(&input[source.pos()..]) {
            let (from, filled) = (source.pos(), target.pos());
            let hint = self.context.decompress_stream(&mut target, &mut source).map_err(failure)?;
            self.at = if hint == 0 { Place::Between } else { Place::Inside };
            let is_full = target.pos() == target.capacity();
            let is_stuck = source.pos() == from && target.pos() == filled;
            if is_full || is_stuck || (self.at == Place::Inside && source.pos() == input.len()) {
                break;
            }
        }
        let step = Step { taken: source.pos(), made: target.pos() };
        if flush == END && self.at == Place::Inside && step.made < target.capacity() {
            return Err(Failure::early_end());
        }
        Ok(step)
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.context.reset(ResetDirective::SessionAndParameters).map_err(failure)?;
        self.at = Place::Inside;
        self.set_up()
    }

    fn is_light(&self, input: usize) -> bool {
        input <= LIGHT_TO_DECOMPRESS
    }
}

fn begins_frame(input: &[u8]) -> bool {
    input.first_chunk().is_some_and(|magic| {
        let magic = u32::from_le_bytes(*magic);
        magic == MAGIC || magic & 0xFFFF_FFF0 == MAGIC_TO_SKIP
    })
}

/// The error of a library call; its number is the result's negative.
fn failure(code: usize) -> Failure {
    let errno = code.wrapping_neg() as i32;
    let name = NAMES.iter().find(|(number, _)| *number == errno).map_or("GENERIC", |(_, name)| name);
    Failure::new(format!("ZSTD_error_{name}"), get_error_name(code), errno)
}

const NAMES: &[(i32, &str)] = &[
    (10, "prefix_unknown"),
    (12, "version_unsupported"),
    (14, "frameParameter_unsupported"),
    (16, "frameParameter_windowTooLarge"),
    (20, "corruption_detected"),
    (22, "checksum_wrong"),
    (24, "literals_headerWrong"),
    (30, "dictionary_corrupted"),
    (32, "dictionary_wrong"),
    (34, "dictionaryCreation_failed"),
    (40, "parameter_unsupported"),
    (41, "parameter_combination_unsupported"),
    (42, "parameter_outOfBound"),
    (44, "tableLog_tooLarge"),
    (46, "maxSymbolValue_tooLarge"),
    (48, "maxSymbolValue_tooSmall"),
    (50, "stabilityCondition_notRespected"),
    (60, "stage_wrong"),
    (62, "init_missing"),
    (64, "memory_allocation"),
    (66, "workSpace_tooSmall"),
    (70, "dstSize_tooSmall"),
    (72, "srcSize_wrong"),
    (74, "dstBuffer_null"),
    (80, "noForwardProgress_destFull"),
    (82, "noForwardProgress_inputEmpty"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert;

    fn pack(text: &[u8]) -> Vec<u8> {
        let packed = convert(&mut Encoder::new(Settings::default()).unwrap(), text, usize::MAX, END).unwrap();
        packed.unwrap().0
    }

    fn unpack(packed: &[u8]) -> Result<(Vec<u8>, usize), Failure> {
        convert(&mut Decoder::new(Settings::default())?, packed, usize::MAX, END).map(Option::unwrap_or_default)
    }

    #[test]
    fn frames_in_a_row_are_one_text_and_garbage_is_left() {
        let mut packed = pack(b"one ");
        packed.extend(pack(&b"two ".repeat(50_000)));
        let whole = packed.len();
        packed.extend(b"junk");
        let (text, taken) = unpack(&packed).unwrap();
        assert_eq!((text.len(), taken), (4 + 200_000, whole));
    }

    #[test]
    fn broken_data_is_named() {
        assert_eq!(unpack(b"nonsense").unwrap_err().code, "ZSTD_error_prefix_unknown");
        let packed = pack(b"text");
        assert_eq!(unpack(&packed[..packed.len() - 1]).unwrap_err(), Failure::early_end());
    }

    #[test]
    fn a_pledge_is_kept() {
        let settings = Settings { pledged_size: Some(3), ..Settings::default() };
        let packed = convert(&mut Encoder::new(settings).unwrap(), b"four", usize::MAX, END);
        assert_eq!(packed.unwrap_err().code, "ZSTD_error_srcSize_wrong");
    }
}
