//! `node:timers` and `node:timers/promises`.

runtime::builtin! { name: "timers" }
