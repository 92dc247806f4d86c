//! `node:_stream_passthrough`.

runtime::builtin! { name: "_stream_passthrough" }
