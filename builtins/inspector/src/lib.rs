//! `node:inspector`: sessions of this thread, and the server where front ends connect.

mod async_tasks;
mod call_frames;
mod connection;
mod console;
mod pause;
mod protocol;
mod recording;
mod server;
mod worker;

runtime::builtin! {
    name: "inspector",
    ops: [
        server::open,
        server::close,
        server::url,
        server::expect_frontend,
        server::wait_for_frontend,
        server::wait_for_disconnect,
        server::send,
        server::put_resource,
        console::pair_methods,
        recording::record_cpu,
        recording::record_heap,
        recording::record_coverage,
        recording::take_coverage,
        recording::stop_coverage,
        call_frames::call_frames,
        pause::call_and_pause_on_start,
        worker::worker_starts,
        async_tasks::async_task_scheduled,
        async_tasks::async_task_started,
        async_tasks::async_task_finished,
        async_tasks::async_task_canceled,
    ],
    classes: [connection::Connection, connection::MainThreadConnection],
}
