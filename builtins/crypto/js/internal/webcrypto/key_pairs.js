'use strict';

/** Keys of RSA, the elliptic curves, the Edwards and Montgomery curves, ML-DSA and ML-KEM. */

const { Buffer } = require('node:buffer');
const { toBuffer } = require('internal:crypto/bytes');
const { makeCryptoKey } = require('internal:crypto/crypto_key');
const { wrap } = require('internal:crypto/key_object');
const { kJwkCurves, kNistCurves } = require('internal:crypto/key_types');
const { kMlDsa, kMlKem, kOkp, kRsa } = require('internal:crypto/webcrypto/algorithms');
const { checkUsages, dataError, invalidAccess, job, notSupported, operationError, syntaxError } = require('internal:crypto/webcrypto/failure');
const { checkJwk } = require('internal:crypto/webcrypto/jwk_checks');

/**
 * What the families differ in.
 * @typedef {object} Family
 * @property {string[]} publicUsages
 * @property {string[]} privateUsages
 * @property {'sig' | 'enc'} use of JWK
 * @property {string} kty of JWK
 * @property {(algorithm: object) => [kind: string, params: unknown[] | undefined]} generated what the native side generates
 */

const kSigning = { publicUsages: ['verify'], privateUsages: ['sign'], use: 'sig' };
const kAgreement = { publicUsages: [], privateUsages: ['deriveKey', 'deriveBits'], use: 'enc' };

const kFamilies = { __proto__: null };
for (const name of kRsa) {
  const usages = name === 'RSA-OAEP' ?
    { publicUsages: ['encrypt', 'wrapKey'], privateUsages: ['decrypt', 'unwrapKey'], use: 'enc' } : kSigning;
  kFamilies[name] = { ...usages, kty: 'RSA', generated: rsaParams };
}
for (const [name, usages] of [['ECDSA', kSigning], ['ECDH', kAgreement]]) kFamilies[name] = { ...usages, kty: 'EC', generated: ecParams };
for (const name of kOkp) kFamilies[name] = { ...(name.startsWith('Ed') ? kSigning : kAgreement), kty: 'OKP', generated: () => [name.toUpperCase(), undefined] };
for (const name of kMlDsa) kFamilies[name] = { ...kSigning, kty: 'AKP', generated: () => [name, undefined] };
for (const name of kMlKem) {
  kFamilies[name] = {
    publicUsages: ['encapsulateKey', 'encapsulateBits'], privateUsages: ['decapsulateKey', 'decapsulateBits'], use: 'enc', kty: 'AKP',
    generated: () => [name, undefined],
  };
}

function rsaParams({ modulusLength, publicExponent }) {
  return ['RSA', ['u', 'bits', modulusLength, 'n', 'e', publicExponent]];
}

function ecParams({ namedCurve }) {
  return ['EC', ['t', 'group', kNistCurves[namedCurve]]];
}

/** @param {Family} family */
function usagesFor(family, kind) {
  return kind === 'public' ? family.publicUsages : family.privateUsages;
}

function isPairAlgorithm(name) {
  return kFamilies[name] !== undefined;
}

async function generateKey(algorithm, extractable, usages) {
  const family = kFamilies[algorithm.name];
  checkUsages(usages, [...family.publicUsages, ...family.privateUsages], algorithm.name);
  const privateUsages = usages.filter((usage) => family.privateUsages.includes(usage));
  const handle = await job(binding.generateKeyPair, ...family.generated(algorithm));
  if (privateUsages.length === 0) throw syntaxError('Usages cannot be empty when creating a key.');
  const own = keyAlgorithm(algorithm, handle);
  const publicUsages = usages.filter((usage) => family.publicUsages.includes(usage));
  return {
    publicKey: makeCryptoKey(handle.toPublic(), own, publicUsages, true),
    privateKey: makeCryptoKey(handle, own, privateUsages, extractable),
  };
}

/** What the key says of itself. */
function keyAlgorithm({ name, hash, namedCurve }, handle) {
  if (hash !== undefined) {
    return { name, modulusLength: handle.bits, publicExponent: new Uint8Array(handle.number('e')), hash: { name: hash.name } };
  }
  return namedCurve === undefined ? { name } : { name, namedCurve };
}

// --- Import ----------------------------------------------------------------------------------------------------------

function importKey(format, keyData, algorithm, extractable, usages) {
  const handle = handleFrom(format, keyData, algorithm, extractable, usages);
  return fromHandle(handle, algorithm, extractable, usages);
}

/** A key of a handle that is already there: also what `KeyObject.prototype.toCryptoKey()` makes. */
function fromHandle(handle, algorithm, extractable, usages) {
  const family = kFamilies[algorithm.name];
  checkUsages(usages, usagesFor(family, handle.kind), `${algorithm.name}`);
  if (handle.kind === 'private' && usages.length === 0) throw syntaxError('Usages cannot be empty when importing a private key.');
  checkKind(handle, algorithm);
  return makeCryptoKey(handle, keyAlgorithm(algorithm, handle), usages, extractable);
}

function checkKind(handle, { name, namedCurve }) {
  const [kind] = kFamilies[name].generated({ namedCurve });
  if (handle.typeName !== kind) throw dataError('Invalid key type');
  if (namedCurve !== undefined && kJwkCurves[handle.group] !== namedCurve) throw dataError('Named curve mismatch');
}

function handleFrom(format, keyData, algorithm, extractable, usages) {
  const family = kFamilies[algorithm.name];
  switch (format) {
    case 'spki':
      checkUsages(usages, family.publicUsages, algorithm.name);
      return read(() => checkedPoint(binding.publicKey(keyData, 'der', 'spki')));
    case 'pkcs8':
      checkUsages(usages, family.privateUsages, algorithm.name);
      return read(() => checkedPoint(binding.privateKey(keyData, 'der', 'pkcs8')));
    case 'jwk':
      return fromJwk(keyData, algorithm, family, extractable, usages);
    default:
      return fromRaw(format, keyData, algorithm, family, usages);
  }
}

function read(make) {
  try {
    return make();
  } catch (err) {
    if (err?.name === 'NotSupportedError' || err?.name === 'DataError') throw err;
    throw dataError('Invalid keyData', err);
  }
}

/** A public key that is no point of its curve is none. */
function checkedPoint(handle) {
  if (handle.typeName === 'EC' && !handle.isValidPublic()) throw dataError('Invalid keyData');
  return handle;
}

function isRawPublic(format, name) {
  return format === 'raw-public' || (format === 'raw' && !name.startsWith('ML-'));
}

function fromRaw(format, keyData, { name, namedCurve }, family, usages) {
  if (family.kty === 'RSA' || !(isRawPublic(format, name) || (format === 'raw-seed' && name.startsWith('ML-')))) {
    throw notSupported(`Unable to import ${name} using ${format} format`);
  }
  if (format === 'raw-seed') {
    checkUsages(usages, family.privateUsages, name);
    return read(() => binding.keyFromParams(name, 'private', ['o', 'seed', keyData]));
  }
  checkUsages(usages, family.publicUsages, name);
  if (family.kty === 'EC') {
    return read(() => checkedPoint(binding.keyFromParams('EC', 'public', ['t', 'group', kNistCurves[namedCurve], 'o', 'pub', keyData])));
  }
  return read(() => binding.keyFromRaw(family.generated({})[0], 'public', keyData));
}

function fromJwk(jwk, algorithm, family, extractable, usages) {
  const { name, namedCurve } = algorithm;
  if (typeof jwk.kty !== 'string') throw dataError('Invalid keyData');
  const isPublic = family.kty === 'AKP' ? jwk.priv === undefined : jwk.d === undefined;
  if (jwk.kty !== family.kty) throw dataError('Invalid JWK "kty" Parameter');
  checkUsages(usages, isPublic ? family.publicUsages : family.privateUsages, name);
  checkJwk(jwk, { kty: family.kty, use: family.use, usages, extractable });
  checkJwkNames(jwk, algorithm, family);
  if (family.kty === 'AKP' && jwk.pub === undefined) throw dataError(isPublic ? 'Invalid keyData' : 'Invalid JWK');
  if (namedCurve !== undefined && jwk.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
  return read(() => require('internal:crypto/jwk').importJwk(jwk, isPublic));
}

const kRsaJwk = {
  __proto__: null,
  'RSASSA-PKCS1-v1_5': { 'SHA-1': 'RS1', 'SHA-256': 'RS256', 'SHA-384': 'RS384', 'SHA-512': 'RS512' },
  'RSA-PSS': { 'SHA-1': 'PS1', 'SHA-256': 'PS256', 'SHA-384': 'PS384', 'SHA-512': 'PS512' },
  'RSA-OAEP': { 'SHA-1': 'RSA-OAEP', 'SHA-256': 'RSA-OAEP-256', 'SHA-384': 'RSA-OAEP-384', 'SHA-512': 'RSA-OAEP-512' },
};
const kEcdsaJwk = { __proto__: null, 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };

function checkJwkNames(jwk, { name, hash, namedCurve }, { kty }) {
  const mismatch = () => dataError('JWK "alg" does not match the requested algorithm');
  if (kty === 'RSA' && jwk.alg !== undefined && jwk.alg !== kRsaJwk[name][hash.name]) throw mismatch();
  if (name === 'ECDSA' && jwk.alg !== undefined && jwk.alg !== kEcdsaJwk[namedCurve]) throw mismatch();
  if (kty === 'OKP') {
    if (jwk.crv !== name) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
    if (name.startsWith('Ed') && jwk.alg !== undefined && jwk.alg !== name && jwk.alg !== 'EdDSA') throw mismatch();
  }
  if (kty === 'AKP' && jwk.alg !== name) throw dataError('JWK "alg" Parameter and algorithm name mismatch');
}

// --- Export ----------------------------------------------------------------------------------------------------------

/** @param {import('internal:crypto/crypto_key').Slots} slots */
function exportKey(format, { handle, algorithm }) {
  const { name } = algorithm;
  const { kind } = handle;
  if (format === 'spki') {
    if (kind !== 'public') throw invalidAccess('Key must be a public key');
    return handle.exportPublic('der', 'spki');
  }
  if (format === 'pkcs8') {
    if (kind !== 'private') throw invalidAccess('Key must be a private key');
    return exportPkcs8(handle, name);
  }
  if (format === 'jwk') return exportJwk(handle, algorithm);
  if (kind === 'public' && isRawPublic(format, name) && kFamilies[name].kty !== 'RSA') return rawPublic(handle);
  if (kind === 'private' && format === 'raw-seed' && name.startsWith('ML-')) return handle.octets('seed');
  throw notSupported(`Unable to export ${name} ${kind} key using ${format} format`);
}

function rawPublic(handle) {
  return handle.typeName === 'EC' ? handle.withText('point-format', 'uncompressed').octets('pub') : handle.rawBytes('public');
}

/** `PrivateKeyInfo` whose key is the seed alone (RFC 9881, RFC 9935): a sequence of version, algorithm and key. */
function exportPkcs8(handle, name) {
  if (!name.startsWith('ML-')) return handle.exportPrivate('der', 'pkcs8');
  const seed = handle.octets('seed');
  if (seed === undefined) throw operationError(Object.assign(new Error('Failed to get raw seed'), { code: 'ERR_CRYPTO_OPERATION_FAILED' }));
  const inner = Buffer.concat([Buffer.from([0x80, seed.length]), seed]);
  const body = Buffer.concat([Buffer.from([0x02, 0x01, 0x00]), objectOf(handle), Buffer.from([0x04, inner.length]), inner]);
  return new Uint8Array(Buffer.concat([Buffer.from([0x30, body.length]), body]));
}

/** The `AlgorithmIdentifier` of a key, which its public form begins with after the header of the whole. */
function objectOf(handle) {
  const spki = toBuffer(handle.toPublic().exportPublic('der', 'spki'));
  const start = spki[1] < 0x80 ? 2 : 2 + (spki[1] & 0x7f);
  return spki.subarray(start, start + 2 + spki[start + 1]);
}

function exportJwk(handle, { name, hash }) {
  let jwk;
  try {
    jwk = require('internal:crypto/jwk').exportJwk(wrap(handle));
  } catch (err) {
    throw operationError(err);
  }
  const alg = kRsaJwk[name]?.[hash.name] ?? (/^Ed/.test(name) ? name : undefined);
  if (alg !== undefined) jwk.alg = alg;
  return jwk;
}

/** The public key of a private one. */
function publicKeyOf({ handle, algorithm }, usages) {
  checkUsages(usages, kFamilies[algorithm.name].publicUsages, algorithm.name);
  return makeCryptoKey(handle.toPublic(), algorithm, usages, true);
}

module.exports = { exportKey, fromHandle, generateKey, importKey, isPairAlgorithm, publicKeyOf };
