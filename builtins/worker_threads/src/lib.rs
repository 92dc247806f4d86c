//! `node:worker_threads`: starting isolates on threads, and what an isolate knows about its own thread.

mod directory;
mod questions;
mod settings;
mod this_thread;
mod worker;

runtime::builtin! {
    name: "worker_threads",
    ops: [
        this_thread::this_thread,
        directory::deliver_to,
        questions::start_recording,
        questions::finish_recording,
    ],
    classes: [worker::Worker],
}
