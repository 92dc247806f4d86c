//! nghttp2's callbacks: each turns what nghttp2 tells into an event. None calls anything of the user's.

use std::ffi::{c_char, c_int, c_void};
use std::{ptr, slice};

use nghttp2_sys as ng;

use crate::event::{Category, Event, Headers};
use crate::outbound::{End, Portion};
use crate::state::State;
use crate::{Code, Error, Padding};

/// The table of callbacks, freed with the value.
pub(crate) struct Callbacks(*mut ng::nghttp2_session_callbacks);

impl Callbacks {
    pub(crate) fn new() -> Result<Callbacks, Error> {
        let mut raw = ptr::null_mut();
        // SAFETY: fills `raw` or fails.
        Error::check(unsafe { ng::nghttp2_session_callbacks_new(&mut raw) })?;
        // SAFETY: `raw` is a live table; the functions have the types nghttp2 declares.
        unsafe {
            ng::nghttp2_session_callbacks_set_on_begin_headers_callback(raw, Some(on_begin_headers));
            ng::nghttp2_session_callbacks_set_on_header_callback(raw, Some(on_header));
            ng::nghttp2_session_callbacks_set_on_invalid_header_callback(raw, Some(on_invalid_header));
            ng::nghttp2_session_callbacks_set_on_frame_recv_callback(raw, Some(on_frame_recv));
            ng::nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(raw, Some(on_invalid_frame_recv));
            ng::nghttp2_session_callbacks_set_on_data_chunk_recv_callback(raw, Some(on_data_chunk_recv));
            ng::nghttp2_session_callbacks_set_on_stream_close_callback(raw, Some(on_stream_close));
            ng::nghttp2_session_callbacks_set_on_frame_send_callback(raw, Some(on_frame_send));
            ng::nghttp2_session_callbacks_set_on_frame_not_send_callback(raw, Some(on_frame_not_send));
            ng::nghttp2_session_callbacks_set_send_data_callback(raw, Some(send_data));
            ng::nghttp2_session_callbacks_set_select_padding_callback2(raw, Some(select_padding));
            ng::nghttp2_session_callbacks_set_error_callback2(raw, Some(on_error));
        }
        Ok(Callbacks(raw))
    }

    pub(crate) fn raw(&self) -> *const ng::nghttp2_session_callbacks {
        self.0
    }
}

impl Drop for Callbacks {
    fn drop(&mut self) {
        // SAFETY: made by nghttp2_session_callbacks_new and dropped once.
        unsafe { ng::nghttp2_session_callbacks_del(self.0) };
    }
}

/// Where nghttp2 takes bodies from.
pub(crate) fn body_source() -> ng::nghttp2_data_provider2 {
    ng::nghttp2_data_provider2 {
        source: ng::nghttp2_data_source { ptr: ptr::null_mut() },
        read_callback: Some(read_body),
    }
}

/// # Safety
/// `data` is the state given to nghttp2, and no other reference to it lives: `Session` holds none while it calls nghttp2.
unsafe fn state<'a>(data: *mut c_void) -> &'a mut State {
    // SAFETY: see above.
    unsafe { &mut *data.cast::<State>() }
}

/// # Safety
/// `data` points to `length` bytes, or is null with a length of 0.
unsafe fn bytes<'a>(data: *const u8, length: usize) -> &'a [u8] {
    if length == 0 {
        return &[];
    }
    // SAFETY: see above.
    unsafe { slice::from_raw_parts(data, length) }
}

/// A frame's header and, for a promise, the stream promised.
///
/// # Safety
/// `frame` is a frame given by nghttp2.
unsafe fn subject(frame: *const ng::nghttp2_frame) -> (ng::nghttp2_frame_hd, i32) {
    // SAFETY: every frame begins with its header; its type says which member of the union is set.
    unsafe {
        let header = (*frame).hd;
        let promise = u32::from(header.type_) == ng::NGHTTP2_PUSH_PROMISE;
        (header, if promise { (*frame).push_promise.promised_stream_id } else { header.stream_id })
    }
}

// --- Receiving ---

unsafe extern "C" fn on_begin_headers(
    session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's arguments.
    let (state, (_, stream)) = unsafe { (state(data), subject(frame)) };
    state.block = Default::default();
    if state.streams.contains_key(&stream) {
        return 0;
    }
    // SAFETY: a live session.
    let most = unsafe { ng::nghttp2_session_get_local_settings(session, ng::NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS) };
    if state.streams.len() < most as usize && state.has_memory_for(size_of::<State>()) {
        state.rejected_streams = 0;
        state.add_stream(stream);
        return 0;
    }
    if state.reject_stream().is_err() {
        return ng::NGHTTP2_ERR_CALLBACK_FAILURE;
    }
    refuse(session, stream)
}

/// Refuses a stream that asks too much.
fn refuse(session: *mut ng::nghttp2_session, stream: i32) -> c_int {
    let flags = ng::NGHTTP2_FLAG_NONE as u8;
    // SAFETY: a live session.
    unsafe { ng::nghttp2_submit_rst_stream(session, flags, stream, Code::ENHANCE_YOUR_CALM.0) };
    ng::NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE
}

unsafe extern "C" fn on_header(
    session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    name: *const u8,
    name_length: usize,
    value: *const u8,
    value_length: usize,
    flags: u8,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's arguments.
    let (state, name, value) = unsafe { (state(data), bytes(name, name_length), bytes(value, value_length)) };
    let sensitive = u32::from(flags) & ng::NGHTTP2_NV_FLAG_NO_INDEX != 0;
    // SAFETY: a live session.
    let most = unsafe { ng::nghttp2_session_get_local_settings(session, ng::NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE) };
    if state.add_field(name, value, sensitive, most as usize) {
        return 0;
    }
    // SAFETY: nghttp2's frame.
    let (_, stream) = unsafe { subject(frame) };
    refuse(session, stream)
}

/// Fields with characters that are not allowed are left out; the stream goes on.
unsafe extern "C" fn on_invalid_header(
    _session: *mut ng::nghttp2_session,
    _frame: *const ng::nghttp2_frame,
    _name: *const u8,
    _name_length: usize,
    _value: *const u8,
    _value_length: usize,
    _flags: u8,
    _data: *mut c_void,
) -> c_int {
    0
}

unsafe extern "C" fn on_frame_recv(
    _session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's arguments.
    let (state, header) = unsafe { (state(data), (*frame).hd) };
    state.statistics.frames_received += 1;
    // A DATA frame without data and without an end has no purpose but to keep us busy.
    let is_idle = u32::from(header.type_) == ng::NGHTTP2_DATA
        && header.length == 0
        && u32::from(header.flags) & ng::NGHTTP2_FLAG_END_STREAM == 0;
    if is_idle && state.is_one_too_many() {
        return 1;
    }
    // SAFETY: as above.
    if let Some(event) = unsafe { event_of(state, frame) } {
        state.tell(event);
    }
    0
}

/// # Safety
/// `frame` is a complete frame given by nghttp2; its type says which member of the union is set.
unsafe fn event_of(state: &mut State, frame: *const ng::nghttp2_frame) -> Option<Event> {
    // SAFETY: see above; members are read after their type was checked.
    unsafe {
        let header = (*frame).hd;
        let stream = header.stream_id;
        let ack = u32::from(header.flags) & ng::NGHTTP2_FLAG_ACK != 0;
        match u32::from(header.type_) {
            ng::NGHTTP2_DATA => {
                let last = u32::from(header.flags) & ng::NGHTTP2_FLAG_END_STREAM != 0;
                last.then_some(Event::End { stream })
            }
            ng::NGHTTP2_HEADERS => {
                Some(Event::Headers(block_of(state, stream, category((*frame).headers.cat), header.flags)))
            }
            ng::NGHTTP2_PUSH_PROMISE => {
                let promised = (*frame).push_promise.promised_stream_id;
                Some(Event::Promise(block_of(state, promised, Category::Request, header.flags)))
            }
            ng::NGHTTP2_SETTINGS => Some(Event::Settings { ack, entries: entries((*frame).settings) }),
            ng::NGHTTP2_PING => Some(Event::Ping { ack, payload: (*frame).ping.opaque_data }),
            ng::NGHTTP2_GOAWAY => {
                let goaway = (*frame).goaway;
                Some(Event::GoAway {
                    code: Code(goaway.error_code),
                    last_stream: goaway.last_stream_id,
                    data: bytes(goaway.opaque_data, goaway.opaque_data_len).to_vec(),
                })
            }
            ng::NGHTTP2_PRIORITY => {
                let spec = (*frame).priority.pri_spec;
                let exclusive = spec.exclusive != 0;
                Some(Event::Priority { stream, parent: spec.stream_id, weight: spec.weight, exclusive })
            }
            ng::NGHTTP2_ALTSVC => {
                let payload = &*(*frame).ext.payload.cast::<ng::nghttp2_ext_altsvc>();
                Some(Event::AltSvc {
                    stream,
                    origin: bytes(payload.origin, payload.origin_len).to_vec(),
                    value: bytes(payload.field_value, payload.field_value_len).to_vec(),
                })
            }
            ng::NGHTTP2_ORIGIN => {
                let payload = &*(*frame).ext.payload.cast::<ng::nghttp2_ext_origin>();
                let list = if payload.nov == 0 { &[] } else { slice::from_raw_parts(payload.ov, payload.nov) };
                Some(Event::Origin(list.iter().map(|entry| bytes(entry.origin, entry.origin_len).to_vec()).collect()))
            }
            _ => None,
        }
    }
}

fn block_of(state: &mut State, stream: i32, category: Category, flags: u8) -> Headers {
    Headers { stream, category, flags, fields: std::mem::take(&mut state.block) }
}

fn category(category: ng::nghttp2_headers_category) -> Category {
    match category {
        ng::NGHTTP2_HCAT_REQUEST => Category::Request,
        ng::NGHTTP2_HCAT_RESPONSE => Category::Response,
        ng::NGHTTP2_HCAT_PUSH_RESPONSE => Category::PushResponse,
        _ => Category::Further,
    }
}

/// # Safety
/// `settings` is a SETTINGS frame given by nghttp2.
unsafe fn entries(settings: ng::nghttp2_settings) -> Vec<(u16, u32)> {
    if settings.niv == 0 {
        return Vec::new();
    }
    // SAFETY: nghttp2 gives `niv` entries.
    let list = unsafe { slice::from_raw_parts(settings.iv, settings.niv) };
    list.iter().map(|entry| (entry.settings_id as u16, entry.value)).collect()
}

unsafe extern "C" fn on_data_chunk_recv(
    session: *mut ng::nghttp2_session,
    _flags: u8,
    stream: i32,
    chunk: *const u8,
    length: usize,
    data: *mut c_void,
) -> c_int {
    if length == 0 {
        return 0;
    }
    // SAFETY: a live session. The connection's window does not wait for a slow reader of one stream.
    unsafe { ng::nghttp2_session_consume_connection(session, length) };
    // SAFETY: nghttp2's arguments.
    let (state, chunk) = unsafe { (state(data), bytes(chunk, length)) };
    state.tell(Event::Data { stream, bytes: chunk.to_vec() });
    0
}

unsafe extern "C" fn on_invalid_frame_recv(
    _session: *mut ng::nghttp2_session,
    _frame: *const ng::nghttp2_frame,
    error: c_int,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's argument.
    let state = unsafe { state(data) };
    if state.is_one_too_many() {
        return 1;
    }
    // SAFETY: a pure function.
    let fatal = unsafe { ng::nghttp2_is_fatal(error) } != 0;
    if fatal || error == ng::NGHTTP2_ERR_STREAM_CLOSED || error == ng::NGHTTP2_ERR_PROTO {
        state.tell(Event::Broken(Error(error)));
    }
    0
}

/// The one error that nghttp2 tells nowhere else: the peer does not speak HTTP/2.
unsafe extern "C" fn on_error(
    _session: *mut ng::nghttp2_session,
    error: c_int,
    _message: *const c_char,
    _length: usize,
    data: *mut c_void,
) -> c_int {
    if error == ng::NGHTTP2_ERR_SETTINGS_EXPECTED {
        // SAFETY: nghttp2's argument.
        unsafe { state(data) }.tell(Event::Broken(Error(ng::NGHTTP2_ERR_PROTO)));
    }
    0
}

unsafe extern "C" fn on_stream_close(
    _session: *mut ng::nghttp2_session,
    stream: i32,
    code: u32,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's argument.
    let state = unsafe { state(data) };
    state.forget(stream);
    state.tell(Event::Closed { stream, code: Code(code) });
    0
}

// --- Sending ---

unsafe extern "C" fn on_frame_send(
    _session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    data: *mut c_void,
) -> c_int {
    // SAFETY: nghttp2's arguments.
    let (state, header) = unsafe { (state(data), (*frame).hd) };
    state.statistics.frames_sent += 1;
    if u32::from(header.type_) == ng::NGHTTP2_GOAWAY {
        // SAFETY: the type says which member of the union is set.
        state.sent_goaway = Some(Code(unsafe { (*frame).goaway.error_code }));
    }
    0
}

unsafe extern "C" fn on_frame_not_send(
    _session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    error: c_int,
    data: *mut c_void,
) -> c_int {
    let expected = matches!(
        error,
        ng::NGHTTP2_ERR_SESSION_CLOSING | ng::NGHTTP2_ERR_STREAM_CLOSED | ng::NGHTTP2_ERR_STREAM_CLOSING
    );
    // SAFETY: nghttp2's arguments.
    let (state, (header, stream)) = unsafe { (state(data), subject(frame)) };
    if !expected {
        state.tell(Event::NotSent { stream, frame: header.type_, code: Error(error).code() });
    }
    0
}

unsafe extern "C" fn read_body(
    _session: *mut ng::nghttp2_session,
    stream: i32,
    _buffer: *mut u8,
    room: usize,
    flags: *mut u32,
    _source: *mut ng::nghttp2_data_source,
    data: *mut c_void,
) -> ng::nghttp2_ssize {
    // SAFETY: nghttp2's argument.
    let state = unsafe { state(data) };
    let Some(outbound) = state.streams.get_mut(&stream) else { return ng::NGHTTP2_ERR_DEFERRED as isize };
    let Portion::Bytes { count, last } = outbound.portion(room) else {
        outbound.deferred = true;
        return ng::NGHTTP2_ERR_DEFERRED as isize;
    };
    let mut told = ng::NGHTTP2_DATA_FLAG_NO_COPY;
    if last {
        told |= ng::NGHTTP2_DATA_FLAG_EOF;
        if outbound.end == End::Trailers {
            told |= ng::NGHTTP2_DATA_FLAG_NO_END_STREAM;
            state.tell(Event::WantTrailers { stream });
        }
    }
    // SAFETY: nghttp2 gives a place for the flags.
    unsafe { *flags |= told };
    count as isize
}

/// Writes a DATA frame: header, pad length, body, padding.
unsafe extern "C" fn send_data(
    _session: *mut ng::nghttp2_session,
    frame: *mut ng::nghttp2_frame,
    header: *const u8,
    length: usize,
    _source: *mut ng::nghttp2_data_source,
    data: *mut c_void,
) -> c_int {
    const FRAME_HEADER: usize = 9;
    // SAFETY: nghttp2's arguments; the frame is a DATA frame.
    let (state, header, (stream, padding)) =
        unsafe { (state(data), bytes(header, FRAME_HEADER), ((*frame).hd.stream_id, (*frame).data.padlen)) };
    let Some(outbound) = state.streams.get_mut(&stream) else { return ng::NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE };
    state.out.extend_from_slice(header);
    if padding > 0 {
        state.out.push((padding - 1) as u8);
    }
    outbound.take(length, &mut state.out);
    state.queued -= length;
    state.out.resize(state.out.len() + padding.saturating_sub(1), 0);
    if outbound.queued() == 0 && std::mem::take(&mut outbound.waited_for) {
        state.tell(Event::Written { stream });
    }
    0
}

unsafe extern "C" fn select_padding(
    _session: *mut ng::nghttp2_session,
    frame: *const ng::nghttp2_frame,
    most: usize,
    data: *mut c_void,
) -> ng::nghttp2_ssize {
    // SAFETY: nghttp2's arguments.
    let (state, (header, _)) = unsafe { (state(data), subject(frame)) };
    let length = header.length;
    let padded = match state.config.padding {
        Padding::None => length,
        Padding::Aligned => (length + 9).next_multiple_of(8) - 9,
        Padding::Max => most,
    };
    padded.min(most).max(length) as isize
}
