//! Where messages begin and end in the bytes of a channel. Pure: bytes in, messages out.

/// How messages are told apart. Both are Node's forms on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// One message a line.
    Lines,
    /// Four bytes of length, the highest first, before each message.
    Sized,
}

/// Bytes of length before a message of [`Framing::Sized`].
const HEADER: usize = 4;

/// Bytes that came and were not given out as messages yet.
pub(crate) struct Incoming {
    framing: Framing,
    bytes: Vec<u8>,
    /// Where the next message begins.
    start: usize,
    /// No line ends before this place: a long line is not searched again for each of its parts.
    scanned: usize,
}

impl Incoming {
    pub(crate) fn new(framing: Framing) -> Self {
        Incoming { framing, bytes: Vec::new(), start: 0, scanned: 0 }
    }

    /// Adds what was read.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the next whole message.
    pub(crate) fn next_message(&mut self) -> Option<Vec<u8>> {
        match self.framing {
            Framing::Lines => self.next_line(),
            Framing::Sized => self.next_sized(),
        }
    }

    fn next_line(&mut self) -> Option<Vec<u8>> {
        let Some(length) = self.bytes[self.scanned..].iter().position(|byte| *byte == b'\n') else {
            self.scanned = self.bytes.len();
            return None;
        };
        let end = self.scanned + length;
        let line = self.bytes[self.start..end].to_vec();
        self.advance(end + 1);
        Some(line)
    }

    fn next_sized(&mut self) -> Option<Vec<u8>> {
        let (header, rest) = self.bytes[self.start..].split_first_chunk::<HEADER>()?;
        let length = u32::from_be_bytes(*header) as usize;
        let message = rest.get(..length)?.to_vec();
        self.advance(self.start + HEADER + length);
        Some(message)
    }

    fn advance(&mut self, start: usize) {
        self.start = start;
        self.scanned = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(incoming: &mut Incoming) -> Vec<Vec<u8>> {
        std::iter::from_fn(|| incoming.next_message()).collect()
    }

    #[test]
    fn lines_are_joined_over_reads() {
        let mut incoming = Incoming::new(Framing::Lines);
        incoming.push(b"one\ntw");
        assert_eq!(messages(&mut incoming), [b"one"]);
        incoming.push(b"o");
        assert_eq!(incoming.next_message(), None);
        incoming.push(b"\n\nthree\n");
        assert_eq!(messages(&mut incoming), [b"two".to_vec(), Vec::new(), b"three".to_vec()]);
    }

    #[test]
    fn sized_messages_may_hold_line_ends() {
        let mut incoming = Incoming::new(Framing::Sized);
        incoming.push(&[0, 0, 0, 2, b'\n', b'b', 0, 0]);
        assert_eq!(messages(&mut incoming), [b"\nb"]);
        incoming.push(&[0, 1, b'c', 0, 0, 0, 0]);
        assert_eq!(messages(&mut incoming), [b"c".to_vec(), Vec::new()]);
    }

    #[test]
    fn a_length_nobody_sends_waits_and_allocates_nothing() {
        let mut incoming = Incoming::new(Framing::Sized);
        incoming.push(&[255, 255, 255, 255, 1]);
        assert_eq!(incoming.next_message(), None);
        assert!(incoming.bytes.capacity() < 1024);
    }
}
