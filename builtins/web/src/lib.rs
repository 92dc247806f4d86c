//! The globals of the web platform: aborting, encodings, structured cloning, messaging.

mod message;
mod wakeup;

runtime::builtin! {
    name: "web",
    ops: [message::mark_cloneable, message::serialize, message::is_detached],
    classes: [message::Message, wakeup::Wakeup],
}
