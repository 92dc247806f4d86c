//! `node:_http_server`: parts of `node:http` under the name old programs reach them by.

runtime::builtin! { name: "_http_server" }
