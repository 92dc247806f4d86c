//! What the thread that started a worker may ask about its isolate. The answer comes from the worker's thread, also while its JavaScript is busy.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use runtime::heap;
use runtime::recording::{Kind, Recording};
use runtime::sys::this_process::usage::{self, Who};
use runtime::{JsError, Runtime, ToV8, op, state, v8};

/// A question.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    HeapStatistics,
    HeapSnapshot,
    CpuUsage,
    StartRecording(Kind, String),
    FinishRecording(u32),
}

impl Question {
    /// The question by its number in JavaScript, with what belongs to it.
    pub(crate) fn from_number(number: i32, words: String) -> Question {
        match number {
            0 => Question::HeapStatistics,
            1 => Question::HeapSnapshot,
            2 => Question::CpuUsage,
            3 => Question::FinishRecording(words.parse().unwrap_or_default()),
            number => Question::StartRecording(Kind::from_number(number - 4), words),
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
            Question::StartRecording(kind, params) => start(&state(isolate), kind, &params),
            Question::FinishRecording(id) => finish(isolate, id),
        }
    }
}

/// What JavaScript gets.
pub(crate) enum Answer {
    Figures(Vec<f64>),
    Bytes(Vec<u8>),
    Text(String),
    Nothing,
}

/// The profiles that the parent takes of this thread, by number.
#[derive(Default)]
struct Recordings {
    last: Cell<u32>,
    running: RefCell<HashMap<u32, Recording>>,
}

fn start(runtime: &Rc<Runtime>, kind: Kind, params: &str) -> Answer {
    let recording = match Recording::start(runtime, kind, params) {
        Ok(Some(recording)) => recording,
        Ok(None) => return Answer::Nothing,
        Err(reason) => return Answer::Text(reason),
    };
    let recordings = runtime.slot::<Recordings>();
    recordings.last.set(recordings.last.get() + 1);
    recordings.running.borrow_mut().insert(recordings.last.get(), recording);
    Answer::Figures(vec![recordings.last.get().into()])
}

fn finish(isolate: &mut v8::Isolate, id: u32) -> Answer {
    let recording = state(isolate).slot::<Recordings>().running.borrow_mut().remove(&id);
    recording
        .map_or(Answer::Nothing, |recording| Answer::Text(recording.finish(isolate).unwrap_or_else(|reason| reason)))
}

/// [`Question::StartRecording`] for a worker that is asked by a message.
#[op]
pub(crate) fn start_recording(scope: &mut v8::PinScope<'_, '_>, kind: i32, params: String) -> Answer {
    start(&state(scope), Kind::from_number(kind), &params)
}

/// [`Question::FinishRecording`] for a worker that is asked by a message.
#[op]
pub(crate) fn finish_recording(scope: &mut v8::PinScope<'_, '_>, id: u32) -> Answer {
    finish(scope, id)
}

impl<'s> ToV8<'s> for Answer {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self {
            Answer::Figures(figures) => figures.to_v8(scope),
            Answer::Bytes(bytes) => bytes.to_v8(scope),
            Answer::Text(text) => text.to_v8(scope),
            Answer::Nothing => Ok(v8::undefined(scope).into()),
        }
    }
}
