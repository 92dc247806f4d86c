//! The frames of a WebSocket client.

use std::cell::RefCell;

use runtime::engine::v8;
use runtime::{JsError, Slice, ToV8, class, op};
use ws_frames::{Compression, Decoder, Inflater, Limits, Message, Opcode, Role};

/// What a server sends, from bytes to messages.
pub(crate) struct WebSocketDecoder {
    state: RefCell<State>,
}

struct State {
    decoder: Decoder,
    inflater: Option<Inflater>,
    limit: usize,
    failed: bool,
}

/// The connection has to be failed: with this close code, because of this.
struct Failure(u16, String);

/// Something the server sent, as JavaScript tells it apart.
#[derive(Clone, Copy)]
enum Kind {
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
    Failure = -1,
}

#[class]
impl WebSocketDecoder {
    /// `new WebSocketDecoder(isCompressed, keepsContext, messageLimit)`
    #[constructor]
    fn new(is_compressed: bool, keeps_context: bool, limit: f64) -> WebSocketDecoder {
        let inflater = match (is_compressed, keeps_context) {
            (false, _) => None,
            (true, true) => Some(Inflater::with_context()),
            (true, false) => Some(Inflater::without_context()),
        };
        let compression = is_compressed.then_some(Compression::Deflate);
        let limits = Limits { message: limit as usize, compression };
        let decoder = Decoder::new(Role::Client, limits);
        WebSocketDecoder { state: RefCell::new(State { decoder, inflater, limit: limits.message, failed: false }) }
    }

    /// Reads bytes. Gives what they complete, flat: the number of its kind and its content (text, bytes, or `[code, reason]`). A failure
    /// (-1) is the last.
    #[method]
    fn feed<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        bytes: Slice<'s>,
    ) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let mut state = self.state.borrow_mut();
        let mut found = Vec::new();
        if !state.failed {
            state.decoder.feed(&bytes);
            state.read(scope, &mut found)?;
        }
        Ok(v8::Array::new_with_elements(scope, &found).into())
    }
}

impl State {
    fn read<'s>(
        &mut self,
        scope: &mut v8::PinScope<'s, '_>,
        found: &mut Vec<v8::Local<'s, v8::Value>>,
    ) -> Result<(), JsError> {
        loop {
            let (kind, content) = match self.next() {
                Ok(None) => return Ok(()),
                Ok(Some(message)) => content_of(scope, message)?,
                Err(Failure(code, reason)) => {
                    self.failed = true;
                    (Kind::Failure, (i32::from(code), reason).to_v8(scope)?)
                }
            };
            found.push(v8::Integer::new(scope, kind as i32).into());
            found.push(content);
            if self.failed {
                return Ok(());
            }
        }
    }

    /// The next message, decompressed.
    fn next(&mut self) -> Result<Option<Message>, Failure> {
        let message =
            self.decoder.next().map_err(|violation| Failure(violation.close_code(), violation.to_string()))?;
        Ok(match message {
            Some(Message::Text { payload, compressed: true }) => {
                let payload = self.inflate(&payload)?;
                if std::str::from_utf8(&payload).is_err() {
                    return Err(Failure(1007, "invalid UTF-8".into()));
                }
                Some(Message::Text { payload, compressed: false })
            }
            Some(Message::Binary { payload, compressed: true }) => {
                Some(Message::Binary { payload: self.inflate(&payload)?, compressed: false })
            }
            other => other,
        })
    }

    fn inflate(&mut self, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let Some(inflater) = &mut self.inflater else { return Ok(payload.to_vec()) };
        inflater.message(payload, self.limit).map_err(|error| Failure(error.close_code(), error.to_string()))
    }
}

fn content_of<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    message: Message,
) -> Result<(Kind, v8::Local<'s, v8::Value>), JsError> {
    Ok(match message {
        Message::Text { payload, .. } => (Kind::Text, text(scope, &payload)?),
        Message::Binary { payload, .. } => (Kind::Binary, payload.to_v8(scope)?),
        Message::Ping(payload) => (Kind::Ping, payload.to_v8(scope)?),
        Message::Pong(payload) => (Kind::Pong, payload.to_v8(scope)?),
        Message::Close { code, reason } => {
            let reason = text(scope, reason.as_bytes())?;
            (Kind::Close, (i32::from(code), reason).to_v8(scope)?)
        }
    })
}

/// The decoder has checked that it is UTF-8. A byte order mark at its start is no part of the text, as for every decoder of the web.
fn text<'s>(scope: &mut v8::PinScope<'s, '_>, payload: &[u8]) -> Result<v8::Local<'s, v8::Value>, JsError> {
    let payload = payload.strip_prefix(b"\xef\xbb\xbf").unwrap_or(payload);
    runtime::engine::utf8::from_utf8_lossy(scope, payload).map(Into::into)
}

/// One whole frame as a client sends it, masked with the four bytes of `mask`.
#[op]
pub(crate) fn websocket_frame(opcode: i32, payload: Slice<'_>, mask: u32) -> Result<Vec<u8>, JsError> {
    let opcode = match opcode {
        1 => Opcode::Text,
        2 => Opcode::Binary,
        8 => Opcode::Close,
        9 => Opcode::Ping,
        10 => Opcode::Pong,
        _ => return Err(JsError::range_error(format!("no frame has the opcode {opcode}"))),
    };
    let mut bytes = Vec::with_capacity(payload.len() + 14);
    ws_frames::frame(&mut bytes, opcode, &payload, Some(mask.to_be_bytes()), None);
    Ok(bytes)
}
