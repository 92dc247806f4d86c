//! `node:net`: TCP and Unix domain sockets.
//!
//! JavaScript sees two native classes, [`stream::Stream`] for a connection (also a pipe or a terminal) and
//! [`listener::Listener`] for a server. What happens on them enters JavaScript through functions given to their
//! constructors, called with the handle as `this`.

mod address;
mod block_list;
mod connection;
mod ip;
mod listener;
mod queue;
mod read;
mod stream;

use runtime::sys;

runtime::builtin! {
    name: "net",
    ops: [ip::ip_version, ip::canonical_ip],
    classes: [stream::Stream, listener::Listener, block_list::BlockList],
}

/// What JavaScript gets for a result without a value: 0, or libuv's negative number.
fn status(result: sys::Result<()>) -> i32 {
    result.map_or_else(|error| error.uv_errno(), |()| 0)
}
