//! A module's memory: bytes, and checked access by the module's 32-bit addresses.

use crate::{Errno, Result};

/// The memory of the module that calls.
pub struct Memory<'a>(&'a mut [u8]);

impl<'a> Memory<'a> {
    /// All of a module's memory.
    pub fn new(bytes: &'a mut [u8]) -> Self {
        Self(bytes)
    }

    /// `length` bytes at `address`.
    pub(crate) fn bytes(&self, address: u32, length: u32) -> Result<&[u8]> {
        self.0.get(address as usize..address as usize + length as usize).ok_or(Errno::OVERFLOW)
    }

    /// The same, to write to.
    pub(crate) fn bytes_mut(&mut self, address: u32, length: u32) -> Result<&mut [u8]> {
        self.0.get_mut(address as usize..address as usize + length as usize).ok_or(Errno::OVERFLOW)
    }

    /// Copies `bytes` to `address`.
    pub(crate) fn put(&mut self, address: u32, bytes: &[u8]) -> Result {
        let length = u32::try_from(bytes.len()).map_err(|_| Errno::OVERFLOW)?;
        self.bytes_mut(address, length)?.copy_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn put_u32(&mut self, address: u32, value: u32) -> Result {
        self.put(address, &value.to_le_bytes())
    }

    pub(crate) fn put_u64(&mut self, address: u32, value: u64) -> Result {
        self.put(address, &value.to_le_bytes())
    }

    pub(crate) fn u8(&self, address: u32) -> Result<u8> {
        Ok(self.bytes(address, 1)?[0])
    }

    pub(crate) fn u16(&self, address: u32) -> Result<u16> {
        self.bytes(address, 2)?.try_into().map(u16::from_le_bytes).map_err(|_| Errno::FAULT)
    }

    pub(crate) fn u32(&self, address: u32) -> Result<u32> {
        self.bytes(address, 4)?.try_into().map(u32::from_le_bytes).map_err(|_| Errno::FAULT)
    }

    pub(crate) fn u64(&self, address: u32) -> Result<u64> {
        self.bytes(address, 8)?.try_into().map(u64::from_le_bytes).map_err(|_| Errno::FAULT)
    }

    /// A path: UTF-8 without zero bytes.
    pub(crate) fn path(&self, address: u32, length: u32) -> Result<String> {
        let text = std::str::from_utf8(self.bytes(address, length)?).map_err(|_| Errno::ILSEQ)?;
        if text.contains('\0') { Err(Errno::ILSEQ) } else { Ok(text.to_owned()) }
    }

    /// The buffers of a scattered read or write as (address, length).
    pub(crate) fn vectors(&self, address: u32, count: u32) -> Result<Vec<(u32, u32)>> {
        let size = count.checked_mul(8).ok_or(Errno::OVERFLOW)?;
        let list = self.bytes(address, size)?;
        let word = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes).map_err(|_| Errno::FAULT);
        list.chunks_exact(8).map(|pair| Ok((word(&pair[..4])?, word(&pair[4..])?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_is_refused() {
        let mut bytes = [1, 0, 0, 0, 8, 0, 0, 0, 9];
        let mut memory = Memory::new(&mut bytes);
        assert_eq!(memory.vectors(0, 1), Ok(vec![(1, 8)]));
        assert_eq!(memory.vectors(0, 2), Err(Errno::OVERFLOW));
        assert_eq!(memory.u8(8), Ok(9));
        assert_eq!(memory.u32(6), Err(Errno::OVERFLOW));
        assert_eq!(memory.put_u64(u32::MAX, 1), Err(Errno::OVERFLOW));
    }
}
