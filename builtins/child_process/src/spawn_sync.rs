//! Running a child to its end.

use std::time::Duration;

use runtime::engine::v8;
use runtime::permission::{self, Permission};
use runtime::sys::process::{ExitStatus, Stdio, SyncLimits, SyncOutput, SyncPipe, spawn_sync as run};
use runtime::sys::{self, Error};
use runtime::{Bytes, JsError, ToV8, op};

use crate::command::CommandArg;

/// What JavaScript gets: `[pid, code, signal, errno, outputs]`; without a pid the child did not start.
pub(crate) struct Outcome(sys::Result<SyncOutput>);

/// Starts the command and waits for its end. An entry of `stdio` is a descriptor, -1 for nothing, or -2 for a pipe,
/// into which the same entry of `inputs` is written. A timeout (milliseconds) of 0 and a negative `max_buffer` are no
/// limits.
#[op(permit = permission::require(scope, Permission::ChildProcess, &command.file()))]
pub(crate) fn spawn_sync(
    command: CommandArg,
    stdio: Vec<i32>,
    inputs: Vec<Option<Bytes>>,
    timeout: f64,
    max_buffer: f64,
    kill_signal: i32,
) -> Outcome {
    let limits = SyncLimits {
        timeout: (timeout > 0.0).then(|| Duration::from_millis(timeout as u64)),
        max_buffer: (max_buffer >= 0.0 && max_buffer.is_finite()).then_some(max_buffer as usize),
        kill_signal,
    };
    let pipes = stdio.iter().zip(inputs).map(|(&entry, input)| pipe(entry, input)).collect();
    Outcome(run(&command.0, pipes, limits))
}

fn pipe(entry: i32, input: Option<Bytes>) -> SyncPipe {
    match entry {
        -2 => SyncPipe::Pipe(input.map_or_else(Vec::new, |bytes| bytes.to_vec())),
        fd if fd >= 0 => SyncPipe::Plain(Stdio::Fd(fd)),
        _ => SyncPipe::Plain(Stdio::Ignore),
    }
}

impl<'s> ToV8<'s> for Outcome {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let null = v8::null(scope).into();
        let (pid, code, signal, error, outputs) = match self.0 {
            Ok(output) => {
                let (code, signal) = match output.status {
                    ExitStatus::Code(code) => (Some(code), None),
                    ExitStatus::Signal(signal) => (None, Some(signal)),
                };
                (output.pid, code, signal, output.error, Some(output.output))
            }
            Err(error) => (0, None, None, Some(error), None),
        };
        let errno = error.as_ref().map_or(0, Error::uv_errno);
        let outputs = outputs.map_or(Ok(null), |outputs| array(scope, outputs))?;
        let number = |scope: &mut v8::PinScope<'s, '_>, value: Option<i32>| match value {
            Some(value) => v8::Integer::new(scope, value).into(),
            None => null,
        };
        let (code, signal) = (number(scope, code), number(scope, signal));
        (pid, code, signal, errno, outputs).to_v8(scope)
    }
}

/// The outputs by place; `null` for what was no pipe.
fn array<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    outputs: Vec<Option<Vec<u8>>>,
) -> Result<v8::Local<'s, v8::Value>, JsError> {
    let mut values = Vec::with_capacity(outputs.len());
    for output in outputs {
        values.push(match output {
            Some(bytes) => bytes.to_v8(scope)?,
            None => v8::null(scope).into(),
        });
    }
    Ok(v8::Array::new_with_elements(scope, &values).into())
}
