//! `node:diagnostics_channel`.

runtime::builtin! { name: "diagnostics_channel" }
