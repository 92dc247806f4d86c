//! What a connection has said and the system has not yet taken.

use std::collections::VecDeque;
use std::io::IoSlice;
use std::os::fd::RawFd;

use runtime::engine::v8;
use runtime::{Bytes, sys};

/// Buffers up to this size are copied together with the text around them; larger ones are written from where they are.
const COPY_MAX: usize = 16 * 1024;
/// Pieces given to the system in one call.
const PIECES: usize = 64;

enum Piece {
    Owned(Vec<u8>),
    View(Bytes),
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        match self {
            Piece::Owned(bytes) => bytes,
            Piece::View(bytes) => bytes.as_slice(),
        }
    }
}

/// The queue of a connection. The first piece may be partly written.
#[derive(Default)]
pub(crate) struct Output {
    pieces: VecDeque<Piece>,
    written: usize,
    pending: usize,
    /// An emptied buffer, used again for the next message.
    spare: Vec<u8>,
}

impl Output {
    /// Bytes not yet written.
    pub(crate) fn pending(&self) -> usize {
        self.pending
    }

    /// Adds a string, one byte a character.
    pub(crate) fn push_latin1(&mut self, scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) {
        let length = text.length();
        let tail = self.grow(length);
        text.write_one_byte_v2(scope, 0, tail, v8::WriteFlags::empty());
    }

    /// Adds a string as UTF-8.
    pub(crate) fn push_utf8(&mut self, scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) {
        let length = text.utf8_length(scope);
        let tail = self.grow(length);
        text.write_utf8_v2(scope, tail, v8::WriteFlags::kReplaceInvalidUtf8, None);
    }

    /// Adds a buffer.
    pub(crate) fn push_bytes(&mut self, bytes: Bytes) {
        let length = bytes.len();
        if length <= COPY_MAX {
            self.grow(length).copy_from_slice(&bytes);
        } else {
            self.pending += length;
            self.pieces.push_back(Piece::View(bytes));
        }
    }

    /// Room for `length` more bytes at the end.
    fn grow(&mut self, length: usize) -> &mut [u8] {
        self.pending += length;
        if !matches!(self.pieces.back(), Some(Piece::Owned(_))) {
            self.pieces.push_back(Piece::Owned(std::mem::take(&mut self.spare)));
        }
        let Some(Piece::Owned(buffer)) = self.pieces.back_mut() else { unreachable!("an owned piece was just added") };
        let start = buffer.len();
        buffer.resize(start + length, 0);
        &mut buffer[start..]
    }

    /// Writes as much as the system takes. True when nothing is left.
    ///
    /// # Errors
    /// `EPIPE`, `ECONNRESET`.
    pub(crate) fn flush(&mut self, fd: RawFd) -> sys::Result<bool> {
        while !self.pieces.is_empty() {
            match self.write_once(fd)? {
                Some(count) => self.advance(count),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    fn write_once(&self, fd: RawFd) -> sys::Result<Option<usize>> {
        let first = &self.pieces[0].bytes()[self.written..];
        if self.pieces.len() == 1 {
            return sys::net::write(fd, first);
        }
        let rest = self.pieces.iter().skip(1).take(PIECES - 1).map(Piece::bytes);
        let slices: Vec<IoSlice<'_>> = std::iter::once(first).chain(rest).map(IoSlice::new).collect();
        sys::net::write_vectored(fd, &slices)
    }

    fn advance(&mut self, mut count: usize) {
        self.pending -= count;
        while let Some(piece) = self.pieces.front() {
            let left = piece.bytes().len() - self.written;
            if count < left {
                self.written += count;
                return;
            }
            count -= left;
            self.written = 0;
            self.reuse_first();
        }
    }

    fn reuse_first(&mut self) {
        if let Some(Piece::Owned(mut buffer)) = self.pieces.pop_front()
            && buffer.capacity() <= COPY_MAX
        {
            buffer.clear();
            self.spare = buffer;
        }
    }

    /// Everything not yet written, in one piece.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.pending);
        for piece in self.pieces.drain(..) {
            all.extend_from_slice(piece.bytes());
        }
        all.drain(..self.written);
        self.written = 0;
        self.pending = 0;
        all
    }
}
