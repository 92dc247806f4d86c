//! `node:crypto` on OpenSSL.

mod certificate;
mod cipher;
mod error;
mod exchange;
mod hash;
mod kdf;
mod keys;
mod library;
mod operations;
mod random;
mod values;

runtime::builtin! {
    name: "crypto",
    requests: runtime::Request::PLAIN.traced_as("crypto"),
    ops: [
        certificate::read_pkcs12,
        certificate::spkac_challenge,
        certificate::spkac_public_key,
        certificate::verify_spkac,
        cipher::cipher_info,
        cipher::cipher_once,
        exchange::convert_point,
        exchange::generate_group,
        exchange::group_prime,
        hash::digest_info,
        hash::hash_once,
        hash::mac_once,
        kdf::accepts_derivation,
        kdf::check_prime_bytes,
        kdf::derive_bytes,
        kdf::generate_prime_bytes,
        keys::generate_dh,
        keys::generate_from_parameters,
        keys::generate_key_pair,
        keys::generate_with_parameters,
        keys::has_cipher,
        keys::key_from_params,
        keys::key_from_raw,
        keys::private_key,
        keys::stored_private_key,
        keys::public_key,
        keys::same_key,
        keys::secret_key,
        library::cipher_names,
        library::curve_names,
        library::digest_names,
        library::disable_fips,
        library::enable_fips,
        library::init_secure_heap,
        library::is_fips,
        library::mac_names,
        library::secure_heap_used,
        library::version_number,
        operations::decapsulate_secret,
        operations::derive_secret,
        operations::encapsulate_secret,
        operations::sign_digest,
        operations::sign_once,
        operations::transform_bytes,
        operations::verify_digest,
        operations::verify_once,
        random::equal_in_constant_time,
        random::random_fill,
    ],
    classes: [
        certificate::Certificate,
        cipher::Cipher,
        exchange::DiffieHellman,
        exchange::Ecdh,
        hash::Digest,
        hash::Hmac,
        hash::Mac,
        keys::KeyHandle,
    ],
}
