//! `node:dns`: names and addresses, through the system's resolver ([`lookup`]) and from name servers ([`resolver`], [`query`]).

mod answer;
mod lookup;
mod query;
mod resolver;
mod transport;

runtime::builtin! {
    name: "dns",
    ops: [lookup::getaddrinfo, lookup::getnameinfo],
    classes: [resolver::Resolver],
}
