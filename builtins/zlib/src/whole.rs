//! Whole buffers: the functions without a stream.

use runtime::engine::{JsError, v8};
use runtime::{Bytes, OpError, ToV8, op};

use crate::codec::{Codec, FINISH, Failure, Format, Progress, Setup};

/// How much room a step gets at first; each further one gets as much as all before it together.
const FIRST_ROOM: usize = 16 * 1024;

/// What a conversion gave: bytes, or the code and message of what is wrong with the input.
pub(crate) struct Converted(Result<Option<Vec<u8>>, Failure>);

impl<'s> ToV8<'s> for Converted {
    /// A `Uint8Array`; `null` when the output is over the limit; `[code, message]` for a failure.
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            Ok(Some(output)) => output.to_v8(scope),
            Ok(None) => Ok(v8::null(scope).into()),
            Err(failure) => vec![failure.code.to_owned(), failure.message].to_v8(scope),
        }
    }
}

/// Runs a whole buffer through a codec.
#[op(blocking)]
pub(crate) fn convert(
    input: Bytes,
    format: i32,
    level: i32,
    window_bits: i32,
    dictionary: Option<Bytes>,
    limit: f64,
    finish: i32,
) -> Result<Converted, OpError> {
    let setup = Setup {
        format: Format::from_number(format),
        level,
        window_bits: window_bits as u8,
        dictionary: dictionary.map(|bytes| bytes.to_vec()),
    };
    Ok(Converted(Codec::new(setup).and_then(|mut codec| run(&mut codec, &input, limit as usize, finish))))
}

/// All of `input`; `None` when the output exceeds `limit`.
pub(crate) fn run(codec: &mut Codec, input: &[u8], limit: usize, finish: i32) -> Result<Option<Vec<u8>>, Failure> {
    let (mut output, mut at) = (Vec::new(), 0);
    loop {
        let room = output.len().max(FIRST_ROOM);
        let (taken, progress) = codec.step(&input[at..], &mut output, room, finish)?;
        at += taken;
        if output.len() > limit {
            return Ok(None);
        }
        match progress {
            Progress::OutputFull => {}
            Progress::Ended if at < input.len() => {}
            Progress::InputDone if at < input.len() => {}
            Progress::InputDone if finish == FINISH && !codec.has_ended() => return Err(Failure::early_end()),
            Progress::Ended | Progress::InputDone => return Ok(Some(output)),
        }
    }
}

/// CRC-32 of `data`, continuing from `value`.
#[op]
pub(crate) fn crc32(data: Bytes, value: u32) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(&data);
    if value == 0 {
        return crc.sum();
    }
    // The sum of two texts in a row follows from their sums and the second's length.
    combine(value, crc.sum(), data.len() as u64)
}

/// The CRC-32 of two texts in a row: the first's sum is moved over as many zero bytes as the second has.
fn combine(first: u32, second: u32, length: u64) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let multiply = |a: u32, mut b: u32| {
        let mut product = 0;
        for bit in (0..32).rev() {
            if a >> bit & 1 == 1 {
                product ^= b;
            }
            b = if b & 1 == 1 { b >> 1 ^ POLYNOMIAL } else { b >> 1 };
        }
        product
    };
    // x to the power of 8 * length, by squaring; bit 31 is x^0.
    let (mut power, mut factor, mut left) = (1 << 31, 1 << 23, length);
    while left > 0 {
        if left & 1 == 1 {
            power = multiply(factor, power);
        }
        factor = multiply(factor, factor);
        left >>= 1;
    }
    multiply(power, first) ^ second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_parts_combine() {
        let sum = |bytes: &[u8]| {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            crc.sum()
        };
        assert_eq!(combine(sum(b"hello "), sum(b"world"), 5), sum(b"hello world"));
    }
}
