//! What is known about connections and the library, on its way to JavaScript.

use runtime::engine::v8;
use runtime::{JsError, ToV8, op};
use tls::inspect::EphemeralKey;

use crate::error::TlsError;

/// A value of the crate `tls` that becomes an array.
pub(crate) struct Described<T>(pub(crate) T);

impl<'s> ToV8<'s> for Described<Option<EphemeralKey>> {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            None => Ok(v8::undefined(scope).into()),
            Some(EphemeralKey::Dh { bits }) => ("DH", bits, None::<String>).to_v8(scope),
            Some(EphemeralKey::Group { name }) => ("TLSGroup", None::<u32>, Some(name)).to_v8(scope),
            Some(EphemeralKey::Ecdh { curve, bits }) => ("ECDH", bits, curve).to_v8(scope),
        }
    }
}

/// The names of all ciphers, in OpenSSL's spelling.
#[op]
pub(crate) fn cipher_names() -> Result<Vec<String>, TlsError> {
    Ok(tls::inspect::cipher_names()?)
}

/// Text with one character a byte.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
