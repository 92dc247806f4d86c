//! `node:test`: tests, suites, hooks and mocks. JavaScript only.

runtime::builtin! { name: "test" }
