//! `node:trace_events`: the file that all threads of the process write to.

mod collections;
mod file;
mod work;

runtime::builtin! {
    name: "trace_events",
    ops: [
        collections::listen_to_collections,
        collections::tell_collections,
        file::open,
        file::add,
        file::describe,
        file::at_end,
        file::now,
        file::thread_id,
        work::listen_to_work,
    ],
}
