//! The body of a stream on its way out.

use std::collections::VecDeque;

/// A piece of a body. It stays where it is until it becomes frames.
pub type Payload = Box<dyn AsRef<[u8]>>;

/// What follows what was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// More of the body.
    #[default]
    Open,
    /// Nothing: the stream's own half is closed with the last byte.
    Close,
    /// Trailers, once they are asked for.
    Trailers,
}

/// What can be sent of a body now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Portion {
    /// Nothing yet.
    Wait,
    /// So many bytes.
    Bytes { count: usize, last: bool },
}

/// A queue of pieces.
#[derive(Default)]
pub(crate) struct Outbound {
    pieces: VecDeque<Payload>,
    /// Bytes of the first piece that are sent.
    offset: usize,
    queued: usize,
    pub(crate) end: End,
    /// Someone waits for the queue to be empty.
    pub(crate) waited_for: bool,
    /// nghttp2 was told that nothing is there.
    pub(crate) deferred: bool,
}

impl Outbound {
    pub(crate) fn queued(&self) -> usize {
        self.queued
    }

    pub(crate) fn push(&mut self, piece: Payload) {
        let length = (*piece).as_ref().len();
        if length > 0 {
            self.queued += length;
            self.pieces.push_back(piece);
        }
    }

    /// How much of at most `room` bytes can go.
    pub(crate) fn portion(&self, room: usize) -> Portion {
        let count = self.queued.min(room);
        let last = count == self.queued && self.end != End::Open;
        if count == 0 && !last { Portion::Wait } else { Portion::Bytes { count, last } }
    }

    /// Moves `count` bytes to the end of `out`.
    pub(crate) fn take(&mut self, mut count: usize, out: &mut Vec<u8>) {
        self.queued -= count;
        while count > 0 {
            let Some(piece) = self.pieces.front() else { unreachable!("`portion` counted the pieces") };
            let rest = &(**piece).as_ref()[self.offset..];
            let part = rest.len().min(count);
            out.extend_from_slice(&rest[..part]);
            count -= part;
            self.offset += part;
            if part == rest.len() {
                self.pieces.pop_front();
                self.offset = 0;
            }
        }
    }

    /// Drops what waits.
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
        self.offset = 0;
        self.queued = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_to_the_room_there_is() {
        let mut outbound = Outbound::default();
        assert_eq!(outbound.portion(10), Portion::Wait);
        outbound.push(Box::new(b"abcdef".to_vec()));
        outbound.push(Box::new(b"ghi".to_vec()));
        assert_eq!(outbound.portion(4), Portion::Bytes { count: 4, last: false });
        let mut out = Vec::new();
        outbound.take(4, &mut out);
        outbound.end = End::Close;
        assert_eq!(outbound.portion(100), Portion::Bytes { count: 5, last: true });
        outbound.take(5, &mut out);
        assert_eq!(out, b"abcdefghi");
        assert_eq!(outbound.portion(100), Portion::Bytes { count: 0, last: true });
    }
}
