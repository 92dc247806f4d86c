//! Reading into buffers of the right size.

use std::cell::RefCell;
use std::os::fd::RawFd;

use runtime::BytesMut;
use runtime::sys::{self, net};

/// The most bytes of one read, as in libuv.
pub(crate) const CHUNK: usize = 64 * 1024;

/// Where the bytes of a stream are read to.
pub(crate) enum Target {
    /// A new buffer for every chunk.
    Fresh,
    /// The one buffer of the `onread` option, used again for every chunk.
    Reused(BytesMut),
}

/// What a read gave.
pub(crate) enum Chunk {
    /// Bytes in a buffer of their own.
    Bytes(Vec<u8>),
    /// This many bytes in the reused buffer.
    Filled(usize),
    /// No more bytes will come.
    End,
    /// None are there now.
    Nothing,
}

impl Chunk {
    /// Whether the buffer was filled, so that more may be there.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Chunk::Bytes(bytes) if bytes.len() == CHUNK)
    }
}

impl Target {
    /// Reads what is there, at most one chunk.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) fn read(&mut self, fd: RawFd) -> sys::Result<Chunk> {
        match self {
            Target::Fresh => read_fresh(fd),
            Target::Reused(buffer) => {
                let count = net::read_slice(fd, buffer.as_mut_slice())?;
                buffer.store();
                Ok(chunk_of(count, Chunk::Filled))
            }
        }
    }
}

thread_local! {
    /// One buffer for all streams of a thread: what a read gives is copied out at its size, so a small message does
    /// not pin 64 KiB.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(CHUNK));
}

/// Reads at most one chunk into the buffer of the thread and lends it to `call`. A nested loop may read meanwhile; it gets a buffer of
/// its own.
pub(crate) fn lend<R>(fd: RawFd, call: impl FnOnce(sys::Result<Option<usize>>, &[u8]) -> R) -> R {
    let mut scratch = SCRATCH.take();
    scratch.clear();
    scratch.reserve_exact(CHUNK);
    let count = net::read_spare(fd, &mut scratch);
    let answer = call(count, &scratch);
    SCRATCH.set(scratch);
    answer
}

fn read_fresh(fd: RawFd) -> sys::Result<Chunk> {
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.clear();
        scratch.reserve_exact(CHUNK);
        let count = net::read_spare(fd, scratch)?;
        Ok(chunk_of(count, |_| Chunk::Bytes(take(scratch))))
    })
}

fn chunk_of(count: Option<usize>, bytes: impl FnOnce(usize) -> Chunk) -> Chunk {
    match count {
        None => Chunk::Nothing,
        Some(0) => Chunk::End,
        Some(count) => bytes(count),
    }
}

/// The bytes of the scratch buffer: copied, or the buffer itself when it is more than half full. Leaves it empty.
fn take(scratch: &mut Vec<u8>) -> Vec<u8> {
    if scratch.len() > CHUNK / 2 {
        return std::mem::replace(scratch, Vec::with_capacity(CHUNK));
    }
    let bytes = scratch.as_slice().to_vec();
    scratch.clear();
    bytes
}
