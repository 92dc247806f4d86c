'use strict';

/** `publicEncrypt()`, `privateDecrypt()`, and RSA the other way round: `privateEncrypt()`, `publicDecrypt()`. */

const { validateString } = require('internal:shared/validators');
const { toBuffer, toBytes } = require('internal:crypto/bytes');
const { privateHandle, publicHandle } = require('internal:crypto/keys');

const kPkcs1 = 1;
const kOaep = 4;

/**
 * @param {'encrypt' | 'decrypt' | 'sign' | 'recover'} operation
 * @param {number} usualPadding
 * @param {(key: unknown) => object} handleOf
 */
function rsaFunction(operation, usualPadding, handleOf) {
  const argument = operation === 'decrypt' || operation === 'sign' ? 'privateKey' : 'key';
  return (options, buffer) => {
    const padding = options.padding || usualPadding;
    const { encoding } = options;
    requireDigest(options.oaepHash);
    if (options.oaepLabel !== undefined) toBytes(options.oaepLabel, 'key.oaepLabel', encoding);
    const handle = handleOf(options, argument);
    const params = ['s', 'pad-mode', padding];
    if (padding === kOaep) params.push(...oaepParams(options, encoding));
    const data = toBytes(buffer, 'buffer', encoding);
    return toBuffer(binding.transformBytes(handle, operation, params, data));
  };
}

/** Also where the padding takes none. */
function requireDigest(oaepHash) {
  if (oaepHash === undefined) return;
  validateString(oaepHash, 'key.oaepHash');
  if (binding.digestInfo(oaepHash) === undefined) throw invalidDigest();
}

function oaepParams({ oaepHash = 'sha1', oaepLabel }, encoding) {
  const params = ['t', 'digest', binding.digestInfo(oaepHash)[3]];
  if (oaepLabel !== undefined) params.push('o', 'oaep-label', toBytes(oaepLabel, 'key.oaepLabel', encoding));
  return params;
}

function invalidDigest() {
  return Object.assign(new Error('Invalid digest used'), { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });
}

module.exports = {
  publicEncrypt: rsaFunction('encrypt', kOaep, publicHandle),
  publicDecrypt: rsaFunction('recover', kPkcs1, publicHandle),
  privateEncrypt: rsaFunction('sign', kPkcs1, privateHandle),
  privateDecrypt: rsaFunction('decrypt', kOaep, privateHandle),
};
for (const name of Object.keys(module.exports)) Object.defineProperty(module.exports[name], 'name', { __proto__: null, value: name, configurable: true });
