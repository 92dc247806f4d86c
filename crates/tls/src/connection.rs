//! One connection. Its owner feeds what comes from the wire, moves it on with [`Connection::handshake`], [`Connection::read`] and
//! [`Connection::write`], sends [`Connection::take_output`], and hears of the rest by [`Connection::take_events`].

use foreign_types::ForeignTypeRef;
use openssl::error::ErrorStack;
use openssl::ssl::{Error, ErrorCode, NameType, Ssl, SslRef, SslSession, SslStream, SslVerifyMode, StatusType};
use openssl::x509::X509;
use openssl_sys as sys;

use crate::context::Context;
use crate::error::{Failure, c_text};
use crate::event::Event;
use crate::ffi;
use crate::pipe::Pipe;
use crate::psk::{self, PskCallbacks};
use crate::state::{ProtocolChoice, Question, Shared};
use crate::trace;

/// Which end of the connection this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It speaks first.
    Client,
    /// It has a certificate.
    Server,
}

/// How far a step came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// To its end.
    Done,
    /// It waits for bytes of the wire or an answer of the owner.
    Waits,
    /// The peer has said that it sends no more.
    Closed,
}

/// What a server asks of its clients' certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientCertificate {
    /// Nothing.
    Unwanted,
    /// A certificate, where the client has one.
    Optional,
    /// A certificate; without one the handshake fails.
    Required,
}

/// Room for the plain text of one record (RFC 8446 section 5.1).
const RECORD: usize = 16 * 1024;

/// A connection in memory.
pub struct Connection {
    stream: SslStream<Pipe>,
    shared: Shared,
}

impl Connection {
    /// A connection that has not begun. Callbacks for pre-shared keys get `id`.
    ///
    /// # Errors
    /// OpenSSL's, when it has no memory.
    pub fn new(context: &Context, side: Side, id: u64) -> Result<Connection, Failure> {
        let mut ssl = Ssl::new(context.ssl_context())?;
        match side {
            Side::Client => ssl.set_connect_state(),
            Side::Server => ssl.set_accept_state(),
        }
        let shared = Shared::default();
        shared.lock().id = id;
        shared.attach(&mut ssl);
        Ok(Connection { stream: SslStream::new(ssl, Pipe::default())?, shared })
    }

    // --- Bytes ---

    /// Adds bytes of the wire.
    pub fn feed(&mut self, wire: &[u8]) {
        self.stream.get_mut().feed(wire);
    }

    /// Takes the bytes for the wire.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.stream.get_mut().take_output()
    }

    /// Whether there are bytes for the wire.
    pub fn has_output(&self) -> bool {
        self.stream.get_ref().has_output()
    }

    /// Takes what happened since the last time.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.shared.lock().events)
    }

    // --- Steps ---

    /// Moves the handshake on as far as it goes.
    ///
    /// # Errors
    /// The reason why the handshake failed; an alert may be among the output.
    pub fn handshake(&mut self) -> Result<Progress, Failure> {
        forget_errors();
        match self.stream.do_handshake() {
            Ok(()) => Ok(Progress::Done),
            Err(error) => progress_of(error),
        }
    }

    /// Appends plain text to `plain`: one record, or several full ones up to about `most` bytes. A record that is not full is the end of
    /// what the peer wrote in one go, and stays apart from what follows.
    ///
    /// # Errors
    /// The reason why the connection is broken; `plain` has what came before.
    pub fn read(&mut self, plain: &mut Vec<u8>, most: usize) -> Result<Progress, Failure> {
        loop {
            forget_errors();
            plain.reserve(RECORD);
            match self.stream.ssl_read_uninit(&mut plain.spare_capacity_mut()[..RECORD]) {
                Ok(count) => {
                    // SAFETY: OpenSSL has initialised this many bytes of the spare capacity.
                    unsafe { plain.set_len(plain.len() + count) };
                    if count < RECORD || plain.len() + RECORD > most {
                        return Ok(Progress::Done);
                    }
                }
                Err(error) => return progress_of(error),
            }
        }
    }

    /// Encrypts plain text. [`Progress::Waits`] says that nothing was taken and the same bytes are to be offered again later.
    ///
    /// # Errors
    /// The reason why the connection is broken.
    pub fn write(&mut self, plain: &[u8]) -> Result<Progress, Failure> {
        if plain.is_empty() {
            return Ok(Progress::Done);
        }
        forget_errors();
        match self.stream.ssl_write(plain) {
            Ok(_) => Ok(Progress::Done),
            Err(error) => progress_of(error),
        }
    }

    /// Tells the peer that nothing more will be sent.
    pub fn shutdown(&mut self) {
        forget_errors();
        // Before the handshake there is nobody to tell; then this fails and changes nothing.
        let _ = self.stream.shutdown();
        forget_errors();
    }

    /// Begins another handshake (not in TLS 1.3).
    ///
    /// # Errors
    /// OpenSSL's refusal.
    pub fn renegotiate(&mut self) -> Result<(), Failure> {
        forget_errors();
        // SAFETY: the connection is alive.
        if unsafe { ffi::SSL_renegotiate(self.ssl().as_ptr()) } != 1 {
            return Err(ErrorStack::get().into());
        }
        self.handshake().map(drop)
    }

    // --- Settings ---

    /// The name a client wants to talk to.
    ///
    /// # Errors
    /// OpenSSL's refusal of the name.
    pub fn set_servername(&mut self, name: &str) -> Result<(), Failure> {
        let name = c_text(name)?;
        Ok(self.ssl_mut().set_hostname(name)?)
    }

    /// The name the client has sent, or that was set.
    pub fn servername(&self) -> Option<&str> {
        self.ssl().servername(NameType::HOST_NAME)
    }

    /// The protocols a client offers or a server speaks, in the wire format of ALPN, the best first.
    ///
    /// # Errors
    /// OpenSSL's refusal of a malformed list.
    pub fn set_protocols(&mut self, protocols: &[u8], side: Side) -> Result<(), Failure> {
        match side {
            Side::Client => Ok(self.ssl_mut().set_alpn_protos(protocols)?),
            Side::Server => {
                self.shared.lock().protocols = ProtocolChoice::FirstOf(protocols.to_vec());
                Ok(())
            }
        }
    }

    /// What a server asks of its clients. Chains are looked at to their end and judged after the handshake, so a bad one does not end it; a
    /// client, whose server always shows its certificate, says [`ClientCertificate::Unwanted`].
    pub fn request_certificate(&mut self, wanted: ClientCertificate) {
        let mode = match wanted {
            ClientCertificate::Unwanted => SslVerifyMode::NONE,
            ClientCertificate::Optional => SslVerifyMode::PEER,
            ClientCertificate::Required => SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT,
        };
        self.ssl_mut().set_verify_callback(mode, |_, _| true);
    }

    /// Lets a client ask for a stapled OCSP response.
    ///
    /// # Errors
    /// OpenSSL's.
    pub fn request_ocsp(&mut self) -> Result<(), Failure> {
        Ok(self.ssl_mut().set_status_type(StatusType::OCSP)?)
    }

    /// Asks the owner by [`Event::Hello`] before a server reads the hello.
    pub fn ask_at_hello(&mut self) {
        self.shared.lock().hello = Question::Wanted;
    }

    /// Asks the owner by [`Event::Certificate`] before a server chooses its certificate.
    pub fn ask_for_certificate(&mut self) {
        self.shared.lock().certificate = Question::Wanted;
    }

    /// Tells of new sessions.
    pub fn tell_sessions(&mut self) {
        self.shared.lock().wants_sessions = true;
    }

    /// Tells lines for the log of keys.
    pub fn tell_keys(&mut self) {
        self.shared.lock().wants_keylog = true;
    }

    /// Tells what goes over the wire.
    pub fn tell_records(&mut self) {
        trace::install(self.ssl());
    }

    /// Uses pre-shared keys.
    pub fn use_psk(&mut self, callbacks: PskCallbacks) {
        self.shared.lock().psk = Some(callbacks);
        psk::install(self.ssl());
    }

    /// The hint a server gives with its request for a pre-shared key.
    ///
    /// # Errors
    /// OpenSSL's, for a hint that is too long.
    pub fn set_psk_hint(&mut self, hint: &str) -> Result<(), Failure> {
        let hint = std::ffi::CString::new(hint).map_err(|_| Failure::plain("Failed to set PSK identity hint"))?;
        // SAFETY: the hint is copied by the call.
        let set = unsafe { ffi::SSL_use_psk_identity_hint(self.ssl().as_ptr(), hint.as_ptr()) };
        if set == 1 { Ok(()) } else { Err(ErrorStack::get().into()) }
    }

    /// The most bytes of plain text in a record. False for a size that is not allowed.
    pub fn set_max_send_fragment(&mut self, size: i32) -> bool {
        let command = ffi::SSL_CTRL_SET_MAX_SEND_FRAGMENT;
        // SAFETY: the command takes a number.
        unsafe { sys::SSL_ctrl(self.ssl().as_ptr(), command, size.into(), std::ptr::null_mut()) == 1 }
    }

    /// The session a client would like to resume, as DER. Bytes that are no session lead to a new one.
    ///
    /// # Errors
    /// OpenSSL's, for a session of another protocol.
    pub fn set_session(&mut self, der: &[u8]) -> Result<(), Failure> {
        let Ok(session) = SslSession::from_der(der) else { return Ok(()) };
        // SAFETY: the session was made here and belongs to no context.
        Ok(unsafe { self.ssl_mut().set_session(&session) }?)
    }

    /// Moves the connection to the keys, certificates and authorities of another context.
    ///
    /// # Errors
    /// OpenSSL's.
    pub fn use_context(&mut self, context: &Context) -> Result<(), Failure> {
        self.ssl_mut().set_ssl_context(context.ssl_context())?;
        let store = context.ssl_context().cert_store().as_ptr();
        // SAFETY: the command takes a store and counts its reference (the 1).
        unsafe {
            sys::SSL_ctrl(self.ssl().as_ptr(), ffi::SSL_CTRL_SET_VERIFY_CERT_STORE, 1, store.cast());
        }
        context.copy_client_authorities(self.ssl());
        Ok(())
    }

    /// Uses the key and certificate of a context.
    ///
    /// # Errors
    /// OpenSSL's, for a key that does not belong to the certificate.
    pub fn use_key_and_certificate(&mut self, context: &Context) -> Result<(), Failure> {
        let source = context.ssl_context();
        let chain: Vec<X509> = context.chain().to_vec();
        let ssl = self.ssl_mut();
        if let Some(certificate) = source.certificate() {
            ssl.set_certificate(certificate)?;
        }
        if let Some(key) = source.private_key() {
            ssl.set_private_key(key)?;
        }
        for certificate in chain {
            ssl.add_chain_cert(certificate)?;
        }
        Ok(())
    }

    // --- Answers ---

    /// Goes on after [`Event::Hello`], with the session found for the client.
    ///
    /// # Errors
    /// OpenSSL's, for bytes that are no session.
    pub fn answer_hello(&mut self, session: Option<&[u8]>) -> Result<(), Failure> {
        let session = session.map(SslSession::from_der).transpose()?;
        let mut state = self.shared.lock();
        state.session = session;
        state.hello = Question::Answered;
        Ok(())
    }

    /// The protocol for the client; `None` refuses all it offers.
    pub fn answer_protocol(&mut self, protocol: Option<&[u8]>) {
        self.shared.lock().protocols =
            protocol.map_or(ProtocolChoice::Refuse, |name| ProtocolChoice::Exactly(name.to_vec()));
    }

    /// Goes on after [`Event::Certificate`].
    pub fn answer_certificate(&mut self) {
        self.shared.lock().certificate = Question::Answered;
    }

    /// The OCSP response for the client.
    pub fn set_ocsp_response(&mut self, response: &[u8]) {
        self.shared.lock().ocsp_response = Some(response.to_vec());
    }

    pub(crate) fn ssl(&self) -> &SslRef {
        self.stream.ssl()
    }

    fn ssl_mut(&mut self) -> &mut SslRef {
        // SAFETY: the stream owns the connection and `self` is borrowed exclusively.
        unsafe { SslRef::from_ptr_mut(self.stream.ssl().as_ptr()) }
    }
}

/// Empties OpenSSL's queue of errors, which belongs to the thread: what another call left there would count as this one's.
fn forget_errors() {
    drop(ErrorStack::get());
}

fn progress_of(error: Error) -> Result<Progress, Failure> {
    match error.code() {
        ErrorCode::ZERO_RETURN => Ok(Progress::Closed),
        ErrorCode::SSL => Err(error.ssl_error().cloned().map_or_else(Failure::default, Failure::from)),
        ErrorCode::SYSCALL => Err(Failure::plain("the wire is broken")),
        // Bytes of the wire, or an answer to one of the questions.
        _ => Ok(Progress::Waits),
    }
}
