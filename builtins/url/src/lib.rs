//! `node:url` and the URL globals.

runtime::builtin! { name: "url" }
