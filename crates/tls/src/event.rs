//! What a connection tells its owner between two steps.

/// Something that happened, in the order it happened.
#[derive(Debug)]
pub enum Event {
    /// A handshake begins: the first one, or one that the peer asks for later.
    HandshakeStart,
    /// A handshake is over.
    HandshakeDone,
    /// A client has said what it wants, and the handshake waits for [`crate::Connection::answer_hello`].
    Hello(Hello),
    /// A server is about to choose its certificate, and the handshake waits for [`crate::Connection::answer_certificate`].
    Certificate(CertificateRequest),
    /// A session that may be resumed later.
    Session(NewSession),
    /// A line for the log of keys, its line feed included.
    Keylog(Vec<u8>),
    /// A line or more about what goes over the wire.
    Trace(String),
    /// The server's stapled OCSP response; `None` when it sent none.
    OcspResponse(Option<Vec<u8>>),
}

/// What a client said first.
#[derive(Debug, Default)]
pub struct Hello {
    /// The session it would like to resume; empty without one.
    pub session_id: Vec<u8>,
    /// Whether it brings a session ticket.
    pub has_ticket: bool,
    /// The name it wants to talk to.
    pub servername: Option<String>,
    /// The protocols it offers, in the wire format of ALPN.
    pub protocols: Vec<u8>,
}

/// What a server may choose its certificate by.
#[derive(Debug, Default)]
pub struct CertificateRequest {
    /// The name the client wants to talk to.
    pub servername: Option<String>,
    /// Whether it asks for an OCSP response.
    pub wants_ocsp: bool,
}

/// A session in its portable form.
#[derive(Debug)]
pub struct NewSession {
    /// The identifier under which a server may look for it.
    pub id: Vec<u8>,
    /// The session as DER.
    pub der: Vec<u8>,
}
