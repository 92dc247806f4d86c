//! What goes over the wire, in words: the records and the messages in them.

use std::ffi::{c_int, c_void};
use std::fmt::Write as _;

use foreign_types::ForeignTypeRef;
use openssl::ssl::SslRef;
use openssl_sys::SSL;

use crate::event::Event;
use crate::state::Shared;

type MessageCallback = unsafe extern "C" fn(c_int, c_int, c_int, *const c_void, usize, *mut SSL, *mut c_void);

unsafe extern "C" {
    fn SSL_set_msg_callback(ssl: *mut SSL, callback: Option<MessageCallback>);
}

/// Kinds of content (RFC 8446 section 5.1), and OpenSSL's own number for the header of a record.
const ALERT: c_int = 21;
const HANDSHAKE: c_int = 22;
const HEADER: c_int = 0x100;

/// Lets the connection tell its records as [`Event::Trace`].
pub(crate) fn install(ssl: &SslRef) {
    // SAFETY: the callback is a plain function that lives as long as the program.
    unsafe { SSL_set_msg_callback(ssl.as_ptr(), Some(message)) };
}

unsafe extern "C" fn message(
    sent: c_int,
    _version: c_int,
    kind: c_int,
    bytes: *const c_void,
    length: usize,
    ssl: *mut SSL,
    _data: *mut c_void,
) {
    // SAFETY: OpenSSL calls with the connection it works on.
    let Some(shared) = Shared::of(unsafe { SslRef::from_ptr(ssl) }) else { return };
    if bytes.is_null() {
        return;
    }
    // SAFETY: the message is readable for its length while the callback runs.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) };
    if let Some(text) = describe(sent != 0, kind, bytes) {
        shared.lock().events.push(Event::Trace(text));
    }
}

fn describe(sent: bool, kind: c_int, bytes: &[u8]) -> Option<String> {
    match (kind, bytes) {
        (HEADER, [content, major, minor, high, low, ..]) => {
            let direction = if sent { "Sent" } else { "Received" };
            let length = u16::from_be_bytes([*high, *low]);
            let mut text = format!("{direction} Record\nHeader:\n");
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  Version = 0x{major:x}{minor:02x}");
            let _ = writeln!(text, "  Content Type = {} ({content})\n  Length = {length}", content_name(*content));
            Some(text)
        }
        (HANDSHAKE, [message, ..]) => {
            Some(format!("    {}, Length={}\n", message_name(*message), bytes.len().saturating_sub(4)))
        }
        (ALERT, [level, description, ..]) => Some(format!("    Level={level}, description={description}\n")),
        _ => None,
    }
}

fn content_name(number: u8) -> &'static str {
    match number {
        20 => "ChangeCipherSpec",
        21 => "Alert",
        22 => "Handshake",
        23 => "ApplicationData",
        _ => "Unknown",
    }
}

/// Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4).
fn message_name(number: u8) -> &'static str {
    match number {
        0 => "HelloRequest",
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        5 => "EndOfEarlyData",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        12 => "ServerKeyExchange",
        13 => "CertificateRequest",
        14 => "ServerHelloDone",
        15 => "CertificateVerify",
        16 => "ClientKeyExchange",
        20 => "Finished",
        22 => "CertificateStatus",
        24 => "KeyUpdate",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_messages_have_names() {
        let header = describe(true, HEADER, &[22, 3, 1, 1, 0]).unwrap();
        assert!(
            header.starts_with("Sent Record\n") && header.contains("Handshake (22)") && header.contains("Length = 256")
        );
        assert_eq!(describe(false, HANDSHAKE, &[1, 0, 0, 1, 9]).unwrap(), "    ClientHello, Length=1\n");
        assert_eq!(describe(false, HANDSHAKE, &[]), None);
    }
}
