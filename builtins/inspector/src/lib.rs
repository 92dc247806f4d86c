//! `node:inspector`: sessions of this thread, and the server where front ends connect.

mod connection;
mod console;
mod pause;
mod server;
mod tasks;

runtime::builtin! {
    name: "inspector",
    ops: [
        server::open,
        server::close,
        server::url,
        server::wait_for_frontend,
        server::wait_for_disconnect,
        server::emit,
        console::pair_methods,
        pause::call_and_pause_on_start,
        tasks::task_scheduled,
        tasks::task_canceled,
        tasks::task_started,
        tasks::task_finished,
        tasks::all_tasks_canceled,
    ],
    classes: [connection::Connection],
}
