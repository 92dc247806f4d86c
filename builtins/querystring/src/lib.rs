//! `node:querystring`. All JavaScript.

runtime::builtin! { name: "querystring" }
