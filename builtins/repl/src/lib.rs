//! `node:repl`, written in JavaScript only.

runtime::builtin! { name: "repl" }
