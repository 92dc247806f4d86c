//! The one native timer behind all of JavaScript's: armed for the earliest expiry, it calls `processTimers`.

use std::cell::RefCell;
use std::rc::Rc;

use runtime::sys::event_loop::{Loop, Timer};
use runtime::{Runtime, op, state, v8};

/// The timer of an isolate, made by the first `scheduleTimer`.
#[derive(Default)]
pub(crate) struct NativeTimer {
    timer: RefCell<Option<Timer>>,
    process_timers: RefCell<Option<v8::Global<v8::Function>>>,
}

impl NativeTimer {
    pub(crate) fn set_callback(&self, callback: v8::Global<v8::Function>) {
        *self.process_timers.borrow_mut() = Some(callback);
    }

    fn timer(&self, event_loop: &Loop, runtime: &Rc<Runtime>) -> Timer {
        let mut timer = self.timer.borrow_mut();
        timer.get_or_insert_with(|| made(event_loop, Rc::downgrade(runtime))).clone()
    }
}

fn made(event_loop: &Loop, runtime: std::rc::Weak<Runtime>) -> Timer {
    let timer = Timer::new(
        event_loop,
        Box::new(move |timer| {
            if let Some(runtime) = runtime.upgrade() {
                fire(&runtime, timer);
            }
        }),
    );
    timer.unreference();
    timer
}

/// Runs what is due, again after every callback that threw, and arms the timer for what is next: before the ticks and microtasks of the
/// last callback run, because they may arm it for something earlier or end what keeps the loop alive.
fn fire(runtime: &Rc<Runtime>, timer: &Timer) {
    runtime.call_into_js(|scope| {
        if let Some(next) = process_timers(runtime, scope).filter(|next| *next != 0.0) {
            arm(timer, runtime.event_loop(), next);
        }
    });
}

fn process_timers(runtime: &Rc<Runtime>, scope: &mut v8::PinScope<'_, '_>) -> Option<f64> {
    let slot = runtime.slot::<NativeTimer>();
    let callback = slot.process_timers.borrow().as_ref().map(|callback| v8::Local::new(scope, callback))?;
    loop {
        let now = v8::Number::new(scope, now(runtime.event_loop()) as f64);
        let receiver = v8::undefined(scope);
        if let Some(next) = runtime.call_reporting(scope, callback, receiver.into(), &[now.into()]) {
            return next.number_value(scope);
        }
        if runtime.is_ending(scope) {
            return None;
        }
    }
}

/// `next` is the expiry; negative when nothing referenced waits.
fn arm(timer: &Timer, event_loop: &Loop, next: f64) {
    let delay = (next.abs() as u64).saturating_sub(now(event_loop)).max(1);
    timer.start(delay, 0);
    if next > 0.0 { timer.reference() } else { timer.unreference() }
}

fn now(event_loop: &Loop) -> u64 {
    event_loop.update_time();
    event_loop.now()
}

/// Arms the timer to fire in `delay` milliseconds.
#[op]
pub(crate) fn schedule_timer(scope: &mut v8::PinScope<'_, '_>, delay: f64) {
    let runtime = state(scope);
    let event_loop = runtime.event_loop();
    runtime.slot::<NativeTimer>().timer(event_loop, &runtime).start(delay as u64, 0);
}

/// Lets the timer keep the loop alive, or not.
#[op]
pub(crate) fn toggle_timer_ref(scope: &mut v8::PinScope<'_, '_>, reference: bool) {
    let runtime = state(scope);
    let timer = runtime.slot::<NativeTimer>().timer(runtime.event_loop(), &runtime);
    if reference { timer.reference() } else { timer.unreference() }
}

/// The loop's clock, read anew, in milliseconds since the loop was made. Every timer asks, so it is a fast op, which has no scope to find the loop
/// by.
#[op(fast)]
pub(crate) fn get_loop_now() -> f64 {
    state::current().map_or(0.0, |runtime| now(runtime.event_loop()) as f64)
}
