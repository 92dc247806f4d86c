//! `node:inspector`: sessions of this thread, and the server where front ends connect.

mod connection;
mod console;
mod pause;
mod server;

runtime::builtin! {
    name: "inspector",
    ops: [
        server::open,
        server::close,
        server::url,
        server::wait_for_frontend,
        server::wait_for_disconnect,
        server::emit,
        server::put_resource,
        console::pair_methods,
        pause::call_and_pause_on_start,
    ],
    classes: [connection::Connection],
}
