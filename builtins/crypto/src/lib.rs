//! `node:crypto` on OpenSSL.

mod error;
mod hash;
mod kdf;
mod keys;
mod random;
mod sign;

runtime::builtin! {
    name: "crypto",
    ops: [
        hash::hash_once,
        hash::digest_size,
        random::random_fill,
        random::equal_in_constant_time,
        kdf::pbkdf2,
        kdf::scrypt,
        kdf::hkdf,
        keys::secret_key,
        keys::private_key,
        keys::public_key,
        keys::public_from_private,
        keys::generate_key,
        sign::sign_once,
        sign::verify_once,
    ],
    classes: [hash::Digest, hash::Mac, keys::KeyHandle],
}
