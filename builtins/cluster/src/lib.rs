//! `node:cluster`. All of it is JavaScript over `node:net` and `node:child_process`.

runtime::builtin! { name: "cluster" }
