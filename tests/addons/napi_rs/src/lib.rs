//! An addon in Rust, by napi-rs: functions, a class, errors, buffers, promises and calls from a thread.

use napi::bindgen_prelude::*;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

#[napi]
pub fn add(left: u32, right: u32) -> Result<u32> {
    left.checked_add(right).ok_or_else(|| Error::new(Status::InvalidArg, "too large"))
}

#[napi]
pub fn reverse(bytes: Buffer) -> Buffer {
    bytes.iter().rev().copied().collect::<Vec<u8>>().into()
}

#[napi]
pub struct Counter {
    value: i64,
}

#[napi]
impl Counter {
    #[napi(constructor)]
    pub fn new(value: i64) -> Self {
        Self { value }
    }

    #[napi]
    pub fn add(&mut self, more: i64) -> i64 {
        self.value += more;
        self.value
    }

    #[napi(getter)]
    pub fn value(&self) -> i64 {
        self.value
    }
}

#[napi]
pub async fn sum(to: u32) -> Result<f64> {
    if to == 0 { Err(Error::from_reason("nothing to sum")) } else { Ok((1..=to).map(f64::from).sum()) }
}

#[napi]
pub fn tell(times: u32, callback: ThreadsafeFunction<u32>) {
    std::thread::spawn(move || {
        for number in 0..times {
            callback.call(Ok(number), ThreadsafeFunctionCallMode::Blocking);
        }
    });
}
