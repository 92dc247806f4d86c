//! The globals of the web platform: aborting, encodings, structured cloning, messaging, WebSocket.

mod channel;
mod encoding;
mod locks;
mod message;
mod port;
mod websocket;

runtime::builtin! {
    name: "web",
    ops: [
        encoding::label,
        encoding::decode_utf8,
        message::mark_cloneable,
        message::is_instance,
        message::prevent_detach,
        message::serialize,
        message::clone,
        message::is_detachable,
        locks::request_lock,
        locks::release_lock,
        locks::query_locks,
        port::make_channel,
        port::join_broadcast,
        websocket::websocket_frame,
    ],
    classes: [encoding::StreamDecoder, message::Message, port::Port, websocket::WebSocketDecoder],
}
