//! Where front ends of the inspector connect: the HTTP endpoints that DevTools and IDEs look for, and the WebSocket behind them. It knows
//! nothing of V8: a front end's messages go to a [`Target`], whose answers come back through a [`Frontend`].
//!
//! Everything here blocks, on threads of its own, so that a program that is paused or busy can still be reached. A connection has one thread that
//! reads; whoever has an answer writes it.
#![forbid(unsafe_code)]

mod connection;
mod endpoints;
mod server;

pub use connection::Frontend;
pub use server::{Description, Peer, Place, Publish, Server, Target};
