//! `node:tls`: TLS over connections of `net` and over any JavaScript stream.
//!
//! [`wrap::TLSWrap`] is the handle of a `TLSSocket`. It takes encrypted bytes from a [`runtime::Transport`] and is one itself, for plain
//! bytes; the state machine is in the crate `tls`.

mod authorities;
mod callbacks;
mod channel;
mod context;
mod duplex;
mod error;
mod inspect;
mod psk;
mod wrap;

runtime::builtin! {
    name: "tls",
    ops: [
        callbacks::set_callbacks,
        authorities::bundled_authorities,
        authorities::parse_authorities,
        authorities::set_default_authorities,
        inspect::cipher_names,
    ],
    classes: [context::SecureContext, wrap::TLSWrap, duplex::DuplexTransport],
}
