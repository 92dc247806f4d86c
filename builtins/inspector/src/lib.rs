//! `node:inspector`: sessions of this thread, and the server where front ends connect.

mod connection;
mod console;
mod pause;
mod recording;
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
        recording::record_cpu,
        recording::record_heap,
        recording::record_coverage,
        recording::take_coverage,
        recording::stop_coverage,
        pause::call_and_pause_on_start,
    ],
    classes: [connection::Connection],
}
