//! The codec of a JavaScript stream.
//!
//! A request is a row of numbers that JavaScript and Rust share: flush mode, offset and length of the input, offset and length of the
//! output. The answer is how much of either is left. Light work is done at once, the rest on the pool.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use compression::{Failure, Step};
use runtime::engine::{JsError, v8};
use runtime::sys::pool;
use runtime::traced_work::TracedWork;
use runtime::{Bytes, BytesMut, Callback, Slice, class, state};

use crate::setup::{FailureValue, Setup, refused};

type Shared = Arc<Mutex<Box<dyn compression::Codec>>>;

/// A codec as JavaScript holds it; nothing inside after `close`.
pub(crate) struct Codec {
    inner: RefCell<Option<Shared>>,
    /// Outlives the object when a step is on the pool.
    progress: Rc<Progress>,
}

#[derive(Default)]
struct Progress {
    is_running: Cell<bool>,
    failure: RefCell<Option<Failure>>,
}

/// The results of a step; else it is done.
const FAILED: i32 = -1;
const ON_POOL: i32 = 1;

/// What a step is to do.
#[derive(Clone, Copy)]
struct Request {
    flush: i32,
    input: (usize, usize),
    output: (usize, usize),
}

/// How many numbers a request and its answer have.
const NUMBERS: usize = 7;

impl Request {
    fn read(numbers: &[u8]) -> Option<Request> {
        let (numbers, _) = numbers.as_chunks::<4>();
        let number = |index: usize| numbers.get(index).map(|bytes| u32::from_ne_bytes(*bytes) as usize);
        (numbers.len() == NUMBERS).then_some(())?;
        let flush = number(0)? as i32;
        Some(Request { flush, input: (number(1)?, number(2)?), output: (number(3)?, number(4)?) })
    }

    /// Writes the answer beside the request.
    fn answer(self, step: Step, numbers: &mut [u8]) {
        let (numbers, _) = numbers.as_chunks_mut::<4>();
        let (left, room) = self.left(step);
        numbers[5] = left.to_ne_bytes();
        numbers[6] = room.to_ne_bytes();
    }

    /// What is left of the input and of the room.
    fn left(self, step: Step) -> (u32, u32) {
        ((self.input.1 - step.taken) as u32, (self.output.1 - step.made) as u32)
    }

    /// What does not lie within its buffer.
    fn misfit(self, input: usize, output: usize) -> Option<&'static str> {
        let fits =
            |(offset, length): (usize, usize), whole: usize| offset.checked_add(length).is_some_and(|end| end <= whole);
        if !fits(self.input, input) {
            return Some("input buffer is out of bounds");
        }
        (!fits(self.output, output)).then_some("output buffer is out of bounds")
    }

    fn run(self, codec: &Shared, input: &Bytes, output: &mut BytesMut) -> Result<Step, Failure> {
        let input = &input[self.input.0..][..self.input.1];
        let output = &mut output.as_mut_slice()[self.output.0..][..self.output.1];
        codec.lock().unwrap_or_else(PoisonError::into_inner).step(input, output, self.flush)
    }
}

#[class]
impl Codec {
    /// `new Codec(setup)`
    #[constructor]
    fn new(setup: Setup) -> Result<Codec, JsError> {
        let codec = setup.codec().map_err(refused)?;
        Ok(Codec { inner: RefCell::new(Some(Arc::new(Mutex::new(codec)))), progress: Rc::default() })
    }

    /// Does the request of `numbers`. With a function the work may go to the pool: 1 says so, and `done(status, inputLeft, room)` follows.
    /// 0 is success, -1 failure.
    #[method]
    fn step(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        mut numbers: Slice<'_>,
        input: Bytes,
        mut output: BytesMut,
        done: Option<v8::Local<'_, v8::Function>>,
    ) -> Result<i32, JsError> {
        let Some(request) = Request::read(&numbers) else {
            return Err(JsError::range_error("a request of other than the usual numbers"));
        };
        if let Some(misfit) = request.misfit(input.len(), output.len()) {
            return Err(JsError::range_error(misfit).with_code("ERR_OUT_OF_RANGE"));
        }
        let Some(codec) = self.idle()? else { return Ok(0) };
        let is_light = codec.lock().unwrap_or_else(PoisonError::into_inner).is_light(request.input.1);
        if let Some(done) = done.filter(|_| !is_light) {
            self.run_on_pool(scope, request, codec, (input, output), done);
            return Ok(ON_POOL);
        }
        let result = request.run(&codec, &input, &mut output);
        Ok(self.progress.note(result, |step| request.answer(step, numbers.as_mut_slice())))
    }

    /// What went wrong in the last step: `[message, errno, code]`.
    #[method]
    fn failure(&self) -> Option<FailureValue> {
        self.progress.failure.take().map(FailureValue)
    }

    /// Starts anew.
    #[method]
    fn reset(&self) -> Result<bool, JsError> {
        if self.progress.is_running.get() {
            return Err(JsError::error("Cannot reset zlib stream while a write is in progress"));
        }
        self.change(|codec| codec.reset())
    }

    /// Compresses at another level and with another strategy from here on.
    #[method]
    fn params(&self, level: i32, strategy: i32) -> Result<bool, JsError> {
        self.change(|codec| codec.set_params(level, strategy))
    }

    /// Gives the memory back, once the step on the pool is done.
    #[method]
    fn close(&self) {
        self.inner.take();
    }
}

impl Codec {
    /// The codec, when it is open and no step runs.
    fn idle(&self) -> Result<Option<Shared>, JsError> {
        if self.progress.is_running.get() {
            return Err(JsError::error("write already in progress"));
        }
        Ok(self.inner.borrow().clone())
    }

    fn change(&self, action: impl FnOnce(&mut dyn compression::Codec) -> Result<(), Failure>) -> Result<bool, JsError> {
        let Some(codec) = self.idle()? else { return Ok(true) };
        let result = action(&mut **codec.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(self.progress.note(result, |()| ()) != FAILED)
    }

    fn run_on_pool(
        &self,
        scope: &mut v8::PinScope<'_, '_>,
        request: Request,
        codec: Shared,
        (input, mut output): (Bytes, BytesMut),
        done: v8::Local<'_, v8::Function>,
    ) {
        self.progress.is_running.set(true);
        let callback = Callback::new(scope, done);
        let progress = Rc::clone(&self.progress);
        let runtime = state(scope);
        let work = TracedWork::begin(&runtime, || Some("zlib"));
        let job = work.around(move || request.run(&codec, &input, &mut output));
        pool::spawn(runtime.event_loop(), job, move |result| {
            progress.is_running.set(false);
            let mut left = (0, 0);
            let status = progress.note(result, |step| left = request.left(step));
            callback.call(|scope| {
                work.end(scope);
                let status = v8::Integer::new(scope, status).into();
                let (left, room) = left;
                let [left, room] = [left, room].map(|number| v8::Integer::new_from_unsigned(scope, number).into());
                [status, left, room]
            });
        });
    }
}

impl Progress {
    /// Keeps a failure for `failure()`; gives the status.
    fn note<T>(&self, result: Result<T, Failure>, success: impl FnOnce(T)) -> i32 {
        match result {
            Ok(value) => {
                success(value);
                0
            }
            Err(failure) => {
                self.failure.replace(Some(failure));
                FAILED
            }
        }
    }
}
