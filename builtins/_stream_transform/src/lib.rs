//! `node:_stream_transform`.

runtime::builtin! { name: "_stream_transform" }
