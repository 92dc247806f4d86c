//! Base64 by the vectorised encoder.

use v8::simdutf::{self, Base64Options};

use crate::memory::spare;

/// RFC 4648 section 4.
pub fn standard(bytes: &[u8]) -> Vec<u8> {
    encode(bytes, Base64Options::Default)
}

/// RFC 4648 section 5, without padding.
pub fn url_safe(bytes: &[u8]) -> Vec<u8> {
    encode(bytes, Base64Options::Url)
}

fn encode(bytes: &[u8], options: Base64Options) -> Vec<u8> {
    let length = simdutf::base64_length_from_binary(bytes.len(), options);
    let mut text = Vec::with_capacity(length);
    // SAFETY: the encoder writes as many bytes as it said before, and reads none.
    unsafe {
        let written = simdutf::binary_to_base64(bytes, spare(&mut text), options);
        text.set_len(written);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_rfc() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in pairs {
            assert_eq!(standard(bytes.as_bytes()), text.as_bytes());
            assert_eq!(url_safe(bytes.as_bytes()), text.trim_end_matches('=').as_bytes());
        }
        assert_eq!(standard(&[0xff; 6]), b"////////");
        assert_eq!(url_safe(&[0xfb; 3]), b"-_v7");
    }
}
