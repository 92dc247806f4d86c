//! `node:zlib` over the crate `compression`.
//!
//! [`setup`] makes a codec of what JavaScript asks for; [`stream::Codec`] holds one for a JavaScript stream, and the ops of [`whole`] run
//! one over a whole buffer, inline or on the pool.

mod setup;
mod stream;
mod whole;

runtime::builtin! {
    name: "zlib",
    requests: runtime::Request::PLAIN.provided_by("ZLIB").traced_as("zlib"),
    ops: [whole::convert, whole::crc32],
    classes: [stream::Codec],
}
