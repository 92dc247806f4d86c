//! `TLSWrap`: the handle of a `TLSSocket`. It has the methods of a stream of `net`, for plain bytes, and those of TLS; the JavaScript side
//! adds what it passes on to the stream below.

use std::rc::Rc;

use runtime::engine::v8;
use runtime::{Bytes, JsError, Native, TransportHandle, class, state, sys};
use tls::connection::ClientCertificate;
use tls::{Connection, Side};

use crate::channel::{Channel, Registry};
use crate::context::SecureContext;
use crate::error::TlsError;
use crate::inspect::{self, Described};
use crate::psk;

/// A connection as JavaScript holds it.
pub(crate) struct TLSWrap {
    channel: Rc<Channel>,
    side: Side,
}

#[class]
impl TLSWrap {
    /// `new TLSWrap(context, isServer)`
    #[constructor]
    fn new<'s>(
        scope: &mut v8::PinScope<'s, '_>,
        context: Native<'s, SecureContext>,
        is_server: bool,
    ) -> Result<TLSWrap, TlsError> {
        let runtime = state(scope);
        let registry = runtime.slot::<Registry>();
        let side = if is_server { Side::Server } else { Side::Client };
        let id = registry.next_id();
        let connection = Connection::new(&context.context.borrow(), side, id)?;
        let channel = Channel::new(runtime, connection);
        registry.add(id, &channel);
        Ok(TLSWrap { channel, side })
    }

    // --- A stream ---

    /// Puts the connection on a stream.
    #[method]
    fn open<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        this: v8::Local<'s, v8::Object>,
        transport: Native<'s, TransportHandle>,
    ) {
        self.channel.open(scope, this, transport.transport());
    }

    /// Begins the handshake.
    #[method]
    fn start(&self) -> i32 {
        status(self.channel.start())
    }

    /// Encrypted bytes that were read before the connection was put on its stream.
    #[method]
    fn receive(&self, bytes: Bytes) {
        self.channel.feed(&bytes);
    }

    /// The plain bytes for native code of another builtin.
    #[method]
    fn transport<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Object>, JsError> {
        TransportHandle::wrap(scope, self.channel.clone())
    }

    #[method]
    fn read_start(&self) -> i32 {
        status(self.channel.set_wanted(true))
    }

    #[method]
    fn read_stop(&self) -> i32 {
        status(self.channel.set_wanted(false))
    }

    /// Writes one buffer: 0 when `done` follows, else an error number.
    #[method]
    fn write(&self, bytes: Bytes) -> i32 {
        self.channel.write_from_js(&bytes)
    }

    /// Writes several buffers, as few records as they fit in.
    #[method]
    fn writev(&self, pieces: Vec<Bytes>) -> i32 {
        let mut all = Vec::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
        for piece in &pieces {
            all.extend_from_slice(piece);
        }
        self.channel.write_from_js(&all)
    }

    /// Writes text as UTF-8.
    #[method]
    fn write_utf8(&self, text: String) -> i32 {
        self.channel.write_from_js(text.as_bytes())
    }

    /// Writes text, a byte a character.
    #[method]
    fn write_latin1(&self, scope: &mut v8::PinScope<'_, '_>, text: v8::Local<'_, v8::String>) -> i32 {
        let mut bytes = vec![0; text.length()];
        text.write_one_byte_v2(scope, 0, &mut bytes, v8::WriteFlags::empty());
        self.channel.write_from_js(&bytes)
    }

    /// Ends writing: the peer reads the end.
    #[method]
    fn shutdown(&self) -> i32 {
        self.channel.end_writing();
        0
    }

    /// Ends the connection without a word; the stream below stays.
    #[method]
    fn end_tls(&self) {
        self.channel.close();
    }

    #[getter]
    fn bytes_read(&self) -> f64 {
        self.channel.bytes_read.get() as f64
    }

    #[getter]
    fn bytes_written(&self) -> f64 {
        self.channel.bytes_written.get() as f64
    }

    #[getter]
    fn write_queue_size(&self) -> f64 {
        self.channel.unsent() as f64
    }

    // --- Settings before the handshake ---

    #[method]
    fn set_verify_mode(&self, requests: bool, rejects: bool) {
        let wanted = match (requests && self.side == Side::Server, rejects) {
            (false, _) => ClientCertificate::Unwanted,
            (true, false) => ClientCertificate::Optional,
            (true, true) => ClientCertificate::Required,
        };
        self.channel.with(|connection| connection.request_certificate(wanted));
    }

    #[method]
    fn set_servername(&self, name: String) -> Result<(), TlsError> {
        self.change(|connection| connection.set_servername(&name))
    }

    #[method]
    fn set_session(&self, session: Bytes) -> Result<(), TlsError> {
        self.change(|connection| connection.set_session(&session))
    }

    /// Protocols in the wire format of ALPN.
    #[method]
    fn set_protocols(&self, protocols: Bytes) -> Result<(), TlsError> {
        self.change(|connection| connection.set_protocols(&protocols, self.side))
    }

    #[method]
    fn request_ocsp(&self) -> Result<(), TlsError> {
        self.change(Connection::request_ocsp)
    }

    #[method]
    fn enable_session_callbacks(&self) {
        self.channel.with(Connection::tell_sessions);
    }

    #[method]
    fn enable_keylog_callback(&self) {
        self.channel.with(Connection::tell_keys);
    }

    #[method]
    fn enable_trace(&self) {
        self.channel.with(Connection::tell_records);
    }

    /// A server asks JavaScript before it reads the client's hello.
    #[method]
    fn enable_hello_callback(&self) {
        self.channel.with(Connection::ask_at_hello);
    }

    /// A server asks JavaScript before it chooses its certificate.
    #[method]
    fn enable_cert_cb(&self) {
        self.channel.with(Connection::ask_for_certificate);
    }

    #[method]
    fn enable_psk_callback(&self) {
        self.channel.with(|connection| connection.use_psk(psk::CALLBACKS));
    }

    #[method]
    fn set_psk_identity_hint(&self, hint: String) -> Result<(), TlsError> {
        self.change(|connection| connection.set_psk_hint(&hint))
    }

    #[method]
    fn set_max_send_fragment(&self, size: i32) -> bool {
        self.channel.with(|connection| connection.set_max_send_fragment(size)).unwrap_or(false)
    }

    /// Key and certificate of another context.
    #[method]
    fn set_key_cert<'s>(&self, context: Native<'s, SecureContext>) -> Result<(), TlsError> {
        self.change(|connection| connection.use_key_and_certificate(&context.context.borrow()))
    }

    // --- Answers ---

    /// After `hello`: the session to resume, or nothing.
    #[method]
    fn answer_hello(&self, session: Option<Bytes>) -> Result<(), TlsError> {
        self.change(|connection| connection.answer_hello(session.as_deref()))?;
        self.channel.pump();
        Ok(())
    }

    /// The protocol for the client, or nothing to refuse all.
    #[method]
    fn answer_protocol(&self, protocol: Option<String>) {
        self.channel.with(|connection| connection.answer_protocol(protocol.as_deref().map(str::as_bytes)));
    }

    /// After `certificate`: the context to use, or nothing.
    #[method]
    fn cert_cb_done<'s>(&self, context: Option<Native<'s, SecureContext>>) -> Result<(), TlsError> {
        self.change(|connection| {
            if let Some(context) = &context {
                connection.use_context(&context.context.borrow())?;
            }
            connection.answer_certificate();
            Ok(())
        })?;
        self.channel.pump();
        Ok(())
    }

    #[method]
    fn set_ocsp_response(&self, response: Bytes) {
        self.channel.with(|connection| connection.set_ocsp_response(&response));
    }

    /// A server's JavaScript has begun to store a session.
    #[method]
    fn hold_output(&self) {
        self.channel.hold_output();
    }

    #[method]
    fn new_session_done(&self) {
        self.channel.release_output();
    }

    #[method]
    fn renegotiate(&self) -> Result<(), TlsError> {
        self.change(Connection::renegotiate)?;
        self.channel.pump();
        Ok(())
    }

    // --- What is known ---

    #[method]
    fn get_protocol(&self) -> Option<&'static str> {
        self.channel.with(|connection| connection.protocol())
    }

    /// `[name, standardName, version]`
    #[method]
    fn get_cipher(&self) -> Option<(&'static str, &'static str, &'static str)> {
        let cipher = self.channel.with(|connection| connection.cipher())??;
        Some((cipher.name, cipher.standard_name, cipher.version))
    }

    /// `[type, size, name]` of the key exchange.
    #[method]
    fn get_ephemeral_key(&self) -> Described<Option<tls::inspect::EphemeralKey>> {
        Described(self.channel.with(|connection| connection.ephemeral_key()).flatten())
    }

    #[method]
    fn get_servername(&self) -> Option<String> {
        self.channel.with(|connection| connection.servername().map(str::to_owned)).flatten()
    }

    #[method]
    fn get_alpn_protocol(&self) -> Option<String> {
        let chosen = self.channel.with(|connection| connection.selected_protocol().map(<[u8]>::to_vec)).flatten()?;
        Some(inspect::latin1(&chosen))
    }

    /// The own certificate as DER.
    #[method]
    fn get_own_certificate(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.certificate()).flatten()
    }

    /// The peer's certificate as DER.
    #[method]
    fn get_peer_certificate(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.peer_certificate()).flatten()
    }

    /// The peer's certificate and its issuers as DER.
    #[method]
    fn get_peer_chain(&self) -> Vec<Vec<u8>> {
        self.channel.with(|connection| connection.peer_chain()).unwrap_or_default()
    }

    #[method]
    fn has_peer_certificate(&self) -> bool {
        self.channel.with(|connection| connection.has_peer_certificate()).unwrap_or(false)
    }

    /// `[code, message]` of what is wrong with the peer's certificate.
    #[method]
    fn verify_result(&self) -> Option<(String, String)> {
        let error = self.channel.with(|connection| connection.verify_error()).flatten()?;
        Some((error.code, error.message))
    }

    #[method]
    fn get_session(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.session()).flatten()
    }

    #[method]
    fn get_ticket(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.session_ticket()).flatten()
    }

    #[method]
    fn is_session_reused(&self) -> bool {
        self.channel.with(|connection| connection.is_session_reused()).unwrap_or(false)
    }

    #[method]
    fn get_finished(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.finished()).filter(|bytes| !bytes.is_empty())
    }

    #[method]
    fn get_peer_finished(&self) -> Option<Vec<u8>> {
        self.channel.with(|connection| connection.peer_finished()).filter(|bytes| !bytes.is_empty())
    }

    #[method]
    fn get_shared_sigalgs(&self) -> Vec<String> {
        self.channel.with(|connection| connection.shared_sigalgs()).unwrap_or_default()
    }

    #[method]
    fn export_keying_material(
        &self,
        length: u32,
        label: String,
        context: Option<Bytes>,
    ) -> Result<Option<Vec<u8>>, TlsError> {
        let exported = self
            .channel
            .with(|connection| connection.export_keying_material(length as usize, &label, context.as_deref()));
        Ok(exported.transpose()?)
    }
}

impl TLSWrap {
    /// Changes the connection; nothing happens after its end.
    fn change(&self, change: impl FnOnce(&mut Connection) -> Result<(), tls::Failure>) -> Result<(), TlsError> {
        Ok(self.channel.with(change).unwrap_or(Ok(()))?)
    }
}

/// 0, or libuv's negative number.
fn status(result: sys::Result<()>) -> i32 {
    result.map_or_else(|error| error.uv_errno(), |()| 0)
}
