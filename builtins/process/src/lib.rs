//! `node:process`: the process object, the tick and microtask queues, warnings, uncaught errors.

runtime::builtin! { name: "process" }
