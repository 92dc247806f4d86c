//! Header fields, received and to be sent.

use nghttp2_sys as ng;

/// One field to send.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Name, lower case.
    pub name: &'a [u8],
    /// Value.
    pub value: &'a [u8],
    /// Never to be indexed by compression (RFC 7541 section 7.1.3).
    pub sensitive: bool,
}

impl Field<'_> {
    /// As nghttp2 takes it. It copies names and values when they are submitted.
    pub(crate) fn raw(&self) -> ng::nghttp2_nv {
        let flags = if self.sensitive { ng::NGHTTP2_NV_FLAG_NO_INDEX } else { ng::NGHTTP2_NV_FLAG_NONE };
        ng::nghttp2_nv {
            name: self.name.as_ptr().cast_mut(),
            value: self.value.as_ptr().cast_mut(),
            namelen: self.name.len(),
            valuelen: self.value.len(),
            flags: flags as u8,
        }
    }
}

/// Bytes that a field counts beyond its name and value (RFC 9113 section 6.5.2).
const OVERHEAD: usize = 32;

#[derive(Clone, Copy, Debug)]
struct Span {
    name: u32,
    value: u32,
    sensitive: bool,
}

/// The fields of a received header block, in one buffer.
#[derive(Debug, Default)]
pub struct Fields {
    text: Vec<u8>,
    spans: Vec<Span>,
}

impl Fields {
    /// How many fields.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Their size as SETTINGS_MAX_HEADER_LIST_SIZE counts it.
    pub fn size(&self) -> usize {
        self.text.len() + self.spans.len() * OVERHEAD
    }

    /// The fields in order.
    pub fn iter(&self) -> impl Iterator<Item = Field<'_>> {
        let mut start = 0;
        self.spans.iter().map(move |span| {
            let middle = start + span.name as usize;
            let end = middle + span.value as usize;
            let field =
                Field { name: &self.text[start..middle], value: &self.text[middle..end], sensitive: span.sensitive };
            start = end;
            field
        })
    }

    pub(crate) fn size_with(&self, name: &[u8], value: &[u8]) -> usize {
        self.size() + name.len() + value.len() + OVERHEAD
    }

    pub(crate) fn push(&mut self, name: &[u8], value: &[u8], sensitive: bool) {
        self.text.extend_from_slice(name);
        self.text.extend_from_slice(value);
        self.spans.push(Span { name: name.len() as u32, value: value.len() as u32, sensitive });
    }
}
