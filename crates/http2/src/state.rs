//! What nghttp2's callbacks read and write.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use crate::event::Event;
use crate::memory::Counter;
use crate::outbound::Outbound;
use crate::{Code, Config, Error, Fields};

/// What a session has done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Statistics {
    /// Frames that came.
    pub frames_received: u64,
    /// Frames that left.
    pub frames_sent: u64,
    /// Bytes that came.
    pub bytes_received: u64,
    /// Bytes that left.
    pub bytes_sent: u64,
    /// The most streams at once.
    pub most_streams: usize,
}

/// The state of a session beside nghttp2's own.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) counter: Rc<Counter>,
    events: VecDeque<Event>,
    event_bytes: usize,
    /// The header block being received.
    pub(crate) block: Fields,
    pub(crate) streams: HashMap<i32, Outbound>,
    /// Bytes of all bodies that wait.
    pub(crate) queued: usize,
    /// Frames made and not yet taken.
    pub(crate) out: Vec<u8>,
    pub(crate) statistics: Statistics,
    pub(crate) invalid_frames: u32,
    /// Streams refused in a row.
    pub(crate) rejected_streams: u32,
    /// A failure of a callback that nghttp2 reports only as "callback failed".
    pub(crate) too_many_invalid_frames: bool,
    /// The code of the GOAWAY that the caller asked for last.
    pub(crate) own_goaway: Option<Code>,
    /// The code of the GOAWAY sent last.
    pub(crate) sent_goaway: Option<Code>,
}

impl State {
    pub(crate) fn new(config: Config, counter: Rc<Counter>) -> State {
        State {
            config,
            counter,
            events: VecDeque::new(),
            event_bytes: 0,
            block: Fields::default(),
            streams: HashMap::new(),
            queued: 0,
            out: Vec::new(),
            statistics: Statistics::default(),
            invalid_frames: 0,
            rejected_streams: 0,
            too_many_invalid_frames: false,
            own_goaway: None,
            sent_goaway: None,
        }
    }

    pub(crate) fn memory(&self) -> usize {
        self.counter.bytes() + self.event_bytes + self.block.size() + self.queued + self.out.len()
    }

    pub(crate) fn has_memory_for(&self, bytes: usize) -> bool {
        self.memory() + bytes <= self.config.max_memory
    }

    pub(crate) fn tell(&mut self, event: Event) {
        self.event_bytes += event.size();
        self.events.push_back(event);
    }

    pub(crate) fn next_event(&mut self) -> Option<Event> {
        let event = self.events.pop_front()?;
        self.event_bytes -= event.size();
        Some(event)
    }

    /// Adds a field to the block being received; false when that is too much.
    pub(crate) fn add_field(&mut self, name: &[u8], value: &[u8], sensitive: bool, max_bytes: usize) -> bool {
        let fits = self.block.len() < self.config.max_header_pairs
            && self.block.size_with(name, value) <= max_bytes
            && self.has_memory_for(name.len() + value.len());
        if fits {
            self.block.push(name, value, sensitive);
        }
        fits
    }

    /// Counts a stream that is not let in; an error when the peer has had enough of them.
    pub(crate) fn reject_stream(&mut self) -> Result<(), Error> {
        self.rejected_streams += 1;
        if self.rejected_streams > self.config.max_rejected_streams { Err(Error::NO_MEMORY) } else { Ok(()) }
    }

    /// Counts a frame against the protocol; true when it is more than is borne.
    pub(crate) fn is_one_too_many(&mut self) -> bool {
        self.too_many_invalid_frames = self.invalid_frames > self.config.max_invalid_frames;
        self.invalid_frames += 1;
        self.too_many_invalid_frames
    }

    /// Why the session was ended over the caller's head; `None` when it was not.
    pub(crate) fn broken(&self) -> Option<Error> {
        match self.sent_goaway {
            Some(Code::NO_ERROR) | None => (!self.streams.is_empty()).then_some(Error::PROTOCOL),
            code if code == self.own_goaway => None,
            Some(Code::FLOW_CONTROL) => Some(Error::FLOW_CONTROL),
            Some(_) => Some(Error::PROTOCOL),
        }
    }

    /// A stream begins.
    pub(crate) fn add_stream(&mut self, stream: i32) {
        self.streams.entry(stream).or_default();
        self.statistics.most_streams = self.statistics.most_streams.max(self.streams.len());
    }

    pub(crate) fn forget(&mut self, stream: i32) {
        if let Some(outbound) = self.streams.remove(&stream) {
            self.queued -= outbound.queued();
        }
    }
}
