//! The session.

use std::ptr;
use std::rc::Rc;

use nghttp2_sys as ng;

use crate::callbacks::{Callbacks, body_source};
use crate::config::Options;
use crate::event::Event;
use crate::memory::Counter;
use crate::outbound::{End, Payload};
use crate::state::{State, Statistics};
use crate::{Code, Config, Error, Field, Role};

/// One end of a connection.
pub struct Session {
    raw: *mut ng::nghttp2_session,
    /// From a box; nghttp2 hands it to the callbacks. No reference to it lives while nghttp2 runs.
    state: *mut State,
    /// Outlives `raw`, whose memory it counts.
    counter: Rc<Counter>,
    role: Role,
}

/// Sizes of flow control and compression.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// Bytes the peer may send, as last set.
    pub effective_local: i32,
    /// Bytes received and not yet acknowledged by a window update.
    pub effective_received: i32,
    /// Bytes the peer may still send.
    pub local: i32,
    /// Bytes we may still send.
    pub remote: i32,
    /// Dynamic table of outgoing headers.
    pub deflate_table: usize,
    /// Dynamic table of incoming headers.
    pub inflate_table: usize,
}

/// A stream as nghttp2 sees it.
#[derive(Clone, Copy, Debug)]
pub struct StreamState {
    /// RFC 9113 section 5.1, in nghttp2's numbers.
    pub state: u32,
    /// Our half is closed.
    pub local_closed: bool,
    /// The peer's half is closed.
    pub remote_closed: bool,
    /// Bytes the peer may still send.
    pub local_window: i32,
}

impl Session {
    /// A new session. Nothing is sent yet but what [`Self::settings`] and others submit.
    ///
    /// # Errors
    /// Out of memory.
    pub fn new(role: Role, config: Config) -> Result<Session, Error> {
        let options = Options::new(&config, role)?;
        let callbacks = Callbacks::new()?;
        let counter = Rc::new(Counter::default());
        let mut allocator = counter.allocator();
        let state = Box::into_raw(Box::new(State::new(config, counter.clone())));
        let mut session = Session { raw: ptr::null_mut(), state, counter, role };
        let make = match role {
            Role::Server => ng::nghttp2_session_server_new3,
            Role::Client => ng::nghttp2_session_client_new3,
        };
        // SAFETY: nghttp2 copies table, options and allocator; `state` and `counter` live until `drop` has freed the session.
        let made = unsafe { make(&mut session.raw, callbacks.raw(), state.cast(), options.raw(), &mut allocator) };
        Error::check(made)?;
        Ok(session)
    }

    fn state(&self) -> &State {
        // SAFETY: `state` lives as long as `self`, and callbacks, which write to it, run only inside methods with `&mut self`.
        unsafe { &*self.state }
    }

    fn state_mut(&mut self) -> &mut State {
        // SAFETY: as above; `&mut self` makes the reference the only one, and it ends before nghttp2 is called.
        unsafe { &mut *self.state }
    }

    /// Which end it is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Bytes of memory held for the session.
    pub fn memory(&self) -> usize {
        self.state().memory()
    }

    /// Whether `bytes` more are within the session's limit.
    pub fn has_memory_for(&self, bytes: usize) -> bool {
        self.state().has_memory_for(bytes)
    }

    // --- Bytes in, events and bytes out ---

    /// Reads bytes of the peer.
    ///
    /// # Errors
    /// Those that end the session; events before the failure are there.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.state_mut().statistics.bytes_received += bytes.len() as u64;
        // SAFETY: a live session; the bytes are read during the call.
        let read = unsafe { ng::nghttp2_session_mem_recv2(self.raw, bytes.as_ptr(), bytes.len()) };
        if read < 0 { Err(Error(read as i32)) } else { Ok(()) }
    }

    /// Whether [`Self::receive`] failed for the number of invalid frames.
    pub fn had_too_many_invalid_frames(&self) -> bool {
        self.state().too_many_invalid_frames
    }

    /// The next thing that happened.
    pub fn next_event(&mut self) -> Option<Event> {
        self.state_mut().next_event()
    }

    /// Makes frames of what was submitted until about `most` bytes of output wait.
    ///
    /// # Errors
    /// Out of memory.
    pub fn pump(&mut self, most: usize) -> Result<(), Error> {
        while self.state().out.len() < most {
            let mut data = ptr::null();
            // SAFETY: a live session; `data` is valid until the next call.
            let length = unsafe { ng::nghttp2_session_mem_send2(self.raw, &mut data) };
            if length < 0 {
                return Err(Error(length as i32));
            }
            if length == 0 {
                return Ok(());
            }
            // SAFETY: nghttp2 gives `length` bytes at `data`.
            let frame = unsafe { std::slice::from_raw_parts(data, length as usize) };
            self.state_mut().out.extend_from_slice(frame);
        }
        Ok(())
    }

    /// What the session has done so far.
    pub fn statistics(&self) -> Statistics {
        self.state().statistics
    }

    /// Takes the output that waits: it is sent.
    pub fn take_output(&mut self) -> Vec<u8> {
        let state = self.state_mut();
        state.statistics.bytes_sent += state.out.len() as u64;
        std::mem::take(&mut state.out)
    }

    /// Bytes of output that wait.
    pub fn output_len(&self) -> usize {
        self.state().out.len()
    }

    /// Bytes of bodies and of output that wait.
    pub fn pending(&self) -> usize {
        self.state().queued + self.state().out.len()
    }

    /// Whether the session still has a use for bytes of the peer.
    pub fn wants_read(&self) -> bool {
        // SAFETY: a live session.
        unsafe { ng::nghttp2_session_want_read(self.raw) != 0 }
    }

    /// Whether the session has something to send, now or once flow control allows.
    pub fn wants_write(&self) -> bool {
        // SAFETY: a live session.
        self.output_len() > 0 || unsafe { ng::nghttp2_session_want_write(self.raw) != 0 }
    }

    /// Why a session that is over was ended by this side without being asked: the peer broke the protocol.
    pub fn broken(&self) -> Option<Error> {
        self.state().broken()
    }

    // --- Streams ---

    /// Opens a stream with a request. Its number.
    ///
    /// # Errors
    /// No stream may be opened any more, or fields that cannot be sent.
    pub fn request(&mut self, fields: &[Field<'_>], end: End) -> Result<i32, Error> {
        let fields = raw_fields(fields);
        let source = body_source();
        let source = if end == End::Close { ptr::null() } else { &raw const source };
        // SAFETY: a live session; fields and source are copied.
        let stream = Error::check(unsafe {
            ng::nghttp2_submit_request2(self.raw, ptr::null(), fields.as_ptr(), fields.len(), source, ptr::null_mut())
        })?;
        self.state_mut().add_stream(stream);
        Ok(stream)
    }

    /// Answers on a stream, with a body unless `end` closes it.
    ///
    /// # Errors
    /// The stream is gone.
    pub fn respond(&mut self, stream: i32, fields: &[Field<'_>], end: End) -> Result<(), Error> {
        let fields = raw_fields(fields);
        let source = body_source();
        let source = if end == End::Close { ptr::null() } else { &raw const source };
        // SAFETY: as in `request`.
        Error::check(unsafe { ng::nghttp2_submit_response2(self.raw, stream, fields.as_ptr(), fields.len(), source) })?;
        Ok(())
    }

    /// Sends an informational response.
    ///
    /// # Errors
    /// The stream is gone.
    pub fn inform(&mut self, stream: i32, fields: &[Field<'_>]) -> Result<(), Error> {
        let fields = raw_fields(fields);
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: as in `request`.
        Error::check(unsafe {
            ng::nghttp2_submit_headers(
                self.raw,
                flags,
                stream,
                ptr::null(),
                fields.as_ptr(),
                fields.len(),
                ptr::null_mut(),
            )
        })?;
        Ok(())
    }

    /// Promises a stream. Its number.
    ///
    /// # Errors
    /// The peer takes no promises, or the stream is gone.
    pub fn promise(&mut self, stream: i32, fields: &[Field<'_>]) -> Result<i32, Error> {
        let fields = raw_fields(fields);
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: as in `request`.
        let promised = Error::check(unsafe {
            ng::nghttp2_submit_push_promise(self.raw, flags, stream, fields.as_ptr(), fields.len(), ptr::null_mut())
        })?;
        self.state_mut().add_stream(promised);
        Ok(promised)
    }

    /// Sends trailers, after [`Event::WantTrailers`]. Without fields the stream ends with an empty DATA frame.
    ///
    /// # Errors
    /// The stream is gone.
    pub fn trailers(&mut self, stream: i32, fields: &[Field<'_>]) -> Result<(), Error> {
        if fields.is_empty() {
            let Some(outbound) = self.state_mut().streams.get_mut(&stream) else { return Err(Error::STREAM_CLOSED) };
            outbound.end = End::Close;
            let source = body_source();
            let flags = ng::NGHTTP2_FLAG_END_STREAM as u8;
            // SAFETY: as in `request`.
            Error::check(unsafe { ng::nghttp2_submit_data2(self.raw, flags, stream, &source) })?;
            return Ok(());
        }
        let fields = raw_fields(fields);
        // SAFETY: as in `request`.
        Error::check(unsafe { ng::nghttp2_submit_trailer(self.raw, stream, fields.as_ptr(), fields.len()) })?;
        Ok(())
    }

    /// Queues a piece of the body.
    ///
    /// # Errors
    /// The stream is gone.
    pub fn write(&mut self, stream: i32, piece: Payload, end: End) -> Result<(), Error> {
        let length = (*piece).as_ref().len();
        let state = self.state_mut();
        let Some(outbound) = state.streams.get_mut(&stream) else { return Err(Error::STREAM_CLOSED) };
        outbound.push(piece);
        state.queued += length;
        if end != End::Open {
            outbound.end = end;
        }
        self.resume(stream);
        Ok(())
    }

    /// Says what follows the body written so far; [`End::Open`] changes nothing.
    pub fn end(&mut self, stream: i32, end: End) {
        if end == End::Open {
            return;
        }
        if let Some(outbound) = self.state_mut().streams.get_mut(&stream) {
            outbound.end = end;
            self.resume(stream);
        }
    }

    /// Asks for [`Event::Written`] once all pieces of a stream have become frames. False when they have already.
    pub fn tell_when_written(&mut self, stream: i32) -> bool {
        match self.state_mut().streams.get_mut(&stream) {
            Some(outbound) if outbound.queued() > 0 => {
                outbound.waited_for = true;
                true
            }
            _ => false,
        }
    }

    fn resume(&mut self, stream: i32) {
        let deferred = match self.state_mut().streams.get_mut(&stream) {
            Some(outbound) => std::mem::take(&mut outbound.deferred),
            None => false,
        };
        if deferred {
            // SAFETY: a live session. A stream without a deferred body is left as it is.
            unsafe { ng::nghttp2_session_resume_data(self.raw, stream) };
        }
    }

    /// Resets a stream.
    ///
    /// # Errors
    /// Out of memory.
    pub fn reset(&mut self, stream: i32, code: Code) -> Result<(), Error> {
        let state = self.state_mut();
        if let Some(outbound) = state.streams.get_mut(&stream) {
            let dropped = outbound.queued();
            outbound.clear();
            state.queued -= dropped;
        }
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session.
        Error::check(unsafe { ng::nghttp2_submit_rst_stream(self.raw, flags, stream, code.0) })?;
        Ok(())
    }

    /// The user has taken so many bytes of a stream's body: the peer may send as many more.
    pub fn consume(&mut self, stream: i32, bytes: usize) {
        // SAFETY: a live session. A stream that is gone needs no window.
        unsafe { ng::nghttp2_session_consume_stream(self.raw, stream, bytes) };
    }

    /// A stream's state, while there is one.
    pub fn stream_state(&self, stream: i32) -> Option<StreamState> {
        // SAFETY: a live session; the stream is looked at before anything else happens to the session.
        unsafe {
            let found = ng::nghttp2_session_find_stream(self.raw, stream);
            if found.is_null() {
                return None;
            }
            Some(StreamState {
                state: ng::nghttp2_stream_get_state(found),
                local_closed: ng::nghttp2_session_get_stream_local_close(self.raw, stream) == 1,
                remote_closed: ng::nghttp2_session_get_stream_remote_close(self.raw, stream) == 1,
                local_window: ng::nghttp2_session_get_stream_local_window_size(self.raw, stream),
            })
        }
    }

    // --- The session ---

    /// Sends settings.
    ///
    /// # Errors
    /// A value out of its range.
    pub fn settings(&mut self, entries: &[(u16, u32)]) -> Result<(), Error> {
        let entries: Vec<ng::nghttp2_settings_entry> = entries
            .iter()
            .map(|&(id, value)| ng::nghttp2_settings_entry { settings_id: i32::from(id), value })
            .collect();
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session; the entries are copied.
        Error::check(unsafe { ng::nghttp2_submit_settings(self.raw, flags, entries.as_ptr(), entries.len()) })?;
        Ok(())
    }

    /// A setting of ours that the peer has acknowledged.
    pub fn local_setting(&self, id: u16) -> u32 {
        // SAFETY: a live session; `setting_id` is one nghttp2 knows.
        setting_id(id).map_or(0, |id| unsafe { ng::nghttp2_session_get_local_settings(self.raw, id) })
    }

    /// A setting of the peer.
    pub fn remote_setting(&self, id: u16) -> u32 {
        // SAFETY: as above.
        setting_id(id).map_or(0, |id| unsafe { ng::nghttp2_session_get_remote_settings(self.raw, id) })
    }

    /// Sends a ping.
    ///
    /// # Errors
    /// Out of memory.
    pub fn ping(&mut self, payload: [u8; 8]) -> Result<(), Error> {
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session; the payload is copied.
        Error::check(unsafe { ng::nghttp2_submit_ping(self.raw, flags, payload.as_ptr()) })?;
        Ok(())
    }

    /// Says that streams after `last_stream` will not be looked at; `None` for those received so far.
    ///
    /// # Errors
    /// A number of a stream of the wrong end.
    pub fn go_away(&mut self, code: Code, last_stream: Option<i32>, data: &[u8]) -> Result<(), Error> {
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        let last = last_stream.unwrap_or_else(|| self.last_processed_stream());
        self.state_mut().own_goaway = Some(code);
        // SAFETY: a live session; the data is copied.
        Error::check(unsafe { ng::nghttp2_submit_goaway(self.raw, flags, last, code.0, data.as_ptr(), data.len()) })?;
        Ok(())
    }

    /// Ends the session: after the GOAWAY nothing else is sent.
    ///
    /// # Errors
    /// Out of memory.
    pub fn terminate(&mut self, code: Code) -> Result<(), Error> {
        // SAFETY: a live session.
        Error::check(unsafe { ng::nghttp2_session_terminate_session(self.raw, code.0) })?;
        Ok(())
    }

    /// The last stream of the peer that was looked at.
    pub fn last_processed_stream(&self) -> i32 {
        // SAFETY: a live session.
        unsafe { ng::nghttp2_session_get_last_proc_stream_id(self.raw) }
    }

    /// The number of the next stream opened here.
    pub fn next_stream_id(&self) -> u32 {
        // SAFETY: a live session.
        unsafe { ng::nghttp2_session_get_next_stream_id(self.raw) }
    }

    /// Sets the number of the next stream opened here.
    ///
    /// # Errors
    /// Numbers only rise, and belong to one end.
    pub fn set_next_stream_id(&mut self, id: i32) -> Result<(), Error> {
        // SAFETY: a live session.
        Error::check(unsafe { ng::nghttp2_session_set_next_stream_id(self.raw, id) })?;
        Ok(())
    }

    /// Sets how many bytes the peer may send on the connection.
    ///
    /// # Errors
    /// A size below 0.
    pub fn set_local_window(&mut self, size: i32) -> Result<(), Error> {
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session.
        Error::check(unsafe { ng::nghttp2_session_set_local_window_size(self.raw, flags, 0, size) })?;
        Ok(())
    }

    /// Tells of an alternative service.
    ///
    /// # Errors
    /// Too long, or not a server.
    pub fn alt_svc(&mut self, stream: i32, origin: &[u8], value: &[u8]) -> Result<(), Error> {
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session; the texts are copied.
        Error::check(unsafe {
            ng::nghttp2_submit_altsvc(
                self.raw,
                flags,
                stream,
                origin.as_ptr(),
                origin.len(),
                value.as_ptr(),
                value.len(),
            )
        })?;
        Ok(())
    }

    /// Tells which origins this server answers for.
    ///
    /// # Errors
    /// Too long, or not a server.
    pub fn origin(&mut self, origins: &[&[u8]]) -> Result<(), Error> {
        let entries: Vec<ng::nghttp2_origin_entry> = origins
            .iter()
            .map(|origin| ng::nghttp2_origin_entry { origin: origin.as_ptr().cast_mut(), origin_len: origin.len() })
            .collect();
        let flags = ng::NGHTTP2_FLAG_NONE as u8;
        // SAFETY: a live session; the origins are copied.
        Error::check(unsafe { ng::nghttp2_submit_origin(self.raw, flags, entries.as_ptr(), entries.len()) })?;
        Ok(())
    }

    /// Bytes submitted and not yet made frames, in frames.
    pub fn outbound_queue_size(&self) -> usize {
        // SAFETY: a live session.
        unsafe { ng::nghttp2_session_get_outbound_queue_size(self.raw) }
    }

    /// Sizes of flow control and compression.
    pub fn windows(&self) -> Windows {
        // SAFETY: a live session.
        unsafe {
            Windows {
                effective_local: ng::nghttp2_session_get_effective_local_window_size(self.raw),
                effective_received: ng::nghttp2_session_get_effective_recv_data_length(self.raw),
                local: ng::nghttp2_session_get_local_window_size(self.raw),
                remote: ng::nghttp2_session_get_remote_window_size(self.raw),
                deflate_table: ng::nghttp2_session_get_hd_deflate_dynamic_table_size(self.raw),
                inflate_table: ng::nghttp2_session_get_hd_inflate_dynamic_table_size(self.raw),
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: `raw` is a session or null, and freed before the state and the counter that its callbacks and allocator use.
        unsafe {
            ng::nghttp2_session_del(self.raw);
            drop(Box::from_raw(self.state));
        }
        debug_assert_eq!(self.counter.bytes(), 0, "nghttp2 gives back all memory");
    }
}

fn raw_fields(fields: &[Field<'_>]) -> Vec<ng::nghttp2_nv> {
    fields.iter().map(Field::raw).collect()
}

/// nghttp2 aborts the process when asked for a setting it does not know.
fn setting_id(id: u16) -> Option<ng::nghttp2_settings_id> {
    let id = ng::nghttp2_settings_id::from(id);
    let known = matches!(
        id,
        ng::NGHTTP2_SETTINGS_HEADER_TABLE_SIZE
            | ng::NGHTTP2_SETTINGS_ENABLE_PUSH
            | ng::NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS
            | ng::NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE
            | ng::NGHTTP2_SETTINGS_MAX_FRAME_SIZE
            | ng::NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE
            | ng::NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL
    );
    known.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Category, Padding};

    fn pair(config: Config) -> (Session, Session) {
        let mut client = Session::new(Role::Client, Config::default()).unwrap();
        let mut server = Session::new(Role::Server, config).unwrap();
        client.settings(&[]).unwrap();
        server.settings(&[]).unwrap();
        (client, server)
    }

    /// Moves bytes both ways until both are quiet.
    fn exchange(a: &mut Session, b: &mut Session) {
        loop {
            a.pump(usize::MAX).unwrap();
            b.pump(usize::MAX).unwrap();
            if a.output_len() + b.output_len() == 0 {
                return;
            }
            let (from_a, from_b) = (a.take_output(), b.take_output());
            b.receive(&from_a).unwrap();
            a.receive(&from_b).unwrap();
        }
    }

    fn events(session: &mut Session) -> Vec<Event> {
        std::iter::from_fn(|| session.next_event()).collect()
    }

    fn field<'a>(name: &'a str, value: &'a str) -> Field<'a> {
        Field { name: name.as_bytes(), value: value.as_bytes(), sensitive: false }
    }

    fn get() -> [Field<'static>; 4] {
        [field(":method", "GET"), field(":scheme", "http"), field(":authority", "a"), field(":path", "/")]
    }

    #[test]
    fn a_request_is_answered() {
        let (mut client, mut server) = pair(Config { padding: Padding::Max, ..Config::default() });
        let stream = client.request(&get(), End::Close).unwrap();
        exchange(&mut client, &mut server);
        let heard = events(&mut server);
        assert!(heard.iter().any(|event| matches!(event,
            Event::Headers(headers) if headers.category == Category::Request && headers.fields.len() == 4)));
        server.respond(stream, &[field(":status", "200")], End::Open).unwrap();
        server.write(stream, Box::new(vec![7; 100_000]), End::Close).unwrap();
        exchange(&mut client, &mut server);
        let body: usize = events(&mut client)
            .iter()
            .map(|event| match event {
                Event::Data { bytes, .. } => bytes.len(),
                _ => 0,
            })
            .sum();
        assert!(body < 100_000, "the window holds the rest back");
        client.consume(stream, body);
        exchange(&mut client, &mut server);
        let rest = events(&mut client);
        assert!(matches!(rest.last(), Some(Event::Closed { code: Code(0), .. })), "{rest:?}");
        assert!(client.stream_state(stream).is_none());
    }

    #[test]
    fn trailers_are_asked_for() {
        let (mut client, mut server) = pair(Config::default());
        let stream = client.request(&get(), End::Open).unwrap();
        client.end(stream, End::Trailers);
        exchange(&mut client, &mut server);
        assert!(events(&mut client).iter().any(|event| matches!(event, Event::WantTrailers { .. })));
        client.trailers(stream, &[field("x", "1")]).unwrap();
        exchange(&mut client, &mut server);
        let heard = events(&mut server);
        let trailers = heard.iter().filter(|event| {
            matches!(event,
            Event::Headers(headers) if headers.category == Category::Further && headers.flags & 1 == 1)
        });
        assert_eq!(trailers.count(), 1);
    }

    #[test]
    fn too_many_fields_are_refused() {
        let (mut client, mut server) = pair(Config { max_header_pairs: 3, ..Config::default() });
        client.request(&get(), End::Close).unwrap();
        exchange(&mut client, &mut server);
        let heard = events(&mut client);
        assert!(
            heard.iter().any(|event| matches!(event,
            Event::Closed { code, .. } if *code == Code::ENHANCE_YOUR_CALM)),
            "{heard:?}"
        );
    }

    #[test]
    fn a_session_over_its_memory_takes_no_streams() {
        let (mut client, mut server) = pair(Config { max_memory: 1, ..Config::default() });
        client.request(&get(), End::Close).unwrap();
        exchange(&mut client, &mut server);
        assert!(!events(&mut server).iter().any(|event| matches!(event, Event::Headers(_))));
    }

    #[test]
    fn what_is_not_http2_breaks_the_session() {
        let mut server = Session::new(Role::Server, Config::default()).unwrap();
        assert_eq!(server.receive(b"GET / HTTP/1.1\r\n\r\n"), Err(Error(ng::NGHTTP2_ERR_BAD_CLIENT_MAGIC)));
        let mut client = Session::new(Role::Client, Config::default()).unwrap();
        client.receive(b"HTTP/1.1 200 OK\r\n\r\n").ok();
        assert!(events(&mut client).iter().any(|event| matches!(event, Event::Broken(_))));
    }
}
