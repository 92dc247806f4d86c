//! The functions OpenSSL calls during a handshake. They note events and give answers that are there already; none of them waits.

use std::ffi::{c_int, c_long, c_void};

use foreign_types::ForeignTypeRef;
use openssl::error::ErrorStack;
use openssl::ssl::{
    AlpnError, ClientHelloResponse, NameType, SslAlert, SslContextBuilder, SslRef, SslSession, SslSessionCacheMode,
    select_next_proto,
};
use openssl_sys as sys;

use crate::event::{CertificateRequest, Event, Hello, NewSession};
use crate::ffi;
use crate::state::{ProtocolChoice, Question, Shared};

/// Larger sessions are not offered for storage.
const SESSION_MAX: usize = 10 * 1024;
/// Extensions by their number in the registry of TLS.
const SERVER_NAME: u32 = 0;
const ALPN: u32 = 16;
const SESSION_TICKET: u32 = 35;
/// The status request of RFC 6066 section 8.
const STATUS_OCSP: c_long = 1;

/// Installs everything on a new context, so that all contexts are alike: a connection may move from one to another.
pub(crate) fn install(builder: &mut SslContextBuilder) -> Result<(), ErrorStack> {
    builder.set_session_cache_mode(
        SslSessionCacheMode::BOTH | SslSessionCacheMode::NO_INTERNAL | SslSessionCacheMode::NO_AUTO_CLEAR,
    );
    builder.set_client_hello_callback(client_hello);
    builder.set_alpn_select_callback(select_protocol);
    builder.set_new_session_callback(new_session);
    builder.set_keylog_callback(keylog);
    builder.set_status_callback(status)?;
    // SAFETY: the callback gives only sessions that were parsed for this very connection, which no other context owns.
    unsafe { builder.set_get_session_callback(find_session) };
    // SAFETY: both callbacks are plain functions that live as long as the program, and take no data.
    unsafe {
        ffi::SSL_CTX_set_cert_cb(builder.as_ptr(), Some(choose_certificate), std::ptr::null_mut());
        ffi::SSL_CTX_set_info_callback(builder.as_ptr(), Some(info));
    }
    Ok(())
}

fn client_hello(ssl: &mut SslRef, _alert: &mut SslAlert) -> Result<ClientHelloResponse, ErrorStack> {
    let Some(shared) = Shared::of(ssl) else { return Ok(ClientHelloResponse::SUCCESS) };
    let mut state = shared.lock();
    match state.hello {
        Question::Wanted => {
            state.hello = Question::Waiting;
            state.events.push(Event::Hello(hello_of(ssl)));
            Ok(ClientHelloResponse::RETRY)
        }
        Question::Waiting => Ok(ClientHelloResponse::RETRY),
        Question::Unasked | Question::Answered => Ok(ClientHelloResponse::SUCCESS),
    }
}

fn hello_of(ssl: &SslRef) -> Hello {
    Hello {
        session_id: ssl.client_hello_session_id().unwrap_or_default().to_vec(),
        has_ticket: !extension(ssl, SESSION_TICKET).is_empty(),
        servername: server_name(extension(ssl, SERVER_NAME)),
        protocols: extension(ssl, ALPN).get(2..).unwrap_or_default().to_vec(),
    }
}

/// The body of an extension of the hello that is being read; empty without it.
fn extension(ssl: &SslRef, kind: u32) -> Vec<u8> {
    let mut data = std::ptr::null();
    let mut length = 0;
    // SAFETY: called inside the hello callback of `ssl`, as the function demands; the bytes are copied before it returns.
    unsafe {
        if sys::SSL_client_hello_get0_ext(ssl.as_ptr(), kind, &mut data, &mut length) != 1 || length == 0 {
            return Vec::new();
        }
        std::slice::from_raw_parts(data, length).to_vec()
    }
}

/// The host name of a server name extension (RFC 6066 section 3): a list's length, a kind, a name's length, the name.
fn server_name(extension: Vec<u8>) -> Option<String> {
    let [_, _, 0, high, low, name @ ..] = extension.as_slice() else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    String::from_utf8(name.get(..length)?.to_vec()).ok()
}

fn select_protocol<'a>(ssl: &mut SslRef, offered: &'a [u8]) -> Result<&'a [u8], AlpnError> {
    let choice = Shared::of(ssl).map(|shared| shared.lock().protocols.clone()).unwrap_or_default();
    match choice {
        ProtocolChoice::Ignore => Err(AlpnError::NOACK),
        ProtocolChoice::Refuse => Err(AlpnError::ALERT_FATAL),
        ProtocolChoice::FirstOf(ours) => {
            let chosen = select_next_proto(&ours, offered).map(<[u8]>::to_vec).ok_or(AlpnError::ALERT_FATAL)?;
            offered_one(offered, &chosen)
        }
        ProtocolChoice::Exactly(name) => offered_one(offered, &name),
    }
}

/// The protocol among those offered: the answer has to point into them.
fn offered_one<'a>(offered: &'a [u8], name: &[u8]) -> Result<&'a [u8], AlpnError> {
    let mut rest = offered;
    while let [length, tail @ ..] = rest {
        let Some((protocol, after)) = tail.split_at_checked(usize::from(*length)) else { break };
        if protocol == name {
            return Ok(protocol);
        }
        rest = after;
    }
    Err(AlpnError::ALERT_FATAL)
}

fn new_session(ssl: &mut SslRef, session: SslSession) {
    let Some(shared) = Shared::of(ssl) else { return };
    let mut state = shared.lock();
    if !state.wants_sessions {
        return;
    }
    if let Ok(der) = session.to_der()
        && der.len() <= SESSION_MAX
    {
        state.events.push(Event::Session(NewSession { id: session.id().to_vec(), der }));
    }
}

fn find_session(ssl: &mut SslRef, _id: &[u8]) -> Option<SslSession> {
    Shared::of(ssl)?.lock().session.take()
}

fn keylog(ssl: &SslRef, line: &str) {
    let Some(shared) = Shared::of(ssl) else { return };
    let mut state = shared.lock();
    if state.wants_keylog {
        state.events.push(Event::Keylog(format!("{line}\n").into_bytes()));
    }
}

/// A client gets the stapled response; a server gives the one its owner has brought.
fn status(ssl: &mut SslRef) -> Result<bool, ErrorStack> {
    let Some(shared) = Shared::of(ssl) else { return Ok(true) };
    if ssl.is_server() {
        let Some(response) = shared.lock().ocsp_response.take() else { return Ok(false) };
        ssl.set_ocsp_status(&response)?;
        return Ok(true);
    }
    let response = ssl.ocsp_status().map(<[u8]>::to_vec);
    shared.lock().events.push(Event::OcspResponse(response));
    Ok(true)
}

/// Asks a server's owner before the certificate is chosen: -1 lets the handshake wait.
unsafe extern "C" fn choose_certificate(ssl: *mut sys::SSL, _data: *mut c_void) -> c_int {
    // SAFETY: OpenSSL calls with the connection it works on.
    let ssl = unsafe { SslRef::from_ptr(ssl) };
    let Some(shared) = Shared::of(ssl) else { return 1 };
    if !ssl.is_server() {
        return 1;
    }
    let mut state = shared.lock();
    match state.certificate {
        Question::Wanted => {
            state.certificate = Question::Waiting;
            let servername = ssl.servername(NameType::HOST_NAME).map(str::to_owned);
            state.events.push(Event::Certificate(CertificateRequest { servername, wants_ocsp: wants_ocsp(ssl) }));
            -1
        }
        Question::Waiting => -1,
        Question::Unasked | Question::Answered => 1,
    }
}

fn wants_ocsp(ssl: &SslRef) -> bool {
    let command = ffi::SSL_CTRL_GET_TLSEXT_STATUS_REQ_TYPE;
    // SAFETY: the command takes no argument and answers with a number.
    unsafe { sys::SSL_ctrl(ssl.as_ptr(), command, 0, std::ptr::null_mut()) == STATUS_OCSP }
}

unsafe extern "C" fn info(ssl: *const sys::SSL, place: c_int, _value: c_int) {
    // SAFETY: OpenSSL calls with the connection it works on; the callback only reads it.
    let ssl = unsafe { SslRef::from_ptr(ssl.cast_mut()) };
    let Some(shared) = Shared::of(ssl) else { return };
    if place & ffi::SSL_CB_HANDSHAKE_START != 0 {
        shared.lock().events.push(Event::HandshakeStart);
    }
    // SAFETY: as above.
    if place & ffi::SSL_CB_HANDSHAKE_DONE != 0 && unsafe { ffi::SSL_renegotiate_pending(ssl.as_ptr()) } == 0 {
        shared.lock().events.push(Event::HandshakeDone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_name_is_read_only_when_it_is_whole() {
        let extension = [0, 6, 0, 0, 3, b'a', b'.', b'b'];
        assert_eq!(server_name(extension.to_vec()), Some("a.b".to_owned()));
        assert_eq!(server_name(extension[..7].to_vec()), None);
        assert_eq!(server_name(Vec::new()), None);
    }

    #[test]
    fn an_answer_points_into_what_was_offered() {
        let offered = b"\x02h2\x08http/1.1";
        assert_eq!(offered_one(offered, b"http/1.1").ok(), Some(&b"http/1.1"[..]));
        assert!(offered_one(offered, b"h3").is_err());
        assert!(offered_one(b"\x09h2", b"h2").is_err());
    }
}
