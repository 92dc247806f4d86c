//! `node:path`. All JavaScript: pure text work that V8 compiles well.

runtime::builtin! { name: "path" }
