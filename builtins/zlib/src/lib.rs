//! `node:zlib`: deflate, zlib and gzip over zlib-rs.
//!
//! [`codec::Codec`] is the state machine, bytes in and bytes out; [`stream::Zlib`] holds one for a JavaScript stream, and the one-shot ops
//! of [`whole`] run one over a whole buffer, inline or on the pool.

mod codec;
mod stream;
mod whole;

runtime::builtin! {
    name: "zlib",
    ops: [whole::convert, whole::crc32],
    classes: [stream::Zlib],
}
