//! `X509Certificate`: the fields as they are in the certificate; JavaScript writes them as Node does.

use std::sync::Arc;

use openssl::asn1::Asn1TimeRef;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use ossl::certificate::{self, GeneralName, Match};
use ossl::spkac::Spkac;
use ossl::{Key, X509};
use runtime::{JsError, Native, Slice, class, op, v8};

use crate::error::{openssl_error, operation_failed};
use crate::keys::{KeyHandle, Material};
use crate::values::{KeyArg, NewKey, instance};

/// A certificate.
pub(crate) struct Certificate(pub(crate) X509);

/// Kind and value of a general name; what is not bytes is printed.
type NameParts = (&'static str, Vec<u8>);

fn name_parts(name: GeneralName) -> NameParts {
    match name {
        GeneralName::Email(bytes) => ("email", bytes),
        GeneralName::Dns(bytes) => ("dns", bytes),
        GeneralName::Uri(bytes) => ("uri", bytes),
        GeneralName::Directory(bytes) => ("directory", bytes),
        GeneralName::Ip(bytes) => ("ip", bytes),
        GeneralName::Registered(text) => ("registered", text.into_bytes()),
        GeneralName::Other(oid, tag, value) => {
            // The tag tells JavaScript whether the value is UTF-8 (12) or IA5 (22); others are not printed.
            let mut bytes = format!("{oid}\n{tag}\n").into_bytes();
            bytes.extend(value);
            ("other", bytes)
        }
        GeneralName::Unsupported(kind) => ("unsupported", kind.to_string().into_bytes()),
    }
}

#[class]
impl Certificate {
    /// From PEM or DER.
    #[constructor]
    fn new(data: Slice<'_>) -> Result<Certificate, JsError> {
        certificate::read(&data).map(Certificate).map_err(openssl_error)
    }

    /// The certificate in DER.
    #[method]
    fn raw(&self) -> Result<Vec<u8>, JsError> {
        self.0.to_der().map_err(openssl_error)
    }

    #[method]
    fn pem(&self) -> Result<Vec<u8>, JsError> {
        self.0.to_pem().map_err(openssl_error)
    }

    /// The subject's entries, one a line.
    #[method]
    fn subject(&self) -> Result<Vec<u8>, JsError> {
        certificate::name_lines(self.0.subject_name()).map_err(openssl_error)
    }

    /// The issuer's entries, one a line.
    #[method]
    fn issuer(&self) -> Result<Vec<u8>, JsError> {
        certificate::name_lines(self.0.issuer_name()).map_err(openssl_error)
    }

    /// Short names and values of the subject's entries.
    #[method]
    fn subject_entries(&self) -> Vec<(String, Vec<u8>)> {
        certificate::name_entries(self.0.subject_name())
    }

    /// Short names and values of the issuer's entries.
    #[method]
    fn issuer_entries(&self) -> Vec<(String, Vec<u8>)> {
        certificate::name_entries(self.0.issuer_name())
    }

    #[method]
    fn alternative_names(&self) -> Option<Vec<NameParts>> {
        Some(certificate::alternative_names(&self.0)?.into_iter().map(name_parts).collect())
    }

    /// Method and place.
    #[method]
    fn information_access(&self) -> Option<Vec<(String, NameParts)>> {
        let list = certificate::information_access(&self.0)?;
        Some(list.into_iter().map(|(method, place)| (method, name_parts(place))).collect())
    }

    #[method]
    fn extended_key_usage(&self) -> Option<Vec<String>> {
        certificate::extended_key_usage(&self.0)
    }

    #[method]
    fn valid_from(&self) -> String {
        self.0.not_before().to_string()
    }

    #[method]
    fn valid_to(&self) -> String {
        self.0.not_after().to_string()
    }

    /// Unix time in seconds.
    #[method]
    fn valid_from_seconds(&self) -> Result<f64, JsError> {
        seconds(self.0.not_before())
    }

    /// Unix time in seconds.
    #[method]
    fn valid_to_seconds(&self) -> Result<f64, JsError> {
        seconds(self.0.not_after())
    }

    /// The serial number in upper-case hexadecimal.
    #[method]
    fn serial_number(&self) -> Result<String, JsError> {
        let number = self.0.serial_number().to_bn().map_err(openssl_error)?;
        number.to_hex_str().map(|text| text.to_string()).map_err(openssl_error)
    }

    /// `sha1`, `sha256` or `sha512` of the whole.
    #[method]
    fn digest(&self, name: String) -> Result<Vec<u8>, JsError> {
        let digest = match &*name {
            "sha1" => MessageDigest::sha1(),
            "sha512" => MessageDigest::sha512(),
            _ => MessageDigest::sha256(),
        };
        self.0.digest(digest).map(|bytes| bytes.to_vec()).map_err(openssl_error)
    }

    #[getter]
    fn is_authority(&self) -> bool {
        certificate::is_authority(&self.0)
    }

    /// Long name of the signature's algorithm; undefined for one OpenSSL has no name for.
    #[method]
    fn signature_algorithm(&self) -> Option<String> {
        let nid = self.0.signature_algorithm().object().nid();
        if nid == Nid::UNDEF { None } else { nid.long_name().ok().map(str::to_owned) }
    }

    /// Its number in dots.
    #[method]
    fn signature_algorithm_oid(&self) -> String {
        certificate::object_number(self.0.signature_algorithm().object())
    }

    #[method]
    fn public_key<'s>(&self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        let key = Key::from(self.0.public_key().map_err(openssl_error)?);
        instance(scope, KeyHandle(Arc::new(Material::Public(key))))
    }

    /// Whether its key is the public half of `key`.
    #[method]
    fn belongs_to(&self, key: KeyArg) -> Result<bool, JsError> {
        Ok(certificate::belongs_to(&self.0, key.0.key()?))
    }

    /// Whether `key` signed it.
    #[method]
    fn verify(&self, key: KeyArg) -> Result<bool, JsError> {
        let key = key.0.key()?;
        let valid = self.0.verify(key.as_pkey::<openssl::pkey::Public>()).unwrap_or(false);
        drop(ossl::ErrorStack::get());
        Ok(valid)
    }

    #[method]
    fn is_issued_by(&self, issuer: Native<'_, Certificate>) -> bool {
        certificate::is_issued_by(&self.0, &issuer.0)
    }

    /// The matching name of the certificate, null without one, false for a name that cannot be checked.
    #[method]
    fn check_host(&self, name: Slice<'_>, flags: u32) -> Checked {
        Checked(certificate::check_host(&self.0, &name, flags))
    }

    #[method]
    fn check_email(&self, address: Slice<'_>, flags: u32) -> Checked {
        Checked(certificate::check_email(&self.0, &address, flags))
    }

    #[method]
    fn check_ip(&self, address: String, flags: u32) -> Checked {
        Checked(certificate::check_ip(&self.0, &address, flags))
    }
}

/// The outcome of a name check in JavaScript: bytes, undefined or false.
struct Checked(Match);

impl<'s> runtime::ToV8<'s> for Checked {
    fn to_v8(self, scope: &mut v8::PinScope<'s, '_>) -> Result<v8::Local<'s, v8::Value>, JsError> {
        match self.0 {
            Match::Found(bytes) => bytes.to_v8(scope),
            Match::None => ().to_v8(scope),
            Match::Malformed => false.to_v8(scope),
        }
    }
}

/// Unix time of an ASN.1 time, which `Asn1Time` tells only as a difference.
fn seconds(time: &Asn1TimeRef) -> Result<f64, JsError> {
    let epoch = openssl::asn1::Asn1Time::from_unix(0).map_err(openssl_error)?;
    let difference = epoch.diff(time).map_err(openssl_error)?;
    Ok(f64::from(difference.days) * 86400.0 + f64::from(difference.secs))
}

/// Whether a signed public key (SPKAC) is signed by its key.
#[op]
pub(crate) fn verify_spkac(spkac: Slice<'_>) -> bool {
    let valid = Spkac::decode(&spkac).is_ok_and(|spkac| spkac.is_valid());
    drop(ossl::ErrorStack::get());
    valid
}

/// The key of an SPKAC in PEM, or undefined.
#[op]
pub(crate) fn spkac_public_key(spkac: Slice<'_>) -> Option<NewKey> {
    let key = Spkac::decode(&spkac).and_then(|spkac| spkac.public_key()).ok()?;
    Some(NewKey(Material::Public(key)))
}

/// The challenge of an SPKAC, or undefined.
#[op]
pub(crate) fn spkac_challenge(spkac: Slice<'_>) -> Option<Vec<u8>> {
    Spkac::decode(&spkac).ok().map(|spkac| spkac.challenge())
}

/// Key, certificate and further certificates, both in DER.
type BundleParts = (Option<NewKey>, Option<Vec<u8>>, Vec<Vec<u8>>);

/// Opens a PKCS#12 file.
#[op]
pub(crate) fn read_pkcs12(data: Slice<'_>, passphrase: String) -> Result<BundleParts, JsError> {
    let file = ossl::encoding::parse_pkcs12(&data).map_err(|_| not_pkcs12())?;
    let bundle = ossl::encoding::open_pkcs12(&file, &passphrase).map_err(openssl_error)?;
    let der = |certificate: &X509| certificate.to_der().map_err(openssl_error);
    Ok((
        bundle.key.map(|key| NewKey(Material::Private(key))),
        bundle.certificate.as_ref().map(der).transpose()?,
        bundle.others.iter().map(der).collect::<Result<_, _>>()?,
    ))
}

fn not_pkcs12() -> JsError {
    operation_failed("Input is not a valid PKCS#12 structure")
}
