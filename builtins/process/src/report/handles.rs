//! The section about the loop: what its handles wait for, in libuv's words.

use std::net::SocketAddr;
use std::os::fd::RawFd;

use runtime::sys::event_loop::{HandleStatus, Loop, Subject};
use runtime::sys::net::{self, Address, Socket};
use runtime::sys::{self, dns, tty};
use serde_json::{Value, json};

use super::hexadecimal;

/// How to tell an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// With the name of the host, for which the resolver is asked.
    Names,
    /// In numbers.
    Numbers,
}

/// One entry a handle, at last one for the loop itself.
pub(super) fn sections(event_loop: &Loop, hosts: Hosts) -> Vec<Value> {
    let mut sections: Vec<Value> = event_loop.handles().iter().map(|handle| describe(handle, hosts)).collect();
    sections.push(json!({
        "type": "loop",
        "is_active": event_loop.is_alive(),
        "address": hexadecimal(std::ptr::from_ref(event_loop).addr()),
        "loopIdleTimeSeconds": event_loop.metrics().idle_time.as_secs_f64(),
    }));
    sections
}

fn describe(handle: &HandleStatus, hosts: Hosts) -> Value {
    let mut section = json!({
        "type": type_of(handle.kind),
        "is_active": handle.is_active,
        "is_referenced": handle.is_referenced,
        "address": hexadecimal(handle.address),
    });
    for (name, value) in details(handle, hosts) {
        section[name] = value;
    }
    section
}

/// libuv's names of the kinds of handles; the rest are descriptors that wait for something else.
fn type_of(kind: &str) -> &'static str {
    match kind {
        "TCPSocketWrap" | "TCPServerWrap" => "tcp",
        "PipeWrap" | "PipeServerWrap" => "pipe",
        "TTYWrap" => "tty",
        "UDPWrap" => "udp",
        "ProcessWrap" => "process",
        "FSEventWrap" => "fs_event",
        "SignalWrap" => "signal",
        "Timer" => "timer",
        "Idle" => "idle",
        "Prepare" => "prepare",
        "Check" => "check",
        _ => "poll",
    }
}

type Details = Vec<(&'static str, Value)>;

fn details(handle: &HandleStatus, hosts: Hosts) -> Details {
    match (handle.subject, handle.timer, handle.fd) {
        (Subject::Process(pid), ..) => vec![("pid", json!(pid))],
        (Subject::Signal(number), ..) => vec![("signum", json!(number))],
        (_, Some(timer), _) => vec![
            ("repeat", json!(timer.repeat)),
            ("firesInMsFromNow", json!(timer.due_in)),
            ("expired", json!(timer.due_in <= 0)),
        ],
        (_, _, Some(fd)) => match type_of(handle.kind) {
            "tcp" | "pipe" => stream_details(fd, hosts),
            "udp" => socket_details(fd, hosts),
            "tty" => terminal_details(fd),
            _ => vec![("fd", json!(fd))],
        },
        _ => Vec::new(),
    }
}

fn terminal_details(fd: RawFd) -> Details {
    let (width, height) = tty::window_size(fd).unwrap_or_default();
    vec![
        ("width", json!(width)),
        ("height", json!(height)),
        ("fd", json!(fd)),
        ("readable", true.into()),
        ("writable", true.into()),
    ]
}

fn stream_details(fd: RawFd, hosts: Hosts) -> Details {
    let mut details = socket_details(fd, hosts);
    let is_connected = json!(with_socket(fd, Socket::peer_address).is_ok());
    details.extend([("readable", is_connected.clone()), ("writable", is_connected)]);
    details
}

fn socket_details(fd: RawFd, hosts: Hosts) -> Details {
    let end = |address: sys::Result<Address>| address.map_or(Value::Null, |address| endpoint(&address, hosts));
    let size = |size: sys::Result<i32>| json!(size.unwrap_or_default());
    vec![
        ("localEndpoint", end(with_socket(fd, Socket::local_address))),
        ("remoteEndpoint", end(with_socket(fd, Socket::peer_address))),
        ("sendBufferSize", size(with_socket(fd, Socket::send_buffer_size))),
        ("recvBufferSize", size(with_socket(fd, Socket::receive_buffer_size))),
        ("fd", json!(fd)),
    ]
}

/// Looks at the socket of a handle through a descriptor of its own, as the other belongs to the handle.
fn with_socket<R>(fd: RawFd, look: impl FnOnce(&Socket) -> sys::Result<R>) -> sys::Result<R> {
    look(&Socket::from_fd(net::duplicate(fd)?)?)
}

fn endpoint(address: &Address, hosts: Hosts) -> Value {
    match address {
        Address::Unix(path) if path.is_empty() => Value::Null,
        Address::Unix(path) => json!(String::from_utf8_lossy(path)),
        Address::Ip(address) => {
            let ip = address.ip().to_string();
            let host = if hosts == Hosts::Names { name_of(*address) } else { None };
            let family = if address.is_ipv4() { "ip4" } else { "ip6" };
            json!({ "host": host.as_ref().unwrap_or(&ip), family: ip, "port": address.port() })
        }
    }
}

fn name_of(address: SocketAddr) -> Option<String> {
    dns::getnameinfo(address).ok().map(|(host, _)| host)
}
