//! The globals of the web platform: aborting, encodings, structured cloning, messaging, WebSocket.

mod encoding;
mod message;
mod wakeup;
mod websocket;

runtime::builtin! {
    name: "web",
    ops: [encoding::label, encoding::decode_utf8, message::mark_cloneable, message::serialize, message::is_detached, websocket::websocket_frame],
    classes: [encoding::StreamDecoder, message::Message, wakeup::Wakeup, websocket::WebSocketDecoder],
}
