//! The `mappings` string: Base64 digits of five bits each, least significant first, the sign in the lowest bit, every number relative to the
//! one before it.

use crate::{Error, Mapping};

/// The mappings in the order they stand in, indexes unchecked.
pub(crate) fn mappings(text: &str) -> Result<Vec<Mapping>, Error> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    let mut list = Vec::new();
    let mut running = Running::default();
    for line in 0.. {
        running.generated_column = 0;
        while !reader.at_line_end() {
            if reader.take(b',') {
                continue;
            }
            list.push(running.segment(&mut reader, line)?);
        }
        if !reader.take(b';') {
            break;
        }
    }
    Ok(list)
}

/// The numbers that the next segment is relative to.
#[derive(Default)]
struct Running {
    generated_column: i64,
    source: i64,
    original_line: i64,
    original_column: i64,
    name: i64,
}

impl Running {
    /// One, four or five numbers.
    fn segment(&mut self, reader: &mut Reader<'_>, line: u32) -> Result<Mapping, Error> {
        let mut mapping = Mapping { generated_line: line, ..Mapping::default() };
        mapping.generated_column = reader.advance(&mut self.generated_column)?;
        if reader.at_segment_end() {
            return Ok(mapping);
        }
        mapping.source = Some(reader.advance(&mut self.source)?);
        mapping.original_line = reader.advance_signed(&mut self.original_line)?;
        mapping.original_column = reader.advance_signed(&mut self.original_column)?;
        if !reader.at_segment_end() {
            mapping.name = Some(reader.advance(&mut self.name)?);
        }
        Ok(mapping)
    }
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn take(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn at_line_end(&self) -> bool {
        matches!(self.bytes.get(self.at), None | Some(b';'))
    }

    fn at_segment_end(&self) -> bool {
        matches!(self.bytes.get(self.at), None | Some(b';' | b','))
    }

    /// Adds the next number to `value`, which stays within 0 and 2³¹.
    fn advance(&mut self, value: &mut i64) -> Result<u32, Error> {
        *value += self.number()?;
        u32::try_from(*value).ok().filter(|value| *value < 1 << 31).ok_or(Error::Mappings)
    }

    /// The same within 32 signed bits.
    fn advance_signed(&mut self, value: &mut i64) -> Result<i32, Error> {
        *value += self.number()?;
        i32::try_from(*value).map_err(|_| Error::Mappings)
    }

    fn number(&mut self) -> Result<i64, Error> {
        let (mut value, mut shift) = (0_i64, 0);
        loop {
            let digit = self.bytes.get(self.at).and_then(|&byte| digit(byte)).ok_or(Error::Mappings)?;
            self.at += 1;
            value |= i64::from(digit & 31) << shift;
            shift += 5;
            if digit & 32 == 0 {
                break;
            }
            if shift > 35 {
                return Err(Error::Mappings);
            }
        }
        Ok(match value {
            // Minus zero stands for the one number that has no positive counterpart.
            1 => i64::from(i32::MIN),
            _ if value & 1 == 1 => -(value >> 1),
            _ => value >> 1,
        })
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
