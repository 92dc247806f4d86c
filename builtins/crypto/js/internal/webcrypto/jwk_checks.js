'use strict';

/** What every key in a JSON Web Key must say about itself (Web Cryptography API, importKey of each algorithm). */

const { dataError } = require('internal:crypto/webcrypto/failure');

/** `key_ops` in RFC 7517 and the usages of this API are the same words. */
const kKnownOperations = ['sign', 'verify', 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'deriveKey', 'deriveBits', 'encapsulateKey',
  'encapsulateBits', 'decapsulateKey', 'decapsulateBits'];

/**
 * @param {object} jwk
 * @param {{ kty: string, use: 'sig' | 'enc', usages: string[], extractable: boolean }} expected
 */
function checkJwk(jwk, { kty, use, usages, extractable }) {
  if (jwk.kty === undefined) throw dataError('Invalid keyData');
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw dataError('Invalid JWK "use" Parameter');
  checkOperations(jwk.key_ops, usages);
  if (jwk.ext !== undefined && jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

function checkOperations(operations, usages) {
  if (operations === undefined) return;
  if (!Array.isArray(operations)) throw dataError('keyData.key_ops');
  const seen = new Set();
  for (const operation of operations) {
    if (!kKnownOperations.includes(operation)) continue;
    if (seen.has(operation)) throw dataError('Duplicate key operation');
    seen.add(operation);
  }
  if (usages.some((usage) => !seen.has(usage))) throw dataError('Key operations and usage mismatch');
}

module.exports = { checkJwk };
