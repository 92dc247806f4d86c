//! `node:_tls_common`: parts of `node:tls` under the name old programs reach them by.

runtime::builtin! { name: "_tls_common" }
