//! `node:process`: the process object, the tick and microtask queues, warnings, uncaught errors.

mod runtime_hooks;

runtime::builtin! {
    name: "process",
    ops: [
        runtime_hooks::run_microtasks,
        runtime_hooks::enqueue_microtask,
        runtime_hooks::trigger_uncaught_exception,
        runtime_hooks::get_options,
    ],
}
