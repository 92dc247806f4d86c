//! `node:async_hooks` and the async context that every queue keeps.

runtime::builtin! { name: "async_hooks" }
