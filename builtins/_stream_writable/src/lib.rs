//! `node:_stream_writable`.

runtime::builtin! { name: "_stream_writable" }
