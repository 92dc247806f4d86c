'use strict';

/** Keys as JSON Web Keys (RFC 7517, 7518, 8037, and the AKP type for ML-DSA, ML-KEM and SLH-DSA). */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { toBuffer } = require('internal:crypto/bytes');
const { handleOf } = require('internal:crypto/key_object');
const { kJwkCurves, kNistCurves, nodeKeyType } = require('internal:crypto/key_types');

/** Members of an RSA key by OpenSSL's parameters. */
const kRsaPublic = [['n', 'n'], ['e', 'e']];
const kRsaPrivate = [
  ['d', 'd'], ['p', 'rsa-factor1'], ['q', 'rsa-factor2'], ['dp', 'rsa-exponent1'], ['dq', 'rsa-exponent2'], ['qi', 'rsa-coefficient1'],
];
const kOkpCurves = { __proto__: null, 'Ed25519': 'ED25519', 'Ed448': 'ED448', 'X25519': 'X25519', 'X448': 'X448' };
const kOkpSizes = { __proto__: null, 'Ed25519': 32, 'Ed448': 57, 'X25519': 32, 'X448': 56 };
/** Bytes of a coordinate by the curve's JWK name. */
const kCoordinates = { __proto__: null, 'P-256': 32, 'secp256k1': 32, 'P-384': 48, 'P-521': 66 };
const kAkpTypes = /^(?:ML-DSA-(?:44|65|87)|ML-KEM-(?:512|768|1024)|SLH-DSA-(?:SHA2|SHAKE)-(?:128|192|256)[sf])$/;

// --- Export ----------------------------------------------------------------------------------------------------------

/** @param {import('internal:crypto/key_object').KeyObject} key public or private */
function exportJwk(key) {
  const handle = handleOf(key);
  const isPrivate = handle.kind === 'private';
  const type = nodeKeyType(handle.typeName);
  if (type === 'rsa') return exportRsa(handle, isPrivate);
  if (type === 'ec') return exportEc(handle, isPrivate);
  const crv = Object.keys(kOkpCurves).find((name) => kOkpCurves[name] === handle.typeName);
  if (crv !== undefined) return exportOkp(handle, crv, isPrivate);
  if (kAkpTypes.test(handle.typeName)) return exportAkp(handle, isPrivate);
  throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
}

function exportRsa(handle, isPrivate) {
  const jwk = { kty: 'RSA' };
  for (const [member, name] of isPrivate ? [...kRsaPublic, ...kRsaPrivate] : kRsaPublic) jwk[member] = base64url(handle.number(name));
  return jwk;
}

function exportEc(handle, isPrivate) {
  const crv = kJwkCurves[handle.group];
  if (crv === undefined) throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(handle.group);
  const size = kCoordinates[crv];
  const jwk = { kty: 'EC', x: base64url(padded(handle.number('qx'), size)), y: base64url(padded(handle.number('qy'), size)), crv };
  if (isPrivate) jwk.d = base64url(padded(handle.number('priv'), size));
  return jwk;
}

function exportOkp(handle, crv, isPrivate) {
  const jwk = { kty: 'OKP', crv, x: base64url(handle.rawBytes('public')) };
  if (isPrivate) jwk.d = base64url(handle.rawBytes('private'));
  return jwk;
}

/** The private part of a lattice key is its seed; keys that came without one cannot be written. */
function exportAkp(handle, isPrivate) {
  const jwk = { kty: 'AKP', alg: handle.typeName, pub: base64url(handle.rawBytes('public')) };
  if (!isPrivate) return jwk;
  const secret = handle.typeName.startsWith('SLH-DSA') ? handle.rawBytes('private') : handle.octets('seed');
  if (secret === undefined) throw new codes.ERR_CRYPTO_OPERATION_FAILED('key does not have an available seed');
  jwk.priv = base64url(secret);
  return jwk;
}

function base64url(bytes) {
  return toBuffer(bytes).toString('base64url');
}

function padded(bytes, size) {
  const out = new Uint8Array(size);
  out.set(bytes, size - bytes.length);
  return out;
}

// --- Import ----------------------------------------------------------------------------------------------------------

/**
 * @param {object} jwk
 * @param {boolean} isPublic whether the public half is wanted; what there is of the private one is checked all the same
 * @returns {object} a native key
 */
function importJwk(jwk, isPublic) {
  validateObject(jwk, 'key.key');
  if (typeof jwk.kty !== 'string') throw invalidJwk('Invalid JWK format');
  switch (jwk.kty) {
    case 'RSA': return importRsa(jwk, isPublic);
    case 'EC': return importEc(jwk, isPublic);
    case 'OKP': return importOkp(jwk, isPublic);
    case 'AKP': return importAkp(jwk, isPublic);
    default: throw invalidJwk(`${jwk.kty} is not a supported JWK key type`);
  }
}

function requireStrings(jwk, members) {
  for (const member of members) {
    if (typeof jwk[member] !== 'string') throw invalid(jwk);
  }
}

function importRsa(jwk, isPublic) {
  requireStrings(jwk, ['n', 'e']);
  const hasPrivate = jwk.d !== undefined;
  if (!isPublic && !hasPrivate) throw noPrivateMaterial();
  if (hasPrivate) {
    requireStrings(jwk, kRsaPrivate.map(([member]) => member));
    if (!isProduct(jwk)) throw invalid(jwk);
  }
  const params = [...kRsaPublic, ...hasPrivate ? kRsaPrivate : []].flatMap(([member, name]) => ['n', name, decoded(jwk[member])]);
  return attempt(jwk, () => binding.keyFromParams('RSA', isPublic ? 'public' : 'private', params));
}

/** Whether the factors are those of the modulus; the other private members are taken as they are, as in Node. */
function isProduct({ n, p, q }) {
  return integer(p) * integer(q) === integer(n);
}

function integer(text) {
  return BigInt(`0x0${decoded(text).toString('hex')}`);
}

function importEc(jwk, isPublic) {
  requireStrings(jwk, ['crv', 'x', 'y']);
  const hasPrivate = jwk.d !== undefined;
  if (hasPrivate) requireStrings(jwk, ['d']);
  const size = kCoordinates[jwk.crv];
  if (size === undefined) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  const point = [decoded(jwk.x), decoded(jwk.y)];
  if (point.some((part) => part.length > size)) throw invalid(jwk);
  const params = ['t', 'group', kNistCurves[jwk.crv] ?? jwk.crv, 'o', 'pub', Buffer.concat([Buffer.from([4]), ...point.map((part) => padded(part, size))])];
  if (hasPrivate) params.push('n', 'priv', decoded(jwk.d));
  const handle = attempt(jwk, () => binding.keyFromParams('EC', hasPrivate ? 'private' : 'public', params));
  if (!handle.isValidPublic() || (hasPrivate && !handle.isValidPair())) throw invalid(jwk);
  if (!isPublic && !hasPrivate) throw noPrivateMaterial();
  return handle;
}

function importOkp(jwk, isPublic) {
  requireStrings(jwk, ['crv', 'x']);
  const hasPrivate = jwk.d !== undefined;
  if (hasPrivate) requireStrings(jwk, ['d']);
  const bytes = decoded(hasPrivate ? jwk.d : jwk.x);
  if (kOkpCurves[jwk.crv] === undefined || bytes.length !== kOkpSizes[jwk.crv]) throw invalid(jwk);
  const handle = attempt(jwk, () => binding.keyFromRaw(kOkpCurves[jwk.crv], hasPrivate ? 'private' : 'public', bytes));
  if (hasPrivate) requireSamePublic(handle, jwk, 'x');
  if (!isPublic && !hasPrivate) throw noPrivateMaterial();
  return handle;
}

function importAkp(jwk, isPublic) {
  if (typeof jwk.alg !== 'string' || !kAkpTypes.test(jwk.alg)) throw invalidJwk('Unsupported JWK AKP "alg"');
  requireStrings(jwk, ['pub']);
  if (jwk.priv === undefined) {
    if (!isPublic) throw noPrivateMaterial();
    return attempt(jwk, () => binding.keyFromRaw(jwk.alg, 'public', decoded(jwk.pub)));
  }
  requireStrings(jwk, ['priv']);
  const handle = attempt(jwk, () => privateAkp(jwk.alg, decoded(jwk.priv)));
  requireSamePublic(handle, jwk, 'pub');
  return handle;
}

function privateAkp(alg, bytes) {
  if (alg.startsWith('SLH-DSA')) return binding.keyFromRaw(alg, 'private', bytes);
  return binding.keyFromParams(alg, 'private', ['o', 'seed', bytes]);
}

/** A private JWK that names another public key is none (CVE class: key confusion). */
function requireSamePublic(handle, jwk, member) {
  if (!toBuffer(handle.rawBytes('public')).equals(decoded(jwk[member]))) throw invalid(jwk);
}

function decoded(text) {
  return Buffer.from(text, 'base64url');
}

function attempt(jwk, make) {
  try {
    return make();
  } catch {
    throw invalid(jwk);
  }
}

function invalid({ kty }) {
  return invalidJwk(`Invalid JWK ${kty} key`);
}

function noPrivateMaterial() {
  return invalidJwk('JWK does not contain private key material');
}

function invalidJwk(message) {
  return Object.assign(new codes.ERR_CRYPTO_INVALID_JWK(), { message });
}

module.exports = { exportJwk, importJwk, padded };
