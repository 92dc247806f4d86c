//! `node:async_hooks` and the async context that every queue keeps.

mod frame;
mod promise_hooks;

runtime::builtin! {
    name: "async_hooks",
    ops: [frame::frame_accessors, promise_hooks::set_promise_hooks],
}
