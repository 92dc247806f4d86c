//! `node:https`: http over TLS, all in JavaScript: connections are those of `tls`, messages those of `http`.

runtime::builtin! { name: "https" }
