//! `node:buffer`.

runtime::builtin! { name: "buffer" }
