//! The form of one frame on the wire (RFC 6455, section 5.2).

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    /// A further fragment of the message that has begun.
    Continuation,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Binary,
    /// The connection ends.
    Close,
    /// Asks for a pong with the same payload.
    Ping,
    /// Answers a ping.
    Pong,
}

impl Opcode {
    pub(crate) fn of(bits: u8) -> Option<Opcode> {
        Some(match bits {
            0 => Opcode::Continuation,
            1 => Opcode::Text,
            2 => Opcode::Binary,
            8 => Opcode::Close,
            9 => Opcode::Ping,
            10 => Opcode::Pong,
            _ => return None,
        })
    }

    fn bits(self) -> u8 {
        match self {
            Opcode::Continuation => 0,
            Opcode::Text => 1,
            Opcode::Binary => 2,
            Opcode::Close => 8,
            Opcode::Ping => 9,
            Opcode::Pong => 10,
        }
    }

    /// Close, ping and pong: never fragmented, at most 125 bytes.
    pub(crate) fn is_control(self) -> bool {
        self.bits() >= 8
    }
}

/// Bit of the first byte: the last fragment of its message.
pub(crate) const FIN: u8 = 0x80;
/// Bit of the first byte: the message is compressed (RFC 7692).
pub(crate) const COMPRESSED: u8 = 0x40;
/// Bit of the second byte: the payload is masked.
pub(crate) const MASKED: u8 = 0x80;

/// Appends a whole message in one frame to `out`. `mask` is the random key of a client; `compressed` says that the payload is the
/// output of permessage-deflate.
pub fn frame(
    out: &mut Vec<u8>,
    opcode: Opcode,
    payload: &[u8],
    mask: Option<[u8; 4]>,
    compressed: Option<crate::Compression>,
) {
    let compressed = if compressed.is_some() { COMPRESSED } else { 0 };
    out.push(FIN | compressed | opcode.bits());
    push_length(out, payload.len(), mask.map_or(0, |_| MASKED));
    let Some(key) = mask else { return out.extend_from_slice(payload) };
    out.extend_from_slice(&key);
    let start = out.len();
    out.extend_from_slice(payload);
    apply_mask(&mut out[start..], key);
}

/// The shortest of the three forms of a length.
fn push_length(out: &mut Vec<u8>, length: usize, masked: u8) {
    if let Some(short) = u8::try_from(length).ok().filter(|short| *short < 126) {
        out.push(masked | short);
    } else if let Ok(medium) = u16::try_from(length) {
        out.push(masked | 126);
        out.extend_from_slice(&medium.to_be_bytes());
    } else {
        out.push(masked | 127);
        out.extend_from_slice(&(length as u64).to_be_bytes());
    }
}

/// Masks or unmasks a payload, eight bytes at a time.
pub(crate) fn apply_mask(payload: &mut [u8], key: [u8; 4]) {
    let [a, b, c, d] = key;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(key.iter().cycle()) {
        *byte ^= mask;
    }
}
