//! Bytes on their way out that the system did not take at once.

use std::collections::VecDeque;
use std::io::IoSlice;
use std::os::fd::RawFd;

use runtime::Bytes;
use runtime::sys::{self, event_loop::KeepAlive, net};

/// A piece of output. Buffers of JavaScript are written in place; they stay alive here.
pub(crate) enum Piece {
    /// A view of a JavaScript buffer.
    View(Bytes),
    /// Text that was encoded for this write.
    Text(Vec<u8>),
}

impl Piece {
    pub(crate) fn len(&self) -> usize {
        self.bytes().len()
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Piece::View(bytes) => bytes,
            Piece::Text(bytes) => bytes,
        }
    }
}

/// The pieces of one write, and how far it got.
#[derive(Default)]
pub(crate) struct Queue {
    pieces: VecDeque<Piece>,
    /// Bytes of the first piece that are written.
    offset: usize,
    /// Keeps the loop alive while pieces wait, also for a handle that is unreferenced.
    waiting: Option<KeepAlive>,
}

impl Queue {
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Bytes that are not written yet.
    pub(crate) fn len(&self) -> usize {
        self.pieces.iter().map(Piece::len).sum::<usize>() - self.offset
    }

    pub(crate) fn push(&mut self, piece: Piece) {
        if !piece.bytes().is_empty() {
            self.pieces.push_back(piece);
        }
    }

    /// Notes that the rest waits for the descriptor.
    pub(crate) fn wait(&mut self, alive: KeepAlive) {
        self.waiting = Some(alive);
    }

    /// Drops what is left.
    pub(crate) fn clear(&mut self) {
        *self = Queue::default();
    }

    /// Writes as much as fits, the pieces together in one call.
    ///
    /// # Errors
    /// Those of the write; the pieces stay.
    pub(crate) fn flush(&mut self, fd: RawFd) -> sys::Result<()> {
        while !self.is_empty() {
            match self.write(fd)? {
                Some(count) => self.advance(count),
                None => return Ok(()),
            }
        }
        self.waiting = None;
        Ok(())
    }

    fn write(&self, fd: RawFd) -> sys::Result<Option<usize>> {
        let mut rest = self.pieces.iter().map(Piece::bytes);
        let Some(first) = rest.next().map(|bytes| &bytes[self.offset..]) else { return Ok(None) };
        if self.pieces.len() == 1 {
            return net::write(fd, first);
        }
        let slices: Vec<IoSlice<'_>> = std::iter::once(first).chain(rest).map(IoSlice::new).collect();
        net::write_vectored(fd, &slices)
    }

    fn advance(&mut self, mut count: usize) {
        while let Some(first) = self.pieces.front() {
            let left = first.bytes().len() - self.offset;
            if count < left {
                self.offset += count;
                return;
            }
            count -= left;
            self.offset = 0;
            self.pieces.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use runtime::sys::net::Socket;

    fn text(length: usize, byte: u8) -> Piece {
        Piece::Text(vec![byte; length])
    }

    #[test]
    fn what_does_not_fit_waits_in_order() {
        let (near, far) = Socket::pair().unwrap();
        let mut queue = Queue::default();
        for byte in 0..64 {
            queue.push(text(100_000, byte));
        }
        queue.push(text(0, 255));
        let mut received = Vec::new();
        while !queue.is_empty() {
            queue.flush(near.fd()).unwrap();
            received.reserve(1 << 20);
            while net::read_spare(far.fd(), &mut received).unwrap().is_some() {
                received.reserve(1 << 20);
            }
        }
        assert_eq!(received.len(), 6_400_000);
        assert!(received.is_sorted());
    }
}
