//! `node:_stream_duplex`.

runtime::builtin! { name: "_stream_duplex" }
