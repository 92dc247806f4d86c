//! Keys: secret bytes, and public and private keys in their PEM and DER forms.

use openssl::ec::EcKey;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::Rsa;
use openssl::symm::Cipher;
use openssl::x509::X509;
use runtime::{Bytes, JsError, Native, OpError, Thrown, class, engine, op, v8};

use crate::error::openssl_error;

/// What a key handle holds.
pub(crate) enum Material {
    Secret(Vec<u8>),
    Public(PKey<Public>),
    Private(PKey<Private>),
}

/// A key as JavaScript's `KeyObject` holds it.
pub(crate) struct KeyHandle(pub(crate) Material);

#[class]
impl KeyHandle {
    /// `secret`, `public` or `private`.
    #[getter]
    fn kind(&self) -> &'static str {
        match &self.0 {
            Material::Secret(_) => "secret",
            Material::Public(_) => "public",
            Material::Private(_) => "private",
        }
    }

    /// Length of a secret in bytes.
    #[getter]
    fn secret_size(&self) -> Option<u32> {
        match &self.0 {
            Material::Secret(bytes) => u32::try_from(bytes.len()).ok(),
            _ => None,
        }
    }

    /// `rsa`, `ec`, `ed25519` …
    #[getter]
    fn asymmetric_type(&self) -> Option<&'static str> {
        let id = match &self.0 {
            Material::Secret(_) => return None,
            Material::Public(key) => key.id(),
            Material::Private(key) => key.id(),
        };
        type_names().iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
    }

    /// Modulus length of RSA keys in bits.
    #[getter]
    fn bits(&self) -> Option<u32> {
        match &self.0 {
            Material::Secret(_) => None,
            Material::Public(key) => Some(key.bits()),
            Material::Private(key) => Some(key.bits()),
        }
    }

    /// Curve of EC keys.
    #[getter]
    fn named_curve(&self) -> Option<String> {
        let nid = match &self.0 {
            Material::Secret(_) => return None,
            Material::Public(key) => key.ec_key().ok()?.group().curve_name()?,
            Material::Private(key) => key.ec_key().ok()?.group().curve_name()?,
        };
        nid.short_name().ok().map(str::to_owned)
    }

    /// The bytes of a secret.
    #[method]
    fn export_secret(&self) -> Option<Vec<u8>> {
        match &self.0 {
            Material::Secret(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// `structure`: spki, pkcs1, pkcs8 or sec1; `format`: pem or der.
    #[method]
    fn export(
        &self,
        structure: String,
        format: String,
        cipher: Option<String>,
        passphrase: Option<Bytes>,
    ) -> Result<Vec<u8>, JsError> {
        let is_pem = format == "pem";
        match &self.0 {
            Material::Secret(bytes) => Ok(bytes.clone()),
            Material::Public(key) => export_public(key, &structure, is_pem),
            Material::Private(key) => export_private(key, &structure, is_pem, cipher, passphrase),
        }
    }

    #[method]
    fn equals(&self, other: Native<'_, KeyHandle>) -> bool {
        match (&self.0, &other.0) {
            (Material::Secret(a), Material::Secret(b)) => a.len() == b.len() && openssl::memcmp::eq(a, b),
            (Material::Public(a), Material::Public(b)) => a.public_eq(b),
            (Material::Private(a), Material::Private(b)) => a.public_eq(b),
            _ => false,
        }
    }
}

fn type_names() -> [(Id, &'static str); 9] {
    [
        (Id::RSA, "rsa"),
        (Id::RSA_PSS, "rsa-pss"),
        (Id::EC, "ec"),
        (Id::ED25519, "ed25519"),
        (Id::ED448, "ed448"),
        (Id::X25519, "x25519"),
        (Id::X448, "x448"),
        (Id::DSA, "dsa"),
        (Id::DH, "dh"),
    ]
}

fn export_public(key: &PKey<Public>, structure: &str, is_pem: bool) -> Result<Vec<u8>, JsError> {
    let exported = match (structure, is_pem) {
        ("pkcs1", true) => key.rsa().and_then(|rsa| rsa.public_key_to_pem_pkcs1()),
        ("pkcs1", false) => key.rsa().and_then(|rsa| rsa.public_key_to_der_pkcs1()),
        (_, true) => key.public_key_to_pem(),
        (_, false) => key.public_key_to_der(),
    };
    exported.map_err(openssl_error)
}

fn export_private(
    key: &PKey<Private>,
    structure: &str,
    is_pem: bool,
    cipher: Option<String>,
    passphrase: Option<Bytes>,
) -> Result<Vec<u8>, JsError> {
    if let (Some(cipher), Some(passphrase)) = (cipher, passphrase) {
        let cipher = cipher_named(&cipher)?;
        let exported = match (structure, is_pem) {
            ("pkcs1", true) => key.rsa().and_then(|rsa| rsa.private_key_to_pem_passphrase(cipher, &passphrase)),
            ("sec1", true) => key.ec_key().and_then(|ec| ec.private_key_to_pem_passphrase(cipher, &passphrase)),
            (_, true) => key.private_key_to_pem_pkcs8_passphrase(cipher, &passphrase),
            (_, false) => key.private_key_to_pkcs8_passphrase(cipher, &passphrase),
        };
        return exported.map_err(openssl_error);
    }
    let exported = match (structure, is_pem) {
        ("pkcs1", true) => key.rsa().and_then(|rsa| rsa.private_key_to_pem()),
        ("pkcs1", false) => key.rsa().and_then(|rsa| rsa.private_key_to_der()),
        ("sec1", true) => key.ec_key().and_then(|ec| ec.private_key_to_pem()),
        ("sec1", false) => key.ec_key().and_then(|ec| ec.private_key_to_der()),
        (_, true) => key.private_key_to_pem_pkcs8(),
        (_, false) => key.private_key_to_pkcs8(),
    };
    exported.map_err(openssl_error)
}

fn cipher_named(name: &str) -> Result<Cipher, JsError> {
    let nid = match name.to_ascii_lowercase().as_str() {
        "aes-128-cbc" => Nid::AES_128_CBC,
        "aes-192-cbc" => Nid::AES_192_CBC,
        "aes-256-cbc" => Nid::AES_256_CBC,
        _ => return Err(JsError::error("Unknown cipher").with_code("ERR_CRYPTO_UNKNOWN_CIPHER")),
    };
    Cipher::from_nid(nid).ok_or_else(|| JsError::error("Unknown cipher").with_code("ERR_CRYPTO_UNKNOWN_CIPHER"))
}

/// A secret key.
#[op]
pub(crate) fn secret_key<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    bytes: Bytes,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    handle(scope, Material::Secret(bytes.to_vec()))
}

/// A private key from PEM or DER. An encrypted one without a passphrase gives `ERR_MISSING_PASSPHRASE`.
#[op]
pub(crate) fn private_key<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    data: Bytes,
    format: String,
    passphrase: Option<Bytes>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let key = read_private(&data, &format, passphrase.as_deref())?;
    handle(scope, Material::Private(key))
}

fn read_private(data: &[u8], format: &str, passphrase: Option<&[u8]>) -> Result<PKey<Private>, JsError> {
    openssl::init();
    if format == "der" {
        let parsed = match passphrase {
            Some(passphrase) => {
                PKey::private_key_from_pkcs8_passphrase(data, passphrase).or_else(|_| PKey::private_key_from_der(data))
            }
            None => PKey::private_key_from_der(data),
        };
        return parsed.map_err(openssl_error);
    }
    let mut asked = false;
    let parsed = PKey::private_key_from_pem_callback(data, |target| {
        asked = true;
        let given = passphrase.unwrap_or_default();
        let length = given.len().min(target.len());
        target[..length].copy_from_slice(&given[..length]);
        Ok(length)
    });
    match parsed {
        Err(_) if asked && passphrase.is_none() => {
            Err(JsError::type_error("Passphrase required for encrypted key").with_code("ERR_MISSING_PASSPHRASE"))
        }
        other => other.map_err(openssl_error),
    }
}

/// A public key from PEM (`PUBLIC KEY`, `RSA PUBLIC KEY`, `CERTIFICATE`, or the public half of a private key) or DER.
#[op]
pub(crate) fn public_key<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    data: Bytes,
    format: String,
    structure: Option<String>,
    passphrase: Option<Bytes>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    openssl::init();
    let key = if format == "der" {
        match structure.as_deref() {
            Some("pkcs1") => Rsa::public_key_from_der_pkcs1(&data).and_then(PKey::from_rsa).map_err(openssl_error)?,
            _ => PKey::public_key_from_der(&data).map_err(openssl_error)?,
        }
    } else {
        read_public_pem(&data, passphrase.as_deref())?
    };
    handle(scope, Material::Public(key))
}

fn read_public_pem(data: &[u8], passphrase: Option<&[u8]>) -> Result<PKey<Public>, JsError> {
    let text = String::from_utf8_lossy(data);
    if text.contains("-----BEGIN CERTIFICATE") {
        return X509::from_pem(data).and_then(|certificate| certificate.public_key()).map_err(openssl_error);
    }
    if text.contains("-----BEGIN RSA PUBLIC KEY") {
        return Rsa::public_key_from_pem_pkcs1(data).and_then(PKey::from_rsa).map_err(openssl_error);
    }
    if text.contains("PRIVATE KEY-----") {
        return public_half(&read_private(data, "pem", passphrase)?);
    }
    PKey::public_key_from_pem(data).map_err(openssl_error)
}

fn public_half(key: &PKey<Private>) -> Result<PKey<Public>, JsError> {
    key.public_key_to_der().and_then(|der| PKey::public_key_from_der(&der)).map_err(openssl_error)
}

/// The public half of a private key.
#[op]
pub(crate) fn public_from_private<'s>(
    scope: &mut v8::PinScope<'s, '_>,
    key: Native<'s, KeyHandle>,
) -> Result<v8::Local<'s, v8::Object>, OpError> {
    let Material::Private(private) = &key.0 else { return Err(JsError::type_error("not a private key").into()) };
    let public = public_half(private)?;
    handle(scope, Material::Public(public))
}

/// A new private key in PKCS#8 DER: `rsa` with `bits`, `ec` with `curve`, or `ed25519`, `ed448`, `x25519`, `x448`.
#[op(blocking)]
pub(crate) fn generate_key(kind: String, bits: u32, curve: String) -> Result<Vec<u8>, JsError> {
    openssl::init();
    let key = match kind.as_str() {
        "rsa" => Rsa::generate(bits).and_then(PKey::from_rsa),
        "ec" => {
            let group = group_named(&curve)?;
            EcKey::generate(&group).and_then(PKey::from_ec_key)
        }
        "ed25519" => PKey::generate_ed25519(),
        "ed448" => PKey::generate_ed448(),
        "x25519" => PKey::generate_x25519(),
        "x448" => PKey::generate_x448(),
        other => return Err(JsError::type_error(format!("Unknown key type {other}"))),
    };
    key.and_then(|key| key.private_key_to_pkcs8()).map_err(openssl_error)
}

fn group_named(name: &str) -> Result<openssl::ec::EcGroup, JsError> {
    let nid = match name {
        "P-256" | "prime256v1" | "secp256r1" => Nid::X9_62_PRIME256V1,
        "P-384" | "secp384r1" => Nid::SECP384R1,
        "P-521" | "secp521r1" => Nid::SECP521R1,
        "secp256k1" => Nid::SECP256K1,
        _ => return Err(JsError::type_error("Invalid EC curve name").with_code("ERR_CRYPTO_INVALID_CURVE")),
    };
    openssl::ec::EcGroup::from_curve_name(nid).map_err(openssl_error)
}

fn handle<'s>(scope: &mut v8::PinScope<'s, '_>, material: Material) -> Result<v8::Local<'s, v8::Object>, OpError> {
    Ok(engine::class::instantiate(scope, KeyHandle(material)).ok_or(Thrown)?)
}
