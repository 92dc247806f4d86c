//! `node:sys`.

runtime::builtin! { name: "sys" }
