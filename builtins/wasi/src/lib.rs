//! `node:wasi`: the system interface of WebAssembly modules, as the crate `wasi` gives it.

mod preview1;

runtime::builtin! { name: "wasi", classes: [preview1::Preview1] }
