//! `node:v8`.

runtime::builtin! { name: "v8" }
