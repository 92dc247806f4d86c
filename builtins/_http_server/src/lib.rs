//! `node:_http_server`: parts of `node:http` under the name old programs reach them by.
#![expect(non_snake_case, reason = "the crate is named like the module")]

runtime::builtin! { name: "_http_server" }
