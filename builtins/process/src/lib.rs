//! `node:process`: the process object, the tick and microtask queues, warnings, uncaught errors.

mod runtime_hooks;

runtime::builtin! {
    name: "process",
    ops: [
        runtime_hooks::run_microtasks,
        runtime_hooks::enqueue_microtask,
        runtime_hooks::trigger_uncaught_exception,
        runtime_hooks::get_options,
        runtime_hooks::set_tick_callback,
        runtime_hooks::set_promise_reject_callback,
        runtime_hooks::set_uncaught_exception_callback,
        runtime_hooks::set_fatal_formatter,
        runtime_hooks::set_exit_callbacks,
        runtime_hooks::versions,
    ],
}
