//! `node:trace_events`: the file that all threads of the process write to.

mod file;

runtime::builtin! {
    name: "trace_events",
    ops: [file::open, file::add, file::now, file::thread_id],
}
