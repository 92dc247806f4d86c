//! `node:child_process`: starting programs and talking to them.

mod channel;
mod command;
mod framing;
mod process;
mod spawn_sync;

runtime::builtin! {
    name: "child_process",
    ops: [channel::has_peer, spawn_sync::spawn_sync],
    classes: [process::Process, channel::Channel],
}
