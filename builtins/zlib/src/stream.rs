//! The codec of a JavaScript stream.

use std::cell::RefCell;

use runtime::engine::{JsError, v8};
use runtime::{Bytes, ToV8, class};

use crate::codec::{Codec, FINISH, Failure, Format, Progress, Setup};

/// A codec as JavaScript holds it; `None` inside after `close`.
pub(crate) struct Zlib {
    codec: RefCell<Option<Codec>>,
}

/// What a step gave.
pub(crate) struct Step {
    taken: usize,
    output: Vec<u8>,
    progress: Progress,
}

/// A step, or what is wrong with the data.
pub(crate) struct StepResult(Result<Step, Failure>);

impl<'s> ToV8<'s> for StepResult {
    /// `[taken, output, progress]`, or `[code, message]`.
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            Ok(Step { taken, output, progress }) => (taken, output, progress as i32).to_v8(scope),
            Err(failure) => (failure.code.to_owned(), failure.message).to_v8(scope),
        }
    }
}

#[class]
impl Zlib {
    /// `new Zlib(format, level, windowBits, dictionary)`
    #[constructor]
    fn new(format: i32, level: i32, window_bits: i32, dictionary: Option<Bytes>) -> Result<Zlib, JsError> {
        let setup = Setup {
            format: Format::from_number(format),
            level,
            window_bits: window_bits as u8,
            dictionary: dictionary.map(|bytes| bytes.to_vec()),
        };
        let codec = Codec::new(setup)
            .map_err(|failure| JsError::error(failure.message).with_code("ERR_ZLIB_INITIALIZATION_FAILED"))?;
        Ok(Zlib { codec: RefCell::new(Some(codec)) })
    }

    /// Converts from `input` on, up to `room` bytes of output.
    #[method]
    fn step(&self, input: Bytes, offset: u32, flush: i32, room: u32) -> StepResult {
        let mut codec = self.codec.borrow_mut();
        let Some(codec) = codec.as_mut() else {
            return StepResult(Ok(Step { taken: 0, output: Vec::new(), progress: Progress::Ended }));
        };
        let input = &input[offset as usize..];
        let mut output = Vec::new();
        let stepped = codec.step(input, &mut output, room as usize, flush);
        let done =
            |progress| progress == Progress::InputDone && flush == FINISH && !codec.has_ended() && !codec.compresses();
        StepResult(match stepped {
            Ok((taken, progress)) if taken == input.len() && output.is_empty() && done(progress) => {
                Err(Failure::early_end())
            }
            Ok((taken, progress)) => Ok(Step { taken, output, progress }),
            Err(failure) => Err(failure),
        })
    }

    /// Starts anew.
    #[method]
    fn reset(&self) -> Result<(), JsError> {
        match &mut *self.codec.borrow_mut() {
            Some(codec) => codec.reset().map_err(|failure| JsError::error(failure.message)),
            None => Ok(()),
        }
    }

    /// Compresses at another level from here on.
    #[method]
    fn set_level(&self, level: i32) {
        if let Some(codec) = &mut *self.codec.borrow_mut() {
            codec.set_level(level);
        }
    }

    /// Gives the memory back.
    #[method]
    fn close(&self) {
        self.codec.take();
    }
}
