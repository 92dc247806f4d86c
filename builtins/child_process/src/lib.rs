//! `node:child_process`: starting programs and talking to them.

mod channel;
mod command;
mod process;
mod spawn_sync;

runtime::builtin! {
    name: "child_process",
    ops: [spawn_sync::spawn_sync],
    classes: [process::Process, channel::Channel],
}
