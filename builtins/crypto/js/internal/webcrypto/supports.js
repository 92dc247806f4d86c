'use strict';

/** `SubtleCrypto.supports()`. */

const { kOperations, normalize } = require('internal:crypto/webcrypto/algorithms');
const { checkDerivedLength } = require('internal:crypto/webcrypto/operations');
const { derivedLength } = require('internal:crypto/webcrypto/secret_keys');

const kOps = new Set(['encrypt', 'decrypt', 'sign', 'verify', 'digest', 'generateKey', 'deriveKey', 'deriveBits', 'importKey', 'exportKey',
  'wrapKey', 'unwrapKey', 'getPublicKey', 'encapsulateBits', 'encapsulateKey', 'decapsulateBits', 'decapsulateKey']);

function accepts(algorithm, operation) {
  try {
    return normalize(algorithm, operation);
  } catch {
    return undefined;
  }
}

/** Either is a way to wrap. */
function acceptsWrapping(algorithm, operation) {
  return accepts(algorithm, operation) !== undefined ||
    accepts(algorithm, operation === 'wrapKey' ? 'encrypt' : 'decrypt') !== undefined;
}

/**
 * @param {string} operation
 * @param {string | object} algorithm
 * @param {string | object | number | null} [lengthOrAlgorithm] what the operation makes
 */
function supports(operation, algorithm, lengthOrAlgorithm = null) {
  if (!kOps.has(operation)) return false;
  switch (operation) {
    case 'wrapKey':
      return acceptsWrapping(algorithm, 'wrapKey') && lengthOrAlgorithm !== null && accepts(lengthOrAlgorithm, 'exportKey') !== undefined;
    case 'unwrapKey':
      return acceptsWrapping(algorithm, 'unwrapKey') && lengthOrAlgorithm !== null && accepts(lengthOrAlgorithm, 'importKey') !== undefined;
    case 'deriveBits':
      return canDerive(algorithm, lengthOrAlgorithm);
    case 'deriveKey':
      return canDeriveKey(algorithm, lengthOrAlgorithm);
    case 'encapsulateBits':
    case 'decapsulateBits':
      return accepts(algorithm, operation.slice(0, -4)) !== undefined;
    case 'encapsulateKey':
    case 'decapsulateKey':
      return accepts(algorithm, operation.slice(0, -3)) !== undefined && takesSharedKey(lengthOrAlgorithm);
    case 'getPublicKey':
      return hasPublicKey(algorithm);
    default:
      return accepts(algorithm, operation) !== undefined;
  }
}

function canDerive(algorithm, length) {
  const normalized = accepts(algorithm, 'deriveBits');
  if (normalized === undefined) return false;
  if (normalized.public !== undefined) {
    const { handle, algorithm: own } = require('internal:crypto/crypto_key').slotsOf(normalized.public);
    return handle.kind === 'public' && own.name === normalized.name;
  }
  try {
    checkDerivedLength(normalized, length);
  } catch {
    return false;
  }
  return true;
}

function canDeriveKey(algorithm, derived) {
  if (derived === null) return accepts(algorithm, 'deriveBits') !== undefined;
  if (accepts(derived, 'importKey') === undefined) return false;
  const normalized = accepts(derived, 'get key length');
  if (normalized?.hash?.name.startsWith('SHA3') && normalized.length === undefined) return false;
  return normalized !== undefined && canDerive(algorithm, derivedLength(normalized));
}

/** Encapsulated secrets have 256 bits. */
function takesSharedKey(algorithm) {
  const normalized = algorithm === null ? undefined : accepts(algorithm, 'importKey');
  if (normalized === undefined || require('internal:crypto/webcrypto/key_pairs').isPairAlgorithm(normalized.name)) return false;
  return normalized.length === undefined || normalized.length === 256;
}

function hasPublicKey(algorithm) {
  const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
  const row = kOperations.importKey[`${name}`.toLowerCase()];
  return row !== undefined && require('internal:crypto/webcrypto/key_pairs').isPairAlgorithm(row.name);
}

module.exports = { supports };
