//! Names: labels with their lengths, on the wire possibly ending in a pointer to an earlier place.

use crate::read::{Malformed, Reader};

/// A name that cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadName;

const LABEL_MAX: usize = 63;
const NAME_MAX: usize = 255;
const POINTER: u8 = 0xc0;

/// Writes `name`, which may end in a dot; the empty name is the root.
pub(crate) fn write(message: &mut Vec<u8>, name: &str) -> Result<(), BadName> {
    let start = message.len();
    let labels = name.strip_suffix('.').unwrap_or(name);
    if labels.is_empty() && !name.is_empty() {
        return Err(BadName);
    }
    for label in labels.split('.').filter(|_| !labels.is_empty()) {
        if label.is_empty() || label.len() > LABEL_MAX || !label.bytes().all(is_allowed) {
            return Err(BadName);
        }
        message.push(label.len() as u8);
        message.extend(label.as_bytes());
    }
    message.push(0);
    if message.len() - start > NAME_MAX { Err(BadName) } else { Ok(()) }
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_/*".contains(&byte)
}

/// Reads the name at the reader's place and leaves the reader behind it. Every pointer must lead to before the place where the walk came
/// from, so the walk ends.
pub(crate) fn read(reader: &mut Reader<'_>) -> Result<String, Malformed> {
    let mut name = String::new();
    let mut length = 0;
    let mut walk = reader.clone();
    let mut before = reader.position();
    let mut is_behind = true;
    loop {
        let first = walk.u8()?;
        if first & POINTER == POINTER {
            let target = usize::from(u16::from_be_bytes([first & !POINTER, walk.u8()?]));
            if is_behind {
                *reader = walk.clone();
                is_behind = false;
            }
            if target >= before {
                return Err(Malformed);
            }
            before = target;
            walk = walk.at(target);
            continue;
        }
        if first & POINTER != 0 {
            return Err(Malformed);
        }
        if first == 0 {
            break;
        }
        length += usize::from(first) + 1;
        if length >= NAME_MAX {
            return Err(Malformed);
        }
        if !name.is_empty() {
            name.push('.');
        }
        push_label(&mut name, walk.bytes(usize::from(first))?);
    }
    if is_behind {
        *reader = walk;
    }
    Ok(name)
}

/// Dots and what cannot be printed are escaped, as in zone files.
fn push_label(name: &mut String, label: &[u8]) {
    for &byte in label {
        match byte {
            b'.' | b'\\' | b'"' | b';' | b'(' | b')' | b'@' | b'$' => name.extend(['\\', char::from(byte)]),
            0x21..=0x7e => name.push(char::from(byte)),
            _ => name.push_str(&format!("\\{byte:03}")),
        }
    }
}
