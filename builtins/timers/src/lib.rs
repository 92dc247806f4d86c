//! `node:timers` and `node:timers/promises`.

mod immediate;
mod timer;

use runtime::{op, state, v8};

/// Takes the two functions that run what is due.
#[op]
fn setup_timers<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    process_immediate: v8::Local<'s, v8::Function>,
    process_timers: v8::Local<'s, v8::Function>,
) {
    let runtime = state(scope);
    runtime.slot::<immediate::Immediates>().set_callback(v8::Global::new(scope, process_immediate));
    runtime.slot::<timer::NativeTimer>().set_callback(v8::Global::new(scope, process_timers));
}

runtime::builtin! {
    name: "timers",
    ops: [
        setup_timers,
        timer::schedule_timer,
        timer::toggle_timer_ref,
        timer::get_loop_now,
        immediate::toggle_immediate_ref,
    ],
}
