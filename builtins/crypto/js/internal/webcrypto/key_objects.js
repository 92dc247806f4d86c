'use strict';

/** `keyObject.toCryptoKey()`. */

const { handleOf } = require('internal:crypto/key_object');
const { kUsages } = require('internal:crypto/crypto_key');
const { normalize } = require('internal:crypto/webcrypto/algorithms');
const { dataError } = require('internal:crypto/webcrypto/failure');
const keyPairs = require('internal:crypto/webcrypto/key_pairs');
const secretKeys = require('internal:crypto/webcrypto/secret_keys');
const webidl = require('internal:crypto/webcrypto/webidl');

const toUsages = webidl.toSequence(webidl.toEnumeration('KeyUsage', kUsages));

function toCryptoKey(key, algorithm, extractable, keyUsages) {
  const normalized = normalize(algorithm, 'importKey');
  const usages = toUsages(keyUsages, { prefix: "Failed to execute 'toCryptoKey' on 'KeyObject'", context: '3rd argument' });
  const handle = handleOf(key);
  const isPair = keyPairs.isPairAlgorithm(normalized.name);
  if (isPair !== (handle.kind !== 'secret')) throw dataError('Invalid key type');
  if (isPair) return keyPairs.fromHandle(handle, normalized, Boolean(extractable), usages);
  return secretKeys.importKey('raw-secret', handle.exportSecret(), normalized, Boolean(extractable), usages);
}

module.exports = { toCryptoKey };
