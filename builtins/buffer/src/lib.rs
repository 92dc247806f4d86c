//! `node:buffer`: bytes and their encodings.

mod decode;
mod encode;
mod search;

use runtime::{JsError, op, v8};

/// An `ArrayBuffer` of memory that nobody has zeroed.
#[op]
fn uninitialized<'s>(scope: &mut v8::PinScope<'s, '_>, length: f64) -> Result<v8::Local<'s, v8::ArrayBuffer>, JsError> {
    runtime::engine::memory::uninitialized(scope, length as usize)
}

runtime::builtin! {
    name: "buffer",
    ops: [
        decode::utf8_slice,
        decode::latin1_slice,
        decode::ascii_slice,
        decode::ucs2_slice,
        decode::hex_slice,
        decode::base64_slice,
        decode::base64url_slice,
        encode::utf8_write,
        encode::latin1_write,
        encode::ucs2_write,
        encode::hex_write,
        encode::base64_write,
        encode::base64_bytes,
        encode::utf8_length,
        encode::utf8_bytes,
        encode::utf8_write_into,
        encode::forgiving_base64,
        encode::binary_to_base64,
        search::compare,
        search::index_of_bytes,
        search::index_of_text,
        search::index_of_byte,
        search::fill_byte,
        search::fill_bytes,
        uninitialized,
        search::swap,
        search::is_utf8,
        search::is_ascii,
    ],
}
