//! `node:_stream_readable`.

runtime::builtin! { name: "_stream_readable" }
