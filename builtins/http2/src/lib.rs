//! `node:http2`: sessions over nghttp2.
//!
//! [`session::Session`] is the class JavaScript holds; its life is in [`core`]. What happens on a session is told through functions
//! installed once ([`callbacks`]), one entry into JavaScript an event ([`dispatch`]). Its bytes go through a [`carrier`]: a
//! transport of `net` or `tls`, or a stream of JavaScript.

mod callbacks;
mod carrier;
mod config;
mod core;
mod dispatch;
mod fields;
mod session;

runtime::builtin! {
    name: "http2",
    ops: [callbacks::set_callbacks, session::error_text],
    classes: [session::Session],
}
