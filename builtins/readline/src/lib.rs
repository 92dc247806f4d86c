//! `node:readline`, written in JavaScript only.

runtime::builtin! { name: "readline" }
