//! What the callbacks of OpenSSL share with the connection they are called for. It hangs on the `SSL`, because that is all OpenSSL
//! hands to a callback.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use openssl::ex_data::Index;
use openssl::ssl::{Ssl, SslRef, SslSession};

use crate::event::Event;
use crate::psk::PskCallbacks;

/// A question of OpenSSL that the owner answers while the handshake waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Question {
    /// Nobody wants to be asked.
    #[default]
    Unasked,
    /// The owner wants to be asked.
    Wanted,
    /// It was asked; the handshake waits.
    Waiting,
    /// It answered; the handshake goes on.
    Answered,
}

/// How a server chooses among the protocols a client offers.
#[derive(Clone, Debug, Default)]
pub(crate) enum ProtocolChoice {
    /// ALPN is not spoken.
    #[default]
    Ignore,
    /// The first of these, in the wire format, that the client offers too.
    FirstOf(Vec<u8>),
    /// This one.
    Exactly(Vec<u8>),
    /// None of them will do.
    Refuse,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) id: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) hello: Question,
    pub(crate) certificate: Question,
    pub(crate) protocols: ProtocolChoice,
    /// The session to resume that the owner found for the client.
    pub(crate) session: Option<SslSession>,
    pub(crate) wants_sessions: bool,
    pub(crate) wants_keylog: bool,
    pub(crate) ocsp_response: Option<Vec<u8>>,
    pub(crate) psk: Option<PskCallbacks>,
}

/// A state, shared by a connection and the callbacks.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<State>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of the connection that OpenSSL names.
    pub(crate) fn of(ssl: &SslRef) -> Option<Shared> {
        ssl.ex_data(index()?).cloned()
    }

    pub(crate) fn attach(&self, ssl: &mut SslRef) {
        if let Some(index) = index() {
            ssl.set_ex_data(index, self.clone());
        }
    }
}

/// The slot on every `SSL`. OpenSSL gives it out once a process, and refuses only without memory.
fn index() -> Option<Index<Ssl, Shared>> {
    static INDEX: OnceLock<Option<Index<Ssl, Shared>>> = OnceLock::new();
    *INDEX.get_or_init(|| Ssl::new_ex_index().ok())
}
