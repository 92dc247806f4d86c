//! `node:dns`: names and addresses through the system's resolver.

mod lookup;

runtime::builtin! { name: "dns", ops: [lookup::getaddrinfo, lookup::getnameinfo] }
