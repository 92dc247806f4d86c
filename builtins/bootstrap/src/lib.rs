//! `node:bootstrap`.

runtime::builtin! { name: "bootstrap" }
