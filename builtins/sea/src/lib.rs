//! `node:sea`.

runtime::builtin! { name: "sea" }
