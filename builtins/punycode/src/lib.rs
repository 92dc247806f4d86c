//! `node:punycode`. All JavaScript.

runtime::builtin! { name: "punycode" }
