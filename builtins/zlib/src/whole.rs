//! Whole buffers: the functions without a stream.

use compression::Failure;
use runtime::engine::{JsError, v8};
use runtime::{Bytes, OpError, ToV8, op};

use crate::setup::{FailureValue, Setup, refused};

/// What a conversion gave.
pub(crate) enum Converted {
    /// The output and how much of the input it is of.
    Done(Vec<u8>, usize),
    /// The output is over the limit.
    TooLong,
    /// The input is not right.
    Failed(Failure),
}

impl<'s> ToV8<'s> for Converted {
    /// `[Uint8Array, taken]`; `null` when the output is over the limit; `[message, errno, code]` for a failure.
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Converted::Done(output, taken) => (output, taken).to_v8(scope),
            Converted::TooLong => Ok(v8::null(scope).into()),
            Converted::Failed(failure) => FailureValue(failure).to_v8(scope),
        }
    }
}

/// Runs a whole buffer through a codec; more than `limit` bytes of output are too many.
#[op(blocking)]
pub(crate) fn convert(input: Bytes, setup: Setup, limit: f64, finish: i32) -> Result<Converted, OpError> {
    let mut codec = setup.codec().map_err(refused)?;
    Ok(match compression::convert(&mut *codec, &input, limit as usize, finish) {
        Ok(Some((output, taken))) => Converted::Done(output, taken),
        Ok(None) => Converted::TooLong,
        Err(failure) => Converted::Failed(failure),
    })
}

/// CRC-32 of `data`, continuing from `value`.
#[op]
pub(crate) fn crc32(data: Bytes, value: u32) -> u32 {
    compression::zlib::crc32(value, &data)
}
