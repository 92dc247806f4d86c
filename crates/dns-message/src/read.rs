//! Reading numbers and bytes, never past the end.

/// Bytes that are no DNS response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// A place in a message.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    message: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(message: &'a [u8]) -> Self {
        Reader { message, position: 0 }
    }

    /// Another place of the same message.
    pub(crate) fn at(&self, position: usize) -> Self {
        Reader { message: self.message, position }
    }

    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let rest = self.message.get(self.position..).ok_or(Malformed)?;
        let bytes = rest.get(..count).ok_or(Malformed)?;
        self.position += count;
        Ok(bytes)
    }

    pub(crate) fn skip(&mut self, count: usize) -> Result<(), Malformed> {
        self.bytes(count).map(drop)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.bytes(N)?.try_into().map_err(|_| Malformed)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn name(&mut self) -> Result<String, Malformed> {
        crate::name::read(self)
    }

    /// Bytes after their number in one byte.
    pub(crate) fn counted(&mut self) -> Result<&'a [u8], Malformed> {
        let count = self.u8()?;
        self.bytes(usize::from(count))
    }
}
