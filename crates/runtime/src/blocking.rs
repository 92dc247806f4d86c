//! Blocking work on the thread pool with a JavaScript callback at its end.

use engine::{IntoException, ToV8, v8};

use sys::pool::Lane;

use crate::builtin::Request;
use crate::enter::Callback;
use crate::errors::OpError;
use crate::hooks::{Hook, Shared, tick_info};
use crate::state;
use crate::traced_work::TracedWork;

/// [`blocking`] for an op, which is called `request` while it runs.
pub fn blocking_op<T, E>(
    scope: &mut v8::PinScope<'_, '_>,
    callback: v8::Local<'_, v8::Function>,
    request: Request,
    job: impl FnOnce() -> Result<T, E> + Send + 'static,
) where
    T: for<'s> ToV8<'s> + Send + 'static,
    E: Into<OpError> + Send + 'static,
{
    if state(scope).hooks().shared(Shared::TickInfo, tick_info::TRACKS_REQUESTS) != 0
        && let Some(callback) = tracked(scope, callback, request.provider)
    {
        return start(scope, callback, request, job);
    }
    start(scope, callback, request, job);
}

/// Ends a blocking op that the permission model forbids: by its callback when it has one.
pub fn refuse_blocking(scope: &mut v8::PinScope<'_, '_>, callback: v8::Local<'_, v8::Value>, error: OpError) {
    match v8::Local::<v8::Function>::try_from(callback) {
        Ok(callback) => blocking(scope, callback, move || Err::<(), OpError>(error)),
        Err(_) => engine::error::throw(scope, error),
    }
}

/// The callback as an async resource that hooks see.
fn tracked<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    callback: v8::Local<'_, v8::Function>,
    provider: &str,
) -> Option<v8::Local<'s, v8::Function>> {
    let runtime = state(scope);
    let track = runtime.hooks().function(scope, Hook::TrackRequest)?;
    let receiver = v8::undefined(scope);
    let callback = v8::Local::new(scope, callback);
    let provider = engine::string(scope, provider);
    runtime.call_reporting(scope, track, receiver.into(), &[callback.into(), provider.into()])?.try_into().ok()
}

/// Runs `job` on the thread pool; in the poll phase after its end `callback(error)` or `callback(null, value)` is called.
pub fn blocking<T, E>(
    scope: &mut v8::PinScope<'_, '_>,
    callback: v8::Local<'_, v8::Function>,
    job: impl FnOnce() -> Result<T, E> + Send + 'static,
) where
    T: for<'s> ToV8<'s> + Send + 'static,
    E: Into<OpError> + Send + 'static,
{
    start(scope, callback, Request::PLAIN, job);
}

fn start<T, E>(
    scope: &mut v8::PinScope<'_, '_>,
    callback: v8::Local<'_, v8::Function>,
    request: Request,
    job: impl FnOnce() -> Result<T, E> + Send + 'static,
) where
    T: for<'s> ToV8<'s> + Send + 'static,
    E: Into<OpError> + Send + 'static,
{
    let callback = Callback::new(scope, callback);
    let runtime = state(scope);
    let work = TracedWork::begin(&runtime, || request.traced);
    let job = work.around(job);
    let done = move |result| finish(&callback, work, result);
    sys::pool::spawn_as(runtime.event_loop(), request.resource, Lane::Fast, job, done);
}

fn finish<T, E>(callback: &Callback, work: TracedWork, result: Result<T, E>)
where
    T: for<'s> ToV8<'s>,
    E: Into<OpError>,
{
    callback.runtime().call_into_js(|scope| {
        work.end(scope);
        let value = result.map_err(Into::into).and_then(|value| value.to_v8(scope).map_err(OpError::from));
        let null = v8::null(scope).into();
        match value {
            // Programs see the number of arguments, and what has no result passes none.
            Ok(value) if value.is_undefined() => callback.call_in(scope, &[null]),
            Ok(value) => callback.call_in(scope, &[null, value]),
            Err(error) => {
                let undefined: v8::Local<'_, v8::Value> = v8::undefined(scope).into();
                let error = error.into_exception(scope).unwrap_or(undefined);
                callback.call_in(scope, &[error])
            }
        };
    });
}
