//! Keys: secret bytes, and public and private keys in their PEM, DER and raw forms.

use std::sync::Arc;

use ossl::encoding::{
    Format, Protection, ReadError, Structure, read_private, read_public, write_private, write_public,
};
use ossl::key::Half;
use ossl::store::{StoreError, load_private};
use ossl::{Cipher, Key, Params, Value};
use runtime::{JsError, Native, Slice, class, op, v8};

use crate::error::{bare_error, from_stack_as, last_error, openssl_error, operation_failed, whole_error};
use crate::values::{KeyArg, NewKey, ParamList, instance};

/// What a key handle holds.
pub(crate) enum Material {
    Secret(Vec<u8>),
    Public(Key),
    Private(Key),
}

impl Material {
    /// The asymmetric key.
    pub(crate) fn key(&self) -> Result<&Key, JsError> {
        match self {
            Material::Secret(_) => Err(JsError::type_error("an asymmetric key is needed")),
            Material::Public(key) | Material::Private(key) => Ok(key),
        }
    }

    /// The asymmetric key, if it has its private half.
    pub(crate) fn private_key(&self) -> Result<&Key, JsError> {
        match self {
            Material::Private(key) => Ok(key),
            _ => Err(JsError::type_error("a private key is needed")),
        }
    }
}

/// The bytes of a secret.
pub(crate) fn secret_of(material: &Material) -> Result<&[u8], JsError> {
    match material {
        Material::Secret(bytes) => Ok(bytes),
        _ => Err(JsError::type_error("a secret key is needed")),
    }
}

/// A key as JavaScript's `KeyObject` holds it.
pub(crate) struct KeyHandle(pub(crate) Arc<Material>);

#[class]
impl KeyHandle {
    /// `secret`, `public` or `private`.
    #[getter]
    fn kind(&self) -> &'static str {
        match &*self.0 {
            Material::Secret(_) => "secret",
            Material::Public(_) => "public",
            Material::Private(_) => "private",
        }
    }

    /// Length of a secret in bytes.
    #[getter]
    fn secret_size(&self) -> Option<usize> {
        secret_of(&self.0).ok().map(<[u8]>::len)
    }

    /// OpenSSL's name of an asymmetric key's type: `RSA`, `EC`, `ED25519`, `ML-DSA-44`.
    #[getter]
    fn type_name(&self) -> Option<String> {
        self.0.key().ok().map(Key::kind)
    }

    /// Size of the modulus, prime or field in bits.
    #[getter]
    fn bits(&self) -> Option<u32> {
        self.0.key().ok().map(Key::bits)
    }

    /// The curve or group by OpenSSL's name.
    #[getter]
    fn group(&self) -> Option<String> {
        self.0.key().ok().and_then(Key::group)
    }

    /// A parameter that is a number, in big-endian bytes.
    #[method]
    fn number(&self, name: String) -> Option<Vec<u8>> {
        self.0.key().ok()?.number(&name).map(|number| number.to_vec())
    }

    /// A parameter that is bytes.
    #[method]
    fn octets(&self, name: String) -> Option<Vec<u8>> {
        self.0.key().ok()?.octets(&name)
    }

    /// A parameter that is a text.
    #[method]
    fn text(&self, name: String) -> Option<String> {
        self.0.key().ok()?.text(&name)
    }

    /// A parameter that is a whole number.
    #[method]
    fn integer(&self, name: String) -> Option<i32> {
        self.0.key().ok()?.integer(&name)
    }

    /// The raw bytes of the `public` or `private` half.
    #[method]
    fn raw_bytes(&self, half: String) -> Result<Vec<u8>, JsError> {
        match half_named(&half) {
            Half::Private => self.0.private_key()?.raw_bytes(Half::Private),
            half => self.0.key()?.raw_bytes(half),
        }
        .map_err(openssl_error)
    }

    /// The bytes of a secret.
    #[method]
    fn export_secret(&self) -> Result<Vec<u8>, JsError> {
        secret_of(&self.0).map(<[u8]>::to_vec)
    }

    #[method]
    fn export_public(&self, format: String, structure: String) -> Result<Vec<u8>, JsError> {
        write_public(self.0.key()?, format_named(&format), structure_named(&structure)).map_err(openssl_error)
    }

    #[method]
    fn export_private(
        &self,
        format: String,
        structure: String,
        cipher: Option<String>,
        passphrase: Option<Slice<'_>>,
    ) -> Result<Vec<u8>, JsError> {
        let key = self.0.private_key()?;
        let cipher = cipher.as_deref().map(cipher_named).transpose()?;
        let protection = match (&cipher, &passphrase) {
            (Some(cipher), Some(passphrase)) => Some(Protection { cipher, passphrase }),
            _ => None,
        };
        write_private(key, format_named(&format), structure_named(&structure), protection).map_err(bare_error)
    }

    #[method]
    fn equals(&self, other: Native<'_, KeyHandle>) -> bool {
        match (&*self.0, &*other.0) {
            (Material::Secret(a), Material::Secret(b)) => ossl::runtime::equal_in_constant_time(a, b),
            (Material::Public(a), Material::Public(b)) | (Material::Private(a), Material::Private(b)) => a.equals(b),
            _ => false,
        }
    }

    /// The public half.
    #[method]
    fn to_public<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let key = self.0.key()?.clone();
        instance(scope, KeyHandle(Arc::new(Material::Public(key))))
    }

    /// Whether the public half is valid.
    #[method]
    fn is_valid_public(&self) -> bool {
        self.0.key().is_ok_and(Key::is_valid_public)
    }

    /// Whether both halves are valid and belong together.
    #[method]
    fn is_valid_pair(&self) -> bool {
        self.0.key().is_ok_and(Key::is_valid_pair)
    }

    /// The same key with another text parameter (`point-format`, `encoding`).
    #[method]
    fn with_text<'s>(
        &self,
        scope: &mut v8::PinScope<'s, '_>,
        name: String,
        value: String,
    ) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let changed = self.0.key()?.with_text(&name, &value).map_err(openssl_error)?;
        let material =
            if self.0.private_key().is_ok() { Material::Private(changed) } else { Material::Public(changed) };
        instance(scope, KeyHandle(Arc::new(material)))
    }
}

fn half_named(name: &str) -> Half {
    match name {
        "private" => Half::Private,
        "public" => Half::Public,
        _ => Half::Parameters,
    }
}

fn format_named(name: &str) -> Format {
    if name == "pem" { Format::Pem } else { Format::Der }
}

fn structure_named(name: &str) -> Structure {
    match name {
        "pkcs1" => Structure::Pkcs1,
        "sec1" => Structure::Sec1,
        "spki" => Structure::Spki,
        _ => Structure::Pkcs8,
    }
}

fn cipher_named(name: &str) -> Result<Cipher, JsError> {
    Cipher::named(name).ok_or_else(|| JsError::error("Unknown cipher").with_code("ERR_CRYPTO_UNKNOWN_CIPHER"))
}

/// Whether there is a cipher of this name.
#[op]
pub(crate) fn has_cipher(name: String) -> bool {
    Cipher::named(&name).is_some()
}

fn read_error(error: ReadError, message: &'static str) -> JsError {
    match error {
        ReadError::PassphraseMissing => {
            JsError::type_error("Passphrase required for encrypted key").with_code("ERR_MISSING_PASSPHRASE")
        }
        ReadError::Malformed(stack) if stack.errors().is_empty() => JsError::error(message),
        ReadError::Malformed(stack) if message == PUBLIC_UNREADABLE => from_stack_as(message, &stack),
        ReadError::Malformed(stack) => whole_error(stack),
    }
}

const PUBLIC_UNREADABLE: &str = "Failed to read asymmetric key";

/// A secret key.
#[op]
pub(crate) fn secret_key(bytes: Slice<'_>) -> NewKey {
    NewKey(Material::Secret(bytes.to_vec()))
}

/// A private key from PEM or DER. An encrypted one without a passphrase gives `ERR_MISSING_PASSPHRASE`.
#[op]
pub(crate) fn private_key(
    data: Slice<'_>,
    format: String,
    structure: String,
    passphrase: Option<Slice<'_>>,
) -> Result<NewKey, JsError> {
    read_private(&data, format_named(&format), structure_named(&structure), passphrase.as_deref())
        .map(|key| NewKey(Material::Private(key)))
        .map_err(|error| read_error(error, "Failed to read private key"))
}

/// The first private key that a URI leads to.
#[op]
pub(crate) fn stored_private_key(uri: String, passphrase: Option<Slice<'_>>) -> Result<NewKey, JsError> {
    load_private(&uri, passphrase.as_deref()).map(|key| NewKey(Material::Private(key))).map_err(|error| match error {
        StoreError::PassphraseMissing => read_error(ReadError::PassphraseMissing, ""),
        StoreError::NothingFound => operation_failed("No private key found through the OpenSSL STORE loader"),
        StoreError::Failed(stack) => last_error(&stack, "Failed to load private key through an OpenSSL STORE loader"),
    })
}

/// A public key from PEM (`PUBLIC KEY`, `RSA PUBLIC KEY`, `CERTIFICATE`, or the public half of a private key) or DER.
#[op]
pub(crate) fn public_key(
    data: Slice<'_>,
    format: String,
    structure: String,
    passphrase: Option<Slice<'_>>,
) -> Result<NewKey, JsError> {
    let message = if format == "der" { PUBLIC_UNREADABLE } else { "" };
    read_public(&data, format_named(&format), structure_named(&structure), passphrase.as_deref())
        .map(|key| NewKey(Material::Public(key)))
        .map_err(|error| read_error(error, message))
}

/// A key from its parameters; `half` is `public` or `private`.
#[op]
pub(crate) fn key_from_params(kind: String, half: String, params: ParamList) -> Result<NewKey, JsError> {
    Key::from_params(&kind, half_named(&half), &params.0).map(|key| as_half(key, &half)).map_err(openssl_error)
}

/// A key from its raw bytes.
#[op]
pub(crate) fn key_from_raw(kind: String, half: String, bytes: Slice<'_>) -> Result<NewKey, JsError> {
    Key::from_raw_bytes(&kind, half_named(&half), &bytes).map(|key| as_half(key, &half)).map_err(openssl_error)
}

fn as_half(key: Key, half: &str) -> NewKey {
    NewKey(if half == "private" { Material::Private(key) } else { Material::Public(key) })
}

/// A new private key.
#[op(blocking, request = crate::REQUEST.provided_by("KEYPAIRGENREQUEST"))]
pub(crate) fn generate_key_pair(kind: String, params: ParamList) -> Result<NewKey, JsError> {
    generated(Key::generate(&kind, &params.0))
}

/// A new private key with new parameters (DSA).
#[op(blocking, request = crate::REQUEST.provided_by("KEYPAIRGENREQUEST"))]
pub(crate) fn generate_with_parameters(kind: String, params: ParamList) -> Result<NewKey, JsError> {
    generated_anew(&kind, &params.0)
}

/// A new private key for Diffie-Hellman, with a new prime of `bits` bits. OpenSSL would take a generator that is none for its usual one.
#[op(blocking, request = crate::REQUEST.provided_by("KEYPAIRGENREQUEST"))]
pub(crate) fn generate_dh(bits: u32, generator: i32) -> Result<NewKey, JsError> {
    if generator < 2 {
        return Err(openssl_error(ossl::dh::bad_generator()));
    }
    let mut params = Params::new().unsigned("pbits", bits.into());
    params.push("generator", Value::Signed(generator));
    generated_anew("DH", &params)
}

/// A new private key with given parameters (DH).
#[op(blocking, request = crate::REQUEST.provided_by("KEYPAIRGENREQUEST"))]
pub(crate) fn generate_from_parameters(kind: String, params: ParamList) -> Result<NewKey, JsError> {
    generated(Key::from_params(&kind, Half::Parameters, &params.0).and_then(|parameters| parameters.generate_like()))
}

fn generated_anew(kind: &str, params: &Params) -> Result<NewKey, JsError> {
    generated(Key::generate_parameters(kind, params).and_then(|parameters| parameters.generate_like()))
}

fn generated(key: ossl::Result<Key>) -> Result<NewKey, JsError> {
    key.map(|key| NewKey(Material::Private(key))).map_err(openssl_error)
}

/// The key of a private or public handle and whether they make a valid pair; used when JavaScript asks for one handle only.
#[op]
pub(crate) fn same_key(a: KeyArg, b: KeyArg) -> Result<bool, JsError> {
    Ok(a.0.key()?.equals(b.0.key()?))
}
