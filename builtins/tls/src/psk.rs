//! Pre-shared keys: OpenSSL asks in the middle of a handshake, and JavaScript answers at once.

use std::rc::Rc;

use runtime::engine::v8;
use runtime::{Bytes, FromV8};
use tls::{PskCallbacks, PskClient};

use crate::callbacks::{Callbacks, Tell};
use crate::channel::{Channel, Registry};

pub(crate) const CALLBACKS: PskCallbacks = PskCallbacks { server, client };

fn channel(id: u64) -> Option<Rc<Channel>> {
    runtime::state::current()?.slot::<Registry>().find(id)
}

fn server(id: u64, identity: &str, most: usize) -> Option<Vec<u8>> {
    let channel = channel(id)?;
    channel.runtime.call_into_js(|scope| {
        let handle = channel.handle(scope)?;
        let identity = v8::String::new(scope, identity)?;
        let most = v8::Number::new(scope, most as f64);
        let answer =
            Callbacks::tell(&channel.runtime, scope, Tell::PskServer, &[handle.into(), identity.into(), most.into()])?;
        bytes(scope, answer)
    })
}

fn client(id: u64, hint: Option<&str>, identity_most: usize, key_most: usize) -> Option<PskClient> {
    let channel = channel(id)?;
    channel.runtime.call_into_js(|scope| {
        let handle = channel.handle(scope)?;
        let hint = match hint {
            Some(hint) => v8::String::new(scope, hint)?.into(),
            None => v8::null(scope).into(),
        };
        let (identity_most, key_most) =
            (v8::Number::new(scope, identity_most as f64), v8::Number::new(scope, key_most as f64));
        let arguments = [handle.into(), hint, identity_most.into(), key_most.into()];
        let answer = Callbacks::tell(&channel.runtime, scope, Tell::PskClient, &arguments)?;
        let pair = v8::Local::<v8::Array>::try_from(answer).ok()?;
        let (identity, key) = (pair.get_index(scope, 0)?, pair.get_index(scope, 1)?);
        Some(PskClient { identity: identity.to_rust_string_lossy(scope), key: bytes(scope, key)? })
    })
}

fn bytes<'s>(scope: &mut v8::PinScope<'s, '_>, value: v8::Local<'s, v8::Value>) -> Option<Vec<u8>> {
    if value.is_null_or_undefined() {
        return None;
    }
    Bytes::from_v8(scope, value).ok().map(|bytes| bytes.to_vec())
}
