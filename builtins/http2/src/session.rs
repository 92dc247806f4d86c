//! The class of sessions.
//!
//! Methods that submit something give 0 or nghttp2's negative error number. `end` arguments are 0 when more follows, 1 for the end of
//! the stream, 2 when trailers follow.

use std::rc::Rc;

use http2::{Code, End, Error, Field, Payload, Role};
use runtime::engine::v8;
use runtime::{Bytes, FromV8, JsError, Native, Slice, TransportHandle, class, op, state};

use crate::config::config_of;
use crate::core::Core;
use crate::fields::Packed;

/// What a write tells JavaScript: nothing was to be written, or `written` follows.
const NOTHING: i32 = 1;
const WAITS: i32 = 0;
/// The settings that nghttp2 keeps, in the order JavaScript reads them.
const SETTINGS: [u16; 7] = [1, 2, 3, 4, 5, 6, 8];

/// A session as JavaScript holds it.
pub(crate) struct Session {
    core: Rc<Core>,
}

#[class]
impl Session {
    /// `new Session(owner, isServer, options)`
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        owner: v8::Local<'s, v8::Value>,
        is_server: bool,
        options: v8::Local<'s, v8::Object>,
    ) -> Result<Session, JsError> {
        let role = if is_server { Role::Server } else { Role::Client };
        let config = config_of(scope, options);
        let session = http2::Session::new(role, config).map_err(|error| JsError::error(error.message()))?;
        let owner = v8::Global::new(scope, owner);
        Ok(Session { core: Core::new(state(scope), owner, session) })
    }

    /// Reads and writes through the transport of a socket from now on.
    #[method]
    fn use_transport(&self, transport: Native<'_, TransportHandle>) {
        self.core.carrier.use_transport(&self.core, transport.transport());
    }

    /// Gives the transport back to its socket.
    #[method]
    fn release(&self) {
        self.core.carrier.release();
    }

    /// Takes bytes of the peer, to be read before the loop next waits.
    #[method]
    fn receive(&self, bytes: Slice<'_>) {
        self.core.receive_soon(&bytes);
    }

    /// Reads what was taken.
    #[method]
    fn receive_now(&self) {
        self.core.read_inbox();
    }

    /// The stream that carries the session has written so many bytes.
    #[method]
    fn sent(&self, count: f64) {
        self.core.carrier.sent(&self.core, count as usize);
    }

    /// Bytes that wait to be sent.
    #[method]
    fn waiting(&self) -> f64 {
        let made = self.core.with(|session| session.pending()).unwrap_or(0);
        (made + self.core.carrier.waiting()) as f64
    }

    /// Sends now what was submitted.
    #[method]
    fn flush(&self) {
        self.core.flush();
    }

    /// Ends the session with a GOAWAY, unless its carrier is gone. True when all is sent, else `drained` follows.
    #[method]
    fn close(&self, code: u32, carrier_gone: bool) -> bool {
        if carrier_gone {
            self.core.free();
            return true;
        }
        // Failing to say goodbye changes nothing.
        let _ = self.core.with(|session| session.terminate(Code(code)));
        self.core.close()
    }

    // --- Streams ---

    /// Opens a stream. Gives its number.
    #[method]
    fn request<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        fields: v8::Local<'s, v8::String>,
        count: u32,
        end: u32,
    ) -> i32 {
        self.submit_fields(scope, fields, count, |session, fields| session.request(fields, end_of(end)))
    }

    /// Answers on a stream.
    #[method]
    fn respond<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: i32,
        fields: v8::Local<'s, v8::String>,
        count: u32,
        end: u32,
    ) -> i32 {
        self.submit_fields(scope, fields, count, |session, fields| {
            session.respond(stream, fields, end_of(end)).map(|()| 0)
        })
    }

    /// Sends an informational response.
    #[method]
    fn inform<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: i32,
        fields: v8::Local<'s, v8::String>,
        count: u32,
    ) -> i32 {
        self.submit_fields(scope, fields, count, |session, fields| session.inform(stream, fields).map(|()| 0))
    }

    /// Promises a stream. Gives its number.
    #[method]
    fn promise<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: i32,
        fields: v8::Local<'s, v8::String>,
        count: u32,
    ) -> i32 {
        self.submit_fields(scope, fields, count, |session, fields| session.promise(stream, fields))
    }

    /// Sends trailers.
    #[method]
    fn trailers<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: i32,
        fields: v8::Local<'s, v8::String>,
        count: u32,
    ) -> i32 {
        self.submit_fields(scope, fields, count, |session, fields| session.trailers(stream, fields).map(|()| 0))
    }

    /// Writes text or bytes of a body: 0 when `written` follows, 1 when there is nothing to write, else an error.
    #[method]
    fn write<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        stream: i32,
        data: v8::Local<'s, v8::Value>,
        is_latin1: bool,
        end: u32,
    ) -> Result<i32, JsError> {
        let piece = payload(scope, data, is_latin1)?;
        Ok(self.submit(|session| {
            session.write(stream, piece, end_of(end))?;
            Ok(if session.tell_when_written(stream) { WAITS } else { NOTHING })
        }))
    }

    /// Writes several pieces.
    #[method]
    fn writev(&self, stream: i32, pieces: Vec<Bytes>, end: u32) -> i32 {
        self.submit(|session| {
            for piece in pieces {
                session.write(stream, Box::new(View(piece)), End::Open)?;
            }
            session.end(stream, end_of(end));
            Ok(if session.tell_when_written(stream) { WAITS } else { NOTHING })
        })
    }

    /// Says what follows the body.
    #[method]
    fn end(&self, stream: i32, end: u32) {
        self.core.with(|session| session.end(stream, end_of(end)));
        self.core.flush_soon();
    }

    /// Resets a stream. What was written before still goes.
    #[method]
    fn reset(&self, stream: i32, code: u32) -> i32 {
        self.core.flush();
        self.submit(|session| session.reset(stream, Code(code)).map(|()| 0))
    }

    /// A stream that had enough reads on.
    #[method]
    fn read_on(&self, stream: i32) {
        self.core.read_on(stream);
    }

    /// `[state, localClosed, remoteClosed, localWindow]`, while there is such a stream.
    #[method]
    fn stream_state(&self, stream: i32) -> Option<(u32, bool, bool, i32)> {
        let state = self.core.with(|session| session.stream_state(stream)).flatten()?;
        Some((state.state, state.local_closed, state.remote_closed, state.local_window))
    }

    // --- The session ---

    /// Sends settings, given as numbers and values in turn.
    #[method]
    fn settings(&self, entries: Vec<f64>) -> i32 {
        let entries: Vec<(u16, u32)> = entries.chunks_exact(2).map(|pair| (pair[0] as u16, pair[1] as u32)).collect();
        self.submit(|session| session.settings(&entries).map(|()| 0))
    }

    /// Our settings as far as the peer has acknowledged them.
    #[method]
    fn local_settings(&self) -> Option<Vec<u32>> {
        self.core.with(|session| SETTINGS.map(|id| session.local_setting(id)).to_vec())
    }

    /// The peer's settings.
    #[method]
    fn remote_settings(&self) -> Option<Vec<u32>> {
        self.core.with(|session| SETTINGS.map(|id| session.remote_setting(id)).to_vec())
    }

    /// Sends a ping of eight bytes.
    #[method]
    fn ping(&self, payload: Slice<'_>) -> i32 {
        let Ok(payload) = <[u8; 8]>::try_from(payload.as_slice()) else { return Error::INVALID_ARGUMENT.0 };
        self.submit(|session| session.ping(payload).map(|()| 0))
    }

    /// Sends a GOAWAY; for a last stream below 1 with the last that was looked at.
    #[method]
    fn go_away(&self, code: u32, last_stream: i32, data: Option<Slice<'_>>) -> i32 {
        let last = (last_stream > 0).then_some(last_stream);
        let data = data.as_ref().map_or(&[][..], Slice::as_slice);
        self.submit(|session| session.go_away(Code(code), last, data).map(|()| 0))
    }

    /// Sets the number of the next stream opened here.
    #[method]
    fn set_next_stream_id(&self, id: i32) -> i32 {
        self.submit(|session| session.set_next_stream_id(id).map(|()| 0))
    }

    /// Sets how many bytes the peer may send on the connection.
    #[method]
    fn set_local_window(&self, size: i32) -> i32 {
        self.submit(|session| session.set_local_window(size).map(|()| 0))
    }

    /// Tells of an alternative service.
    #[method]
    fn alt_svc(&self, stream: i32, origin: String, value: String) -> i32 {
        self.submit(|session| session.alt_svc(stream, origin.as_bytes(), value.as_bytes()).map(|()| 0))
    }

    /// Tells which origins the server answers for.
    #[method]
    fn origin(&self, origins: Vec<String>) -> i32 {
        let origins: Vec<&[u8]> = origins.iter().map(String::as_bytes).collect();
        self.submit(|session| session.origin(&origins).map(|()| 0))
    }

    /// Whether the session may grow by a small frame.
    #[method]
    fn has_memory(&self) -> bool {
        const FRAME: usize = 100;
        self.core.with(|session| session.has_memory_for(FRAME)).unwrap_or(false)
    }

    /// `[framesReceived, framesSent, bytesRead, bytesWritten, maxConcurrentStreams]`
    #[method]
    fn statistics(&self) -> Option<Vec<f64>> {
        let done = self.core.with(|session| session.statistics())?;
        let frames = [done.frames_received, done.frames_sent, done.bytes_received, done.bytes_sent];
        Some(frames.map(|count| count as f64).into_iter().chain([done.most_streams as f64]).collect())
    }

    /// `[effectiveLocal, effectiveReceived, nextStream, local, lastProcessed, remote, queued, deflateTable, inflateTable]`
    #[method]
    fn state(&self) -> Option<Vec<f64>> {
        self.core.with(|session| {
            let windows = session.windows();
            vec![
                windows.effective_local.into(),
                windows.effective_received.into(),
                session.next_stream_id().into(),
                windows.local.into(),
                session.last_processed_stream().into(),
                windows.remote.into(),
                session.outbound_queue_size() as f64,
                windows.deflate_table as f64,
                windows.inflate_table as f64,
            ]
        })
    }
}

impl Session {
    fn submit(&self, call: impl FnOnce(&mut http2::Session) -> Result<i32, Error>) -> i32 {
        let result = self.core.with(call);
        self.core.flush_soon();
        result.unwrap_or(Err(Error::STREAM_CLOSED)).unwrap_or_else(|error| error.0)
    }

    fn submit_fields<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        text: v8::Local<'s, v8::String>,
        count: u32,
        call: impl FnOnce(&mut http2::Session, &[Field<'_>]) -> Result<i32, Error>,
    ) -> i32 {
        let packed = Packed::of(scope, text);
        let Some(fields) = packed.fields(count as usize) else { return Error::INVALID_ARGUMENT.0 };
        self.submit(|session| call(session, &fields))
    }
}

/// A piece of a body as JavaScript gave it: text, encoded here, or a buffer.
fn payload<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    data: v8::Local<'s, v8::Value>,
    is_latin1: bool,
) -> Result<Payload, JsError> {
    let Ok(text) = v8::Local::<v8::String>::try_from(data) else {
        return Ok(Box::new(View(Bytes::from_v8(scope, data)?)));
    };
    if !is_latin1 {
        let mut bytes = vec![0; text.utf8_length(scope)];
        text.write_utf8_v2(scope, &mut bytes, v8::WriteFlags::kReplaceInvalidUtf8, None);
        return Ok(Box::new(bytes));
    }
    let mut bytes = vec![0; text.length()];
    text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
    Ok(Box::new(bytes))
}

/// A buffer of JavaScript, sent from where it is.
struct View(Bytes);

impl AsRef<[u8]> for View {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn end_of(number: u32) -> End {
    match number {
        0 => End::Open,
        1 => End::Close,
        _ => End::Trailers,
    }
}

/// nghttp2's text for an error number.
#[op]
pub(crate) fn error_text(number: i32) -> String {
    Error(number).message().to_owned()
}
