'use strict';

/** Names of key types, curves and digests: OpenSSL's on the native side, Node's outside. */

/** Node's name of a key type by OpenSSL's. */
const kByOpenssl = {
  __proto__: null,
  'RSA': 'rsa', 'RSA-PSS': 'rsa-pss', 'DSA': 'dsa', 'DH': 'dh', 'DHX': 'dh', 'EC': 'ec',
  'ED25519': 'ed25519', 'ED448': 'ed448', 'X25519': 'x25519', 'X448': 'x448',
};
for (const name of [
  'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87', 'ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024',
  ...['SHA2', 'SHAKE'].flatMap((hash) => ['128', '192', '256'].flatMap((size) => ['s', 'f'].map((speed) => `SLH-DSA-${hash}-${size}${speed}`))),
]) {
  kByOpenssl[name] = name.toLowerCase();
}

/** OpenSSL's name of a key type by Node's. */
const kByNode = { __proto__: null };
for (const name of Object.keys(kByOpenssl)) kByNode[kByOpenssl[name]] ??= name;
for (const name of Object.keys(kByOpenssl)) if (/-(128|192|256)[sf]$/.test(name)) kByNode[kByOpenssl[name]] = name;

/** OpenSSL writes the speed of SLH-DSA in lower case. @param {string | undefined} name */
function nodeKeyType(name) {
  return name === undefined ? undefined : kByOpenssl[name] ?? kByOpenssl[name.toUpperCase()];
}

/** @param {string} type @returns {string | undefined} */
function opensslKeyType(type) {
  return kByNode[type];
}

/** The curves JWK has names for, by OpenSSL's. */
const kJwkCurves = { __proto__: null, 'prime256v1': 'P-256', 'secp256k1': 'secp256k1', 'secp384r1': 'P-384', 'secp521r1': 'P-521' };
/** OpenSSL's names of curves by NIST's. */
const kNistCurves = {
  __proto__: null, 'P-192': 'prime192v1', 'P-224': 'secp224r1', 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1',
};

/** A digest as Node names it: `sha256` for `SHA2-256`. @param {string} name */
function nodeDigestName(name) {
  return name.toLowerCase().replace(/^sha2-/, 'sha').replace('/', '-');
}

module.exports = { kJwkCurves, kNistCurves, nodeDigestName, nodeKeyType, opensslKeyType };
