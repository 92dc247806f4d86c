//! `node:domain`.

runtime::builtin! { name: "domain" }
