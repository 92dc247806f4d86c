//! `node:trace_events`.

runtime::builtin! { name: "trace_events" }
