//! Header blocks at the border: one string each way.

use http2::{Field, Fields};
use runtime::engine::v8;

/// Ends names and values in both directions; no name or value may hold it.
const SEPARATOR: u8 = 0;

/// The fields of a packed block: name, value and a flag (`1` for sensitive), each ended by the separator.
pub(crate) struct Packed(Vec<u8>);

impl Packed {
    pub(crate) fn of(scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> Packed {
        let mut bytes = vec![0; text.length()];
        text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
        Packed(bytes)
    }

    /// The fields, or `None` when a value holds a separator of its own.
    pub(crate) fn fields(&self, count: usize) -> Option<Vec<Field<'_>>> {
        let mut parts = self.0.split(|&byte| byte == SEPARATOR);
        let mut fields = Vec::with_capacity(count);
        for _ in 0..count {
            let (name, value, flag) = (parts.next()?, parts.next()?, parts.next()?);
            fields.push(Field { name, value, sensitive: flag == b"1" });
        }
        let rest = parts.next()?;
        (rest.is_empty() && parts.next().is_none()).then_some(fields)
    }
}

/// Names and values, each followed by the separator, and an array of the names that are sensitive, if any are.
pub(crate) fn to_js<'s>(scope: &mut v8::PinScope<'s, '_>, fields: &Fields) -> [v8::Local<'s, v8::Value>; 2] {
    let mut text = Vec::with_capacity(fields.size());
    let mut sensitive = Vec::new();
    for field in fields.iter() {
        if !text.is_empty() {
            text.push(SEPARATOR);
        }
        text.extend_from_slice(field.name);
        text.push(SEPARATOR);
        text.extend_from_slice(field.value);
        if field.sensitive {
            sensitive.push(latin1(scope, field.name));
        }
    }
    let names = match sensitive.is_empty() {
        true => v8::undefined(scope).into(),
        false => v8::Array::new_with_elements(scope, &sensitive).into(),
    };
    [latin1(scope, &text), names]
}

/// A string with one character a byte.
pub(crate) fn latin1<'s>(scope: &mut v8::PinScope<'s, '_>, bytes: &[u8]) -> v8::Local<'s, v8::Value> {
    v8::String::new_from_one_byte(scope, bytes, v8::NewStringType::Normal)
        .unwrap_or_else(|| v8::String::empty(scope))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` stands for the separator.
    fn packed(text: &str) -> Packed {
        Packed(text.replace('|', "\0").into_bytes())
    }

    #[test]
    fn a_separator_in_a_value_is_found() {
        let good = packed(":path|/||x|y|1|");
        let fields = good.fields(2).unwrap();
        assert!(fields[1].sensitive && fields[0].value == b"/");
        assert!(packed("x|a|b||").fields(1).is_none());
        assert!(packed("x|a||").fields(2).is_none());
    }
}
