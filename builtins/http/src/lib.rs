//! `node:http`: the native side of its connections.
//!
//! A [`connection::Connection`] parses what it is fed, by JavaScript or from a descriptor of its own, and tells JavaScript through the
//! [`callbacks`]. With a descriptor ([`wire`]) it also writes: [`output`] gathers what one callback says and sends it in one call.
//! [`registry::Connections`] is the list of a server's connections and watches their times.

mod callbacks;
mod carrier;
mod connection;
mod events;
mod output;
mod registry;
mod settings;
mod wire;

runtime::builtin! {
    name: "http",
    ops: [callbacks::set_callbacks, settings::methods, settings::max_header_size, settings::insecure_parser, registry::every_connection],
    classes: [connection::Connection, registry::Connections],
}
