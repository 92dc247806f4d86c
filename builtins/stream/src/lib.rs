//! `node:stream`, written in JavaScript only.

runtime::builtin! { name: "stream" }
