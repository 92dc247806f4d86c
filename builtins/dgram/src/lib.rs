//! `node:dgram`: UDP sockets on the loop.
//!
//! [`socket::Udp`] is the class, [`core`] its life on the loop, [`options`] reads addresses and settings.

mod core;
mod options;
mod socket;

runtime::builtin! {
    name: "dgram",
    classes: [socket::Udp],
}

/// 0, or libuv's negative number of the error.
fn status(result: runtime::sys::Result<()>) -> i32 {
    result.map_or_else(|error| error.uv_errno(), |()| 0)
}
