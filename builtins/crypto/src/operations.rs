//! What keys do: sign, verify, encrypt, derive, encapsulate.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use ossl::Key;
use ossl::operation::{Transform, decapsulate, derive, encapsulate, sign, sign_hash, transform, verify, verify_hash};
use runtime::{Bytes, JsError, Slice, op};

use crate::error::openssl_error;
use crate::hash::digest_named;
use crate::values::{KeyArg, ParamList};

/// `dsaEncoding: 'ieee-p1363'`: r and s side by side instead of DER.
const P1363: &str = "ieee-p1363";

/// Signs `data`. Without a digest the key's own scheme is used (Ed25519, ML-DSA).
#[op(blocking, request = crate::REQUEST.provided_by("SIGNREQUEST"))]
pub(crate) fn sign_once(
    key: KeyArg,
    digest: Option<String>,
    params: ParamList,
    data: Bytes,
    encoding: Option<String>,
) -> Result<Vec<u8>, JsError> {
    let key = key.0.private_key()?;
    let signature = sign(key, digest.as_deref(), &params.0, &data).map_err(openssl_error)?;
    encoded_signature(key, signature, encoding.as_deref())
}

/// Verifies a signature; a malformed one is simply not valid.
#[op(blocking, request = crate::REQUEST.provided_by("SIGNREQUEST"))]
pub(crate) fn verify_once(
    key: KeyArg,
    digest: Option<String>,
    params: ParamList,
    data: Bytes,
    signature: Bytes,
    encoding: Option<String>,
) -> Result<bool, JsError> {
    let key = key.0.key()?;
    match decoded_signature(key, &signature, encoding.as_deref())? {
        Some(signature) => verify(key, digest.as_deref(), &params.0, &data, &signature).map_err(openssl_error),
        None => Ok(false),
    }
}

/// Signs a hash that is already made.
#[op]
pub(crate) fn sign_digest(
    key: KeyArg,
    digest: String,
    params: ParamList,
    hash: Slice<'_>,
    encoding: Option<String>,
) -> Result<Vec<u8>, JsError> {
    let key = key.0.private_key()?;
    let signature = sign_hash(key, &digest_named(&digest)?, &params.0, &hash).map_err(openssl_error)?;
    encoded_signature(key, signature, encoding.as_deref())
}

/// Verifies the signature of a hash that is already made.
#[op]
pub(crate) fn verify_digest(
    key: KeyArg,
    digest: String,
    params: ParamList,
    hash: Slice<'_>,
    signature: Slice<'_>,
    encoding: Option<String>,
) -> Result<bool, JsError> {
    let key = key.0.key()?;
    match decoded_signature(key, &signature, encoding.as_deref())? {
        Some(signature) => {
            verify_hash(key, &digest_named(&digest)?, &params.0, &hash, &signature).map_err(openssl_error)
        }
        None => Ok(false),
    }
}

/// Length of r and of s, for keys whose signatures have them.
fn component_length(key: &Key) -> Option<usize> {
    match &*key.kind() {
        "EC" => Some((key.bits() as usize).div_ceil(8)),
        "DSA" => key.number("q").map(|q| usize::try_from(q.num_bytes()).unwrap_or(0)),
        _ => None,
    }
}

fn encoded_signature(key: &Key, der: Vec<u8>, encoding: Option<&str>) -> Result<Vec<u8>, JsError> {
    match component_length(key) {
        Some(length) if encoding == Some(P1363) => der_to_p1363(&der, length).map_err(openssl_error),
        _ => Ok(der),
    }
}

/// `None` for a signature of the wrong length.
fn decoded_signature(key: &Key, signature: &[u8], encoding: Option<&str>) -> Result<Option<Vec<u8>>, JsError> {
    match component_length(key) {
        Some(length) if encoding == Some(P1363) => {
            if signature.len() != 2 * length {
                return Ok(None);
            }
            p1363_to_der(signature, length).map(Some).map_err(openssl_error)
        }
        _ => Ok(Some(signature.to_vec())),
    }
}

fn der_to_p1363(der: &[u8], length: usize) -> ossl::Result<Vec<u8>> {
    let signature = EcdsaSig::from_der(der)?;
    let length = i32::try_from(length).unwrap_or(i32::MAX);
    let mut out = signature.r().to_vec_padded(length)?;
    out.extend(signature.s().to_vec_padded(length)?);
    Ok(out)
}

fn p1363_to_der(signature: &[u8], length: usize) -> ossl::Result<Vec<u8>> {
    let r = BigNum::from_slice(&signature[..length])?;
    let s = BigNum::from_slice(&signature[length..])?;
    EcdsaSig::from_private_components(r, s)?.to_der()
}

/// `encrypt`, `decrypt`, `sign` (private encryption) or `recover` (public decryption).
#[op(blocking, request = crate::REQUEST.provided_by("CIPHERREQUEST"))]
pub(crate) fn transform_bytes(
    key: KeyArg,
    operation: String,
    params: ParamList,
    data: Bytes,
) -> Result<Vec<u8>, JsError> {
    let (operation, key) = match &*operation {
        "decrypt" => (Transform::Decrypt, key.0.private_key()?),
        "sign" => (Transform::Sign, key.0.private_key()?),
        "recover" => (Transform::Recover, key.0.key()?),
        _ => (Transform::Encrypt, key.0.key()?),
    };
    transform(key, operation, &params.0, &data).map_err(openssl_error)
}

/// The secret two keys share.
#[op(blocking, request = crate::REQUEST.provided_by("DERIVEBITSREQUEST"))]
pub(crate) fn derive_secret(own: KeyArg, peer: KeyArg, params: ParamList) -> Result<Vec<u8>, JsError> {
    derive(own.0.private_key()?, peer.0.key()?, &params.0).map_err(openssl_error)
}

/// A ciphertext and the secret in it.
#[op(blocking, request = crate::REQUEST.provided_by("DERIVEBITSREQUEST"))]
pub(crate) fn encapsulate_secret(key: KeyArg, params: ParamList) -> Result<(Vec<u8>, Vec<u8>), JsError> {
    encapsulate(key.0.key()?, &params.0).map_err(openssl_error)
}

/// The secret of a ciphertext.
#[op(blocking, request = crate::REQUEST.provided_by("DERIVEBITSREQUEST"))]
pub(crate) fn decapsulate_secret(key: KeyArg, params: ParamList, ciphertext: Bytes) -> Result<Vec<u8>, JsError> {
    decapsulate(key.0.private_key()?, &params.0, &ciphertext).map_err(openssl_error)
}
