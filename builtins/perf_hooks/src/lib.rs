//! `node:perf_hooks`: the clock, the milestones of the process, the loop's idle time, the counts of
//! histograms and their statistics; the rest is JavaScript.

mod counts;
mod gc;
mod statistics;

use runtime::engine::string;
use runtime::sys::this_process::clock::{self, Milestone};
use runtime::{OpError, ToV8, op, state, v8};

/// Milliseconds since the process started.
#[op(fast)]
fn now() -> f64 {
    clock::milliseconds_since_start()
}

/// When the process started, in milliseconds since 1970.
#[op]
fn time_origin() -> f64 {
    clock::start_unix_milliseconds()
}

/// Milliseconds the loop has waited in poll.
#[op]
fn idle_time(scope: &mut v8::PinScope<'_, '_>) -> f64 {
    state(scope).event_loop().metrics().idle_time.as_secs_f64() * 1e3
}

/// Turns of the loop, I/O events, and those that were there when the loop came to poll.
#[op]
fn loop_metrics(scope: &mut v8::PinScope<'_, '_>) -> (f64, f64, f64) {
    let metrics = state(scope).event_loop().metrics();
    (metrics.turns as f64, metrics.events as f64, metrics.events_waiting as f64)
}

/// Milliseconds after the start by milestone; what has not happened is left out.
#[op]
fn milestones<'s>(scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let reached = [
        ("nodeStart", Some(0.0)),
        ("v8Start", clock::reached(Milestone::EngineStart)),
        ("environment", clock::reached(Milestone::Environment)),
        ("bootstrapComplete", clock::reached(Milestone::BootstrapComplete)),
        ("loopStart", state(scope).loop_start()),
        ("loopExit", clock::reached(Milestone::LoopExit)),
    ];
    let object = v8::Object::new(scope);
    for (name, time) in reached {
        if let Some(time) = time {
            let key = string(scope, name);
            let value = time.to_v8(scope)?;
            object.set(scope, key.into(), value);
        }
    }
    Ok(object)
}

runtime::builtin! {
    name: "perf_hooks",
    ops: [
        now,
        time_origin,
        idle_time,
        loop_metrics,
        milestones,
        gc::observe_gc,
        statistics::normal_two_tailed,
        statistics::student_two_tailed,
        statistics::student_quantile,
        statistics::binomial_quantile,
        statistics::estimate_density,
    ],
    classes: [counts::Counts],
}
