//! `node:crypto` on OpenSSL.

runtime::builtin! { name: "crypto" }
