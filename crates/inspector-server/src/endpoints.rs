//! What is answered to plain HTTP requests, in the form in which Node.js answers.

use std::net::IpAddr;

use crate::server::{Publish, Shared};

/// The answer to a request that is not for a WebSocket.
pub(crate) fn answer(shared: &Shared, method_is_get: bool, target: &str, host: &str) -> Vec<u8> {
    match target {
        _ if !method_is_get || !is_allowed_host(host) => refusal(),
        "/json" | "/json/list" if shared.description.publish == Publish::Nobody => not_found(),
        "/json" | "/json/list" => json(&list(shared, host)),
        "/json/version" => json(&serde_json::json!({
            "Browser": shared.description.browser,
            "Protocol-Version": "1.1",
        })),
        "/json/protocol" => json_text(&(shared.description.protocol)()),
        _ => refusal(),
    }
}

fn list(shared: &Shared, host: &str) -> serde_json::Value {
    let place = if host.is_empty() { shared.address.to_string() } else { host.to_owned() };
    let socket = format!("{place}/{}", shared.id);
    let front =
        |page: &str| format!("devtools://devtools/bundled/{page}.html?experiments=true&v8only=true&ws={socket}");
    serde_json::json!([{
        "description": "node.js instance",
        "devtoolsFrontendUrl": front("js_app"),
        "devtoolsFrontendUrlCompat": front("inspector"),
        "faviconUrl": "https://nodejs.org/static/images/favicons/favicon.ico",
        "id": shared.id,
        "title": shared.description.title,
        "type": "node",
        "url": shared.description.url,
        "webSocketDebuggerUrl": format!("ws://{socket}"),
    }])
}

fn json(value: &serde_json::Value) -> Vec<u8> {
    json_text(&format!("{value:#}\n\n"))
}

fn json_text(body: &str) -> Vec<u8> {
    let head = "HTTP/1.0 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\nCache-Control: no-cache";
    format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn not_found() -> Vec<u8> {
    b"HTTP/1.0 404 Not Found\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: 0\r\n\r\n".to_vec()
}

/// For everything else, and for hosts that DNS rebinding could have made ours.
pub(crate) fn refusal() -> Vec<u8> {
    b"HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=UTF-8\r\n\r\nWebSockets request was expected\r\n"
        .to_vec()
}

/// Whether a `Host` field names this machine so that no name server can have a say in it: an address, or localhost.
pub(crate) fn is_allowed_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(name, port) => name,
        _ => host,
    };
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.is_empty()
        || name.eq_ignore_ascii_case("localhost")
        || name.eq_ignore_ascii_case("localhost6")
        || name.parse::<IpAddr>().is_ok()
}

/// Whether what follows the last colon is a port, and not the end of a bare IPv6 address.
fn is_port(name: &str, port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']'))
}

#[cfg(test)]
mod tests {
    use super::is_allowed_host;

    #[test]
    fn only_hosts_that_need_no_name_server() {
        for host in ["", "localhost", "LOCALHOST:9229", "127.0.0.1:1", "[::1]:9229", "::1", "localhost6"] {
            assert!(is_allowed_host(host), "{host}");
        }
        for host in ["example.com", "localhost.example.com:80", "127.0.0.1.example.com", "0x7f.1", "1.2.3"] {
            assert!(!is_allowed_host(host), "{host}");
        }
    }
}
