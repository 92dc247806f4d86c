//! The wire of a connection in memory: what came and is not read yet, and what is to be sent.

use std::io::{self, Read, Write};

/// Both directions of a wire.
#[derive(Debug, Default)]
pub(crate) struct Pipe {
    input: Vec<u8>,
    /// Bytes of the input that OpenSSL has read.
    taken: usize,
    output: Vec<u8>,
}

impl Pipe {
    /// Adds bytes that came.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        if self.taken == self.input.len() {
            self.input.clear();
            self.taken = 0;
        }
        self.input.extend_from_slice(bytes);
    }

    /// Takes what is to be sent.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    pub(crate) fn has_output(&self) -> bool {
        !self.output.is_empty()
    }
}

impl Read for Pipe {
    /// An empty wire is never its end: a peer that is gone is the business of who owns the socket.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.input[self.taken..];
        if rest.is_empty() {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        Ok(count)
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
