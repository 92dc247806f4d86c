//! `node:os`.

runtime::builtin! { name: "os" }
