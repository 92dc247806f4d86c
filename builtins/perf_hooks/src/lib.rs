//! `node:perf_hooks`.

runtime::builtin! { name: "perf_hooks" }
