//! `node:_http_incoming`: parts of `node:http` under the name old programs reach them by.

runtime::builtin! { name: "_http_incoming" }
