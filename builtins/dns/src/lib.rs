//! `node:dns`: names and addresses, through the system's resolver ([`lookup`]) and from name servers ([`resolver`], [`query`]).

mod answer;
mod lookup;
mod query;
mod resolver;
mod system_files;
mod transport;

runtime::builtin! {
    name: "dns",
    ops: [lookup::getaddrinfo, lookup::getnameinfo, system_files::read_hosts, system_files::read_resolver_settings],
    classes: [resolver::Resolver],
}
