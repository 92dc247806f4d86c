//! The globals of the web platform: aborting, encodings, structured cloning, messaging.

mod encoding;
mod message;
mod wakeup;

runtime::builtin! {
    name: "web",
    ops: [encoding::label, encoding::decode_utf8, message::mark_cloneable, message::serialize, message::is_detached],
    classes: [encoding::StreamDecoder, message::Message, wakeup::Wakeup],
}
