//! Byte classes of the HTTP grammar as lookup tables.

/// `tchar` of RFC 9110 section 5.6.2: what a method, header name or chunk extension consists of.
pub(crate) fn is_token(byte: u8) -> bool {
    TOKEN[byte as usize]
}

/// `field-vchar`, space and tab, with every byte from 0x80 up, which header values carry as latin1.
pub(crate) fn is_value(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f || byte == b'\t'
}

/// A visible ASCII byte: what the path of a request target consists of.
pub(crate) fn is_target(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// Space or tab, the only whitespace inside a line.
pub(crate) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// How many leading bytes of `input` are of `class`.
pub(crate) fn run(input: &[u8], class: impl Fn(u8) -> bool) -> usize {
    input.iter().position(|&byte| !class(byte)).unwrap_or(input.len())
}

const TOKEN: [bool; 256] = token_table();

const fn token_table() -> [bool; 256] {
    let mut table = [false; 256];
    let symbols = b"!#$%&'*+-.^_`|~";
    let mut at = 0;
    while at < symbols.len() {
        table[symbols[at] as usize] = true;
        at += 1;
    }
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = true;
        }
        byte += 1;
    }
    table
}
