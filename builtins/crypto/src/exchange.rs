//! `DiffieHellman` and `ECDH`: key exchange with keys that can be set and read.

use std::cell::RefCell;

use openssl::bn::BigNumContext;
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use ossl::BigNum;
use ossl::dh::{self, Exchange, PeerKey, Refusal};
use runtime::{JsError, Slice, class, op};

use crate::error::{openssl_error, operation_failed};

/// `DiffieHellman`.
pub(crate) struct DiffieHellman(RefCell<Exchange>);

fn number(bytes: &[u8]) -> Result<BigNum, JsError> {
    BigNum::from_slice(bytes).map_err(openssl_error)
}

#[class]
impl DiffieHellman {
    /// From a prime and a generator, both in big-endian bytes.
    #[constructor]
    fn new(prime: Slice<'_>, generator: Slice<'_>) -> Result<DiffieHellman, JsError> {
        let generator = number(&generator)?;
        if generator.num_bits() < 2 {
            return Err(openssl_error(dh::bad_generator()));
        }
        let exchange = Exchange::new(number(&prime)?, generator).map_err(openssl_error)?;
        Ok(DiffieHellman(RefCell::new(exchange)))
    }

    #[getter]
    fn verify_error(&self) -> i32 {
        self.0.borrow().check_parameters()
    }

    #[method]
    fn prime(&self) -> Option<Vec<u8>> {
        self.0.borrow().prime()
    }

    #[method]
    fn generator(&self) -> Option<Vec<u8>> {
        self.0.borrow().generator()
    }

    #[method]
    fn public_key(&self) -> Option<Vec<u8>> {
        self.0.borrow().public_key()
    }

    #[method]
    fn private_key(&self) -> Option<Vec<u8>> {
        self.0.borrow().private_key()
    }

    #[method]
    fn set_public_key(&self, key: Slice<'_>) -> Result<(), JsError> {
        self.0.borrow_mut().set_public_key(number(&key)?).map_err(openssl_error)
    }

    #[method]
    fn set_private_key(&self, key: Slice<'_>) -> Result<(), JsError> {
        self.0.borrow_mut().set_private_key(number(&key)?).map_err(openssl_error)
    }

    #[method]
    fn generate_keys(&self) -> Result<Option<Vec<u8>>, JsError> {
        let mut exchange = self.0.borrow_mut();
        exchange.generate_keys().map_err(|_| operation_failed("Key generation failed"))?;
        Ok(exchange.public_key())
    }

    #[method]
    fn compute_secret(&self, peer: Slice<'_>) -> Result<Vec<u8>, JsError> {
        let peer = number(&peer)?;
        let exchange = self.0.borrow();
        let invalid = |message: &'static str| JsError::range_error(message).with_code("ERR_CRYPTO_INVALID_KEYLEN");
        match exchange.check_peer(&peer) {
            PeerKey::TooSmall => Err(invalid("Supplied key is too small")),
            PeerKey::TooLarge => Err(invalid("Supplied key is too large")),
            PeerKey::Invalid => Err(JsError::error("Invalid key").with_code("ERR_CRYPTO_INVALID_KEYTYPE")),
            PeerKey::Valid => exchange.compute(&peer).map_err(openssl_error),
        }
    }
}

/// The prime of a well-known group (RFC 2409, RFC 3526) by its length.
#[op]
pub(crate) fn group_prime(bits: u32) -> Result<Vec<u8>, JsError> {
    let prime = match bits {
        768 => BigNum::get_rfc2409_prime_768(),
        1024 => BigNum::get_rfc2409_prime_1024(),
        1536 => BigNum::get_rfc3526_prime_1536(),
        2048 => BigNum::get_rfc3526_prime_2048(),
        3072 => BigNum::get_rfc3526_prime_3072(),
        4096 => BigNum::get_rfc3526_prime_4096(),
        6144 => BigNum::get_rfc3526_prime_6144(),
        _ => BigNum::get_rfc3526_prime_8192(),
    };
    prime.map(|prime| prime.to_vec()).map_err(openssl_error)
}

/// Prime and generator.
type Group = (Option<Vec<u8>>, Option<Vec<u8>>);

/// A new group with a prime of `bits` bits.
#[op]
pub(crate) fn generate_group(bits: i32, generator: i32) -> Result<Group, JsError> {
    let exchange = Exchange::generate(bits, generator).map_err(|refusal| match refusal {
        Refusal::Told(stack) => openssl_error(stack),
        Refusal::Parameters => JsError::type_error("Invalid DH parameters").with_code("ERR_INVALID_ARG_VALUE"),
    })?;
    Ok((exchange.prime(), exchange.generator()))
}

/// `ECDH`.
pub(crate) struct Ecdh {
    group: EcGroup,
    private: RefCell<Option<BigNum>>,
    public: RefCell<Option<EcPoint>>,
}

fn group_named(name: &str) -> Result<EcGroup, JsError> {
    let invalid = || JsError::type_error("Invalid EC curve name").with_code("ERR_CRYPTO_INVALID_CURVE");
    let nid = nid_of(name).ok_or_else(invalid)?;
    EcGroup::from_curve_name(nid).map_err(|_| invalid())
}

/// The number of a curve by OpenSSL's or NIST's name.
fn nid_of(name: &str) -> Option<Nid> {
    let name = match name {
        "P-192" => "prime192v1",
        "P-224" => "secp224r1",
        "P-256" => "prime256v1",
        "P-384" => "secp384r1",
        "P-521" => "secp521r1",
        other => other,
    };
    (0..2000)
        .map(Nid::from_raw)
        .find(|nid| nid.short_name().is_ok_and(|short| short == name) || nid.long_name().is_ok_and(|long| long == name))
        .filter(|nid| *nid != Nid::UNDEF)
}

fn not_a_point() -> JsError {
    operation_failed("Failed to convert Buffer to EC_POINT")
}

fn form_named(form: &str) -> PointConversionForm {
    match form {
        "compressed" => PointConversionForm::COMPRESSED,
        "hybrid" => PointConversionForm::HYBRID,
        _ => PointConversionForm::UNCOMPRESSED,
    }
}

#[class]
impl Ecdh {
    #[constructor]
    fn new(curve: String) -> Result<Ecdh, JsError> {
        Ok(Ecdh { group: group_named(&curve)?, private: RefCell::default(), public: RefCell::default() })
    }

    #[method]
    fn generate_keys(&self) -> Result<(), JsError> {
        let key = EcKey::generate(&self.group).map_err(openssl_error)?;
        let private = key.private_key().to_owned().map_err(openssl_error)?;
        let public = key.public_key().to_owned(&self.group).map_err(openssl_error)?;
        self.private.replace(Some(private));
        self.public.replace(Some(public));
        Ok(())
    }

    #[method]
    fn public_key(&self, form: String) -> Result<Option<Vec<u8>>, JsError> {
        let public = self.public.borrow();
        public.as_ref().map(|point| self.encode(point, &form)).transpose()
    }

    #[method]
    fn private_key(&self) -> Result<Option<Vec<u8>>, JsError> {
        let private = self.private.borrow();
        let length = i32::try_from(self.group.order_bits().div_ceil(8)).unwrap_or(0);
        private.as_ref().map(|number| number.to_vec_padded(length).map_err(openssl_error)).transpose()
    }

    /// Sets the private key and makes its public one. False for a number that is no key of the group.
    #[method]
    fn set_private_key(&self, key: Slice<'_>) -> Result<bool, JsError> {
        let private = number(&key)?;
        if !self.is_private(&private)? {
            return Ok(false);
        }
        let point = self.public_of(&private).map_err(openssl_error)?;
        self.private.replace(Some(private));
        self.public.replace(Some(point));
        Ok(true)
    }

    #[method]
    fn set_public_key(&self, key: Slice<'_>) -> Result<(), JsError> {
        let point = self.point(&key).map_err(|_| not_a_point())?;
        self.public.replace(Some(point));
        Ok(())
    }

    /// The shared secret; undefined for a key that is no point of the curve.
    #[method]
    fn compute_secret(&self, peer: Slice<'_>) -> Result<Option<Vec<u8>>, JsError> {
        let private = self.private.borrow();
        let (Some(private), Ok(peer)) = (private.as_ref(), self.point(&peer)) else { return Ok(None) };
        self.derive(private, &peer).map(Some).map_err(openssl_error)
    }

    /// Whether both keys are set and belong together.
    #[method]
    fn is_valid_pair(&self) -> Result<bool, JsError> {
        let (private, public) = (self.private.borrow(), self.public.borrow());
        let (Some(private), Some(public)) = (private.as_ref(), public.as_ref()) else { return Ok(false) };
        let mut context = BigNumContext::new().map_err(openssl_error)?;
        let own = self.public_of(private).map_err(openssl_error)?;
        own.eq(&self.group, public, &mut context).map_err(openssl_error)
    }
}

impl Ecdh {
    fn encode(&self, point: &EcPoint, form: &str) -> Result<Vec<u8>, JsError> {
        let mut context = BigNumContext::new().map_err(openssl_error)?;
        point.to_bytes(&self.group, form_named(form), &mut context).map_err(openssl_error)
    }

    fn point(&self, bytes: &[u8]) -> ossl::Result<EcPoint> {
        let mut context = BigNumContext::new()?;
        EcPoint::from_bytes(&self.group, bytes, &mut context)
    }

    /// Keys are the numbers from 1 to the group's order, exclusive.
    fn is_private(&self, key: &BigNum) -> Result<bool, JsError> {
        let mut context = BigNumContext::new().map_err(openssl_error)?;
        let mut order = BigNum::new().map_err(openssl_error)?;
        self.group.order(&mut order, &mut context).map_err(openssl_error)?;
        Ok(key.num_bits() > 0 && **key < *order)
    }

    fn public_of(&self, private: &BigNum) -> ossl::Result<EcPoint> {
        let mut context = BigNumContext::new_secure()?;
        let mut point = EcPoint::new(&self.group)?;
        point.mul_generator2(&self.group, private, &mut context)?;
        Ok(point)
    }

    fn derive(&self, private: &BigNum, peer: &EcPoint) -> ossl::Result<Vec<u8>> {
        let own = self.public_of(private)?;
        let own: PKey<Private> = PKey::from_ec_key(EcKey::from_private_components(&self.group, private, &own)?)?;
        let peer = PKey::from_ec_key(EcKey::from_public_key(&self.group, peer)?)?;
        ossl::operation::derive(&own.into(), &peer.into(), &ossl::Params::new())
    }
}

/// Another form of a point.
#[op]
pub(crate) fn convert_point(curve: String, point: Slice<'_>, form: String) -> Result<Vec<u8>, JsError> {
    let group = group_named(&curve)?;
    let mut context = BigNumContext::new().map_err(openssl_error)?;
    let point = EcPoint::from_bytes(&group, &point, &mut context).map_err(|_| not_a_point())?;
    point.to_bytes(&group, form_named(&form), &mut context).map_err(openssl_error)
}
