//! Modules that several builtins share: the error classes, the argument checks, the tables behind them. JavaScript only.

runtime::builtin! { name: "shared" }
