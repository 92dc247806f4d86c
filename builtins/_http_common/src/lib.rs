//! `node:_http_common`: parts of `node:http` under the name old programs reach them by.

runtime::builtin! { name: "_http_common" }
