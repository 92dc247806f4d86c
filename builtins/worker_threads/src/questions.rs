//! What the thread that started a worker may ask about its isolate. The answer comes from the worker's thread, also while its JavaScript is busy.

use runtime::heap;
use runtime::sys::this_process::usage::{self, Who};
use runtime::{JsError, ToV8, v8};

/// A question, by its number in JavaScript.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Question {
    HeapStatistics,
    HeapSnapshot,
    CpuUsage,
}

impl Question {
    pub(crate) fn from_number(number: i32) -> Question {
        match number {
            0 => Question::HeapStatistics,
            1 => Question::HeapSnapshot,
            _ => Question::CpuUsage,
        }
    }

    /// The answer, on the thread of the isolate.
    pub(crate) fn answer(self, isolate: &mut v8::Isolate) -> Answer {
        match self {
            Question::HeapStatistics => Answer::Figures(heap::statistics(isolate)),
            Question::HeapSnapshot => Answer::Bytes(heap::snapshot(isolate)),
            Question::CpuUsage => {
                let (user, system) = usage::processor(Who::Thread).unwrap_or_default();
                Answer::Figures(vec![user, system])
            }
        }
    }
}

/// What JavaScript gets.
pub(crate) enum Answer {
    Figures(Vec<f64>),
    Bytes(Vec<u8>),
}

impl<'s> ToV8<'s> for Answer {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Answer::Figures(figures) => figures.to_v8(scope),
            Answer::Bytes(bytes) => bytes.to_v8(scope),
        }
    }
}
