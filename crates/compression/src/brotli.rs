//! Brotli. The streams of the library are made anew at a reset, as it has no other way to start over.

use std::ffi::CStr;
use std::ptr::{NonNull, null_mut};

use compu_brotli_sys as sys;

use crate::{Codec, Failure, Step};

/// How a stream is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The library's parameters by number.
    pub params: Vec<(i32, u32)>,
    /// Bytes both sides know.
    pub dictionary: Option<Vec<u8>>,
}

/// The library's version, `1.2.0`.
pub fn version() -> String {
    // SAFETY: the call has no preconditions.
    let packed = unsafe { sys::BrotliDecoderVersion() };
    format!("{}.{}.{}", packed >> 24, packed >> 12 & 0xfff, packed & 0xfff)
}

/// `BROTLI_OPERATION_FINISH`.
const FINISH: i32 = 2;
/// The best preparation of a dictionary; it costs once.
const DICTIONARY_QUALITY: i32 = 11;
/// The compressor gathers input and works at a flush, so the work of a step depends on what came before: only short streams are light.
const LIGHT_TO_COMPRESS: usize = 4 * 1024;
const LIGHT_TO_DECOMPRESS: usize = 32 * 1024;

// --- Compression -----------------------------------------------------------------------------------------------------

/// A compressing stream.
pub struct Encoder {
    state: EncoderState,
    settings: Settings,
    total_in: usize,
}

/// The library's state and the dictionary it refers to.
struct EncoderState {
    raw: NonNull<sys::BrotliEncoderState>,
    dictionary: Option<NonNull<sys::BrotliEncoderPreparedDictionary>>,
}

// SAFETY: the library's states are on the heap and bound to no thread; `&mut` guards every use.
unsafe impl Send for EncoderState {}

impl Encoder {
    /// A new stream.
    ///
    /// # Errors
    /// When the library refuses the settings.
    pub fn new(settings: Settings) -> Result<Encoder, Failure> {
        Ok(Encoder { state: EncoderState::new(&settings)?, settings, total_in: 0 })
    }
}

impl EncoderState {
    fn new(settings: &Settings) -> Result<EncoderState, Failure> {
        // SAFETY: no allocator means the library's own.
        let raw = unsafe { sys::BrotliEncoderCreateInstance(None, None, null_mut()) };
        let raw = NonNull::new(raw).ok_or_else(|| Failure::initialization("Could not initialize Brotli instance"))?;
        let mut state = EncoderState { raw, dictionary: None };
        for &(key, value) in &settings.params {
            // SAFETY: `raw` is a fresh instance.
            if unsafe { sys::BrotliEncoderSetParameter(raw.as_ptr(), key, value) } == 0 {
                return Err(Failure::initialization("Initialization failed"));
            }
        }
        if let Some(dictionary) = &settings.dictionary {
            state.attach(dictionary)?;
        }
        Ok(state)
    }

    fn attach(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let kind = sys::BrotliSharedDictionaryType_BROTLI_SHARED_DICTIONARY_RAW;
        let (length, data) = (bytes.len(), bytes.as_ptr());
        // SAFETY: the bytes are only read, and stay in the encoder's settings as long as the prepared dictionary that refers to them.
        let prepared = unsafe {
            sys::BrotliEncoderPrepareDictionary(kind, length, data, DICTIONARY_QUALITY, None, None, null_mut())
        };
        self.dictionary = NonNull::new(prepared);
        let Some(prepared) = self.dictionary else {
            return Err(Failure::initialization("Failed to prepare brotli dictionary"));
        };
        // SAFETY: both are instances of ours; the dictionary is destroyed after the encoder.
        if unsafe { sys::BrotliEncoderAttachPreparedDictionary(self.raw.as_ptr(), prepared.as_ptr()) } == 0 {
            return Err(Failure::initialization("Failed to attach brotli dictionary"));
        }
        Ok(())
    }
}

impl Drop for EncoderState {
    fn drop(&mut self) {
        // SAFETY: both are instances of ours and not used again.
        unsafe {
            sys::BrotliEncoderDestroyInstance(self.raw.as_ptr());
            if let Some(dictionary) = self.dictionary {
                sys::BrotliEncoderDestroyPreparedDictionary(dictionary.as_ptr());
            }
        }
    }
}

impl Codec for Encoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure> {
        let (mut left, mut next_in) = (input.len(), input.as_ptr());
        let (mut room, mut next_out) = (output.len(), output.as_mut_ptr());
        // SAFETY: the buffers are valid for the lengths given with them.
        let done = unsafe {
            sys::BrotliEncoderCompressStream(
                self.state.raw.as_ptr(),
                flush,
                &raw mut left,
                &raw mut next_in,
                &raw mut room,
                &raw mut next_out,
                null_mut(),
            )
        };
        if done == 0 {
            return Err(Failure::new("ERR_BROTLI_COMPRESSION_FAILED", "Compression failed", -1));
        }
        self.total_in += input.len() - left;
        Ok(Step { taken: input.len() - left, made: output.len() - room })
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.state = EncoderState::new(&self.settings)?;
        self.total_in = 0;
        Ok(())
    }

    fn is_light(&self, input: usize) -> bool {
        self.total_in + input <= LIGHT_TO_COMPRESS
    }
}

// --- Decompression ---------------------------------------------------------------------------------------------------

/// A decompressing stream.
pub struct Decoder {
    state: DecoderState,
    settings: Settings,
}

struct DecoderState(NonNull<sys::BrotliDecoderState>);

// SAFETY: as for the encoder.
unsafe impl Send for DecoderState {}

impl Decoder {
    /// A new stream.
    ///
    /// # Errors
    /// When the library refuses the settings.
    pub fn new(settings: Settings) -> Result<Decoder, Failure> {
        Ok(Decoder { state: DecoderState::new(&settings)?, settings })
    }

    fn failure(&self) -> Failure {
        // SAFETY: the instance is ours; the library's texts are static C strings.
        let (errno, name) = unsafe {
            let errno = sys::BrotliDecoderGetErrorCode(self.state.0.as_ptr());
            (errno, CStr::from_ptr(sys::BrotliDecoderErrorString(errno)))
        };
        Failure::new(format!("ERR_{}", name.to_string_lossy()), "Decompression failed", errno)
    }
}

impl DecoderState {
    fn new(settings: &Settings) -> Result<DecoderState, Failure> {
        // SAFETY: no allocator means the library's own.
        let raw = unsafe { sys::BrotliDecoderCreateInstance(None, None, null_mut()) };
        let raw = NonNull::new(raw).ok_or_else(|| Failure::initialization("Could not initialize Brotli instance"))?;
        let state = DecoderState(raw);
        for &(key, value) in &settings.params {
            // SAFETY: `raw` is a fresh instance.
            if unsafe { sys::BrotliDecoderSetParameter(raw.as_ptr(), key, value) } == 0 {
                return Err(Failure::initialization("Initialization failed"));
            }
        }
        if let Some(dictionary) = &settings.dictionary {
            let kind = sys::BrotliSharedDictionaryType_BROTLI_SHARED_DICTIONARY_RAW;
            // SAFETY: the bytes stay in the decoder's settings as long as the state that refers to them.
            let attached = unsafe {
                sys::BrotliDecoderAttachDictionary(raw.as_ptr(), kind, dictionary.len(), dictionary.as_ptr())
            };
            if attached == 0 {
                return Err(Failure::initialization("Failed to attach brotli dictionary"));
            }
        }
        Ok(state)
    }
}

impl Drop for DecoderState {
    fn drop(&mut self) {
        // SAFETY: the instance is ours and not used again.
        unsafe { sys::BrotliDecoderDestroyInstance(self.0.as_ptr()) };
    }
}

impl Codec for Decoder {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: i32) -> Result<Step, Failure> {
        let (mut left, mut next_in) = (input.len(), input.as_ptr());
        let (mut room, mut next_out) = (output.len(), output.as_mut_ptr());
        // SAFETY: the buffers are valid for the lengths given with them.
        let result = unsafe {
            sys::BrotliDecoderDecompressStream(
                self.state.0.as_ptr(),
                &raw mut left,
                &raw mut next_in,
                &raw mut room,
                &raw mut next_out,
                null_mut(),
            )
        };
        match result {
            sys::BrotliDecoderResult_BROTLI_DECODER_RESULT_ERROR => Err(self.failure()),
            sys::BrotliDecoderResult_BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT if flush == FINISH => {
                Err(Failure::early_end())
            }
            _ => Ok(Step { taken: input.len() - left, made: output.len() - room }),
        }
    }

    fn reset(&mut self) -> Result<(), Failure> {
        self.state = DecoderState::new(&self.settings)?;
        Ok(())
    }

    fn is_light(&self, input: usize) -> bool {
        input <= LIGHT_TO_DECOMPRESS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert;

    fn pack(text: &[u8], settings: Settings) -> Vec<u8> {
        let packed = convert(&mut Encoder::new(settings).unwrap(), text, usize::MAX, FINISH).unwrap();
        packed.unwrap().0
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let text = b"hello hello hello ".repeat(10_000);
        let packed = pack(&text, Settings::default());
        let back = convert(&mut Decoder::new(Settings::default()).unwrap(), &packed, usize::MAX, FINISH).unwrap();
        assert_eq!(back.unwrap().0, text);
    }

    #[test]
    fn a_dictionary_is_needed_on_both_sides() {
        let settings = Settings { dictionary: Some(b"hello hello dictionary".to_vec()), ..Settings::default() };
        let packed = pack(b"hello hello dictionary words", settings.clone());
        let back = convert(&mut Decoder::new(settings).unwrap(), &packed, usize::MAX, FINISH).unwrap();
        assert_eq!(back.unwrap().0, b"hello hello dictionary words");
        let without = convert(&mut Decoder::new(Settings::default()).unwrap(), &packed, usize::MAX, FINISH);
        assert!(without.ok().flatten().is_none_or(|(text, _)| text != b"hello hello dictionary words"));
    }

    #[test]
    fn an_early_end_is_an_error_only_at_the_end() {
        let packed = pack(b"hello", Settings::default());
        let mut decoder = Decoder::new(Settings::default()).unwrap();
        let mut output = [0; 64];
        assert!(decoder.step(&packed[..2], &mut output, 0).is_ok());
        assert_eq!(decoder.step(&[], &mut output, FINISH), Err(Failure::early_end()));
    }
}
