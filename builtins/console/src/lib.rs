//! `node:console`: the Console class, tables and timers; the global console writes to the standard streams.

runtime::builtin! { name: "console" }
