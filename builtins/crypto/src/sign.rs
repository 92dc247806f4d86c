//! Signatures.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::md_ctx::MdCtx;
use openssl::pkey::{HasPublic, Id, PKeyRef};
use openssl::pkey_ctx::PkeyCtxRef;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use runtime::{Bytes, JsError, Native, op};

use crate::error::{invalid_digest, openssl_error};
use crate::hash::md_named;
use crate::keys::{KeyHandle, Material};

/// `dsaEncoding: 'ieee-p1363'`: r and s side by side instead of DER.
const P1363: &str = "ieee-p1363";

/// What signing and verifying have in common.
struct Scheme {
    padding: Option<i32>,
    salt_length: Option<i32>,
}

impl Scheme {
    fn apply<T>(&self, context: &mut PkeyCtxRef<T>) -> Result<(), JsError> {
        let Some(padding) = self.padding else { return Ok(()) };
        context.set_rsa_padding(Padding::from_raw(padding)).map_err(openssl_error)?;
        match self.salt_length {
            Some(length) if Padding::from_raw(padding) == Padding::PKCS1_PSS => {
                context.set_rsa_pss_saltlen(salt_length(length)).map_err(openssl_error)
            }
            _ => Ok(()),
        }
    }
}

fn salt_length(length: i32) -> RsaPssSaltlen {
    match length {
        -1 => RsaPssSaltlen::DIGEST_LENGTH,
        -2 => RsaPssSaltlen::MAXIMUM_LENGTH,
        other => RsaPssSaltlen::custom(other),
    }
}

/// Signs `data`. Without a digest the key's own scheme is used (Ed25519, Ed448).
#[op]
pub(crate) fn sign_once(
    digest: Option<String>,
    data: Bytes,
    key: Native<'_, KeyHandle>,
    padding: Option<i32>,
    salt_length: Option<i32>,
    encoding: Option<String>,
) -> Result<Vec<u8>, JsError> {
    let Material::Private(key) = &key.0 else { return Err(JsError::type_error("a private key is needed to sign")) };
    let md = digest.as_deref().map(|name| md_named(name).ok_or_else(|| invalid_digest(name))).transpose()?;
    let mut context = MdCtx::new().map_err(openssl_error)?;
    Scheme { padding, salt_length }.apply(context.digest_sign_init(md, key).map_err(openssl_error)?)?;
    let mut signature = Vec::new();
    context.digest_sign_to_vec(&data, &mut signature).map_err(openssl_error)?;
    if encoding.as_deref() == Some(P1363) && key.id() == Id::EC {
        return der_to_p1363(&signature, component_length(key)?);
    }
    Ok(signature)
}

/// Verifies a signature; a malformed one is simply not valid.
#[op]
pub(crate) fn verify_once(
    digest: Option<String>,
    data: Bytes,
    key: Native<'_, KeyHandle>,
    signature: Bytes,
    padding: Option<i32>,
    salt_length: Option<i32>,
    encoding: Option<String>,
) -> Result<bool, JsError> {
    let md = digest.as_deref().map(|name| md_named(name).ok_or_else(|| invalid_digest(name))).transpose()?;
    let scheme = Scheme { padding, salt_length };
    let is_p1363 = encoding.as_deref() == Some(P1363);
    match &key.0 {
        Material::Secret(_) => Err(JsError::type_error("a public key is needed to verify")),
        Material::Public(key) => verify(md, &data, key, &signature, &scheme, is_p1363),
        Material::Private(key) => verify(md, &data, key, &signature, &scheme, is_p1363),
    }
}

fn verify<T: HasPublic>(
    md: Option<&openssl::md::MdRef>,
    data: &[u8],
    key: &PKeyRef<T>,
    signature: &[u8],
    scheme: &Scheme,
    is_p1363: bool,
) -> Result<bool, JsError> {
    let der;
    let signature = if is_p1363 && key.id() == Id::EC {
        match p1363_to_der(signature, component_length(key)?)? {
            Some(converted) => {
                der = converted;
                &der
            }
            None => return Ok(false),
        }
    } else {
        signature
    };
    let mut context = MdCtx::new().map_err(openssl_error)?;
    scheme.apply(context.digest_verify_init(md, key).map_err(openssl_error)?)?;
    Ok(context.digest_verify(data, signature).unwrap_or(false))
}

fn component_length<T: HasPublic>(key: &PKeyRef<T>) -> Result<usize, JsError> {
    let degree = key.ec_key().map_err(openssl_error)?.group().degree();
    Ok((degree as usize).div_ceil(8))
}

fn der_to_p1363(der: &[u8], length: usize) -> Result<Vec<u8>, JsError> {
    let convert = || {
        let signature = EcdsaSig::from_der(der)?;
        let length = i32::try_from(length).unwrap_or(i32::MAX);
        let mut out = signature.r().to_vec_padded(length)?;
        out.extend(signature.s().to_vec_padded(length)?);
        Ok(out)
    };
    convert().map_err(openssl_error)
}

/// `None` for a signature of the wrong length.
fn p1363_to_der(signature: &[u8], length: usize) -> Result<Option<Vec<u8>>, JsError> {
    if signature.len() != 2 * length {
        return Ok(None);
    }
    let convert = || {
        let r = BigNum::from_slice(&signature[..length])?;
        let s = BigNum::from_slice(&signature[length..])?;
        EcdsaSig::from_private_components(r, s)?.to_der()
    };
    convert().map(Some).map_err(openssl_error)
}
