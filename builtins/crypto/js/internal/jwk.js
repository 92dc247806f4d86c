'use strict';

/** Keys as JSON Web Keys (RFC 7517, 7518, 8037, and the AKP type for ML-DSA, ML-KEM and SLH-DSA). */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateObject, validateOneOf, validateString } = require('internal:shared/validators');
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
 * @param {boolean} isPublic whether the public half is wanted, whatever else there is
 * @returns {object} a native key
 */
function importJwk(jwk, isPublic) {
  validateObject(jwk, 'key.key');
  validateOneOf(jwk.kty, 'key.kty', ['RSA', 'EC', 'OKP', 'AKP']);
  switch (jwk.kty) {
    case 'RSA': return importRsa(jwk, isPublic);
    case 'EC': return importEc(jwk, isPublic);
    case 'OKP': return importOkp(jwk, isPublic);
    default: return importAkp(jwk, isPublic);
  }
}

function importRsa(jwk, isPublic) {
  const members = isPublic || jwk.d === undefined ? kRsaPublic : [...kRsaPublic, ...kRsaPrivate];
  for (const [member] of isPublic ? kRsaPublic : [...kRsaPublic, ...kRsaPrivate]) validateString(jwk[member], `key.${member}`);
  if (typeof jwk.d === 'string' && !isProduct(jwk)) throw invalid(jwk);
  const params = members.flatMap(([member, name]) => ['n', name, decoded(jwk[member])]);
  return attempt(jwk, () => binding.keyFromParams('RSA', isPublic ? 'public' : 'private', params));
}

/** Whether the factors are those of the modulus; the other private members are taken as they are, as in Node. */
function isProduct({ n, p, q }) {
  return integer(p) * integer(q) === integer(n);
}

function integer(text) {
  return BigInt(`0x0${decoded(text ?? '').toString('hex')}`);
}

function importEc(jwk, isPublic) {
  validateString(jwk.crv, 'key.crv');
  validateOneOf(jwk.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
  validateString(jwk.x, 'key.x');
  validateString(jwk.y, 'key.y');
  if (!isPublic) validateString(jwk.d, 'key.d');
  const size = kCoordinates[jwk.crv];
  const point = [decoded(jwk.x), decoded(jwk.y)];
  if (point.some((part) => part.length > size)) throw invalid(jwk);
  const params = ['t', 'group', kNistCurves[jwk.crv] ?? jwk.crv, 'o', 'pub', Buffer.concat([Buffer.from([4]), ...point.map((part) => padded(part, size))])];
  if (!isPublic) params.push('n', 'priv', decoded(jwk.d));
  const handle = attempt(jwk, () => binding.keyFromParams('EC', isPublic ? 'public' : 'private', params));
  if (!handle.isValidPublic() || (!isPublic && !handle.isValidPair())) throw invalid(jwk);
  return handle;
}

function importOkp(jwk, isPublic) {
  validateString(jwk.crv, 'key.crv');
  validateOneOf(jwk.crv, 'key.crv', Object.keys(kOkpCurves));
  validateString(jwk.x, 'key.x');
  if (!isPublic) validateString(jwk.d, 'key.d');
  const bytes = decoded(isPublic ? jwk.x : jwk.d);
  if (bytes.length !== kOkpSizes[jwk.crv]) throw invalid(jwk);
  const handle = attempt(jwk, () => binding.keyFromRaw(kOkpCurves[jwk.crv], isPublic ? 'public' : 'private', bytes));
  if (!isPublic) requireSamePublic(handle, jwk, 'x');
  return handle;
}

function importAkp(jwk, isPublic) {
  if (typeof jwk.alg !== 'string' || !kAkpTypes.test(jwk.alg)) validateOneOf(jwk.alg, 'key.alg', ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']);
  validateString(jwk.pub, 'key.pub');
  if (!isPublic) validateString(jwk.priv, 'key.priv');
  if (isPublic) return attempt(jwk, () => binding.keyFromRaw(jwk.alg, 'public', decoded(jwk.pub)));
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
  return Object.assign(new codes.ERR_CRYPTO_INVALID_JWK(), { message: `Invalid JWK ${kty} key` });
}

module.exports = { exportJwk, importJwk, padded };
