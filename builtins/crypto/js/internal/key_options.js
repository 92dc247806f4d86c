'use strict';

/** The options that say how a key is written: `format`, `type`, `cipher`, `passphrase`. */

const { codes } = require('internal:shared/errors');
const { isBytes, toBytes } = require('internal:crypto/bytes');

/**
 * @typedef {object} KeyEncoding
 * @property {'pem' | 'der' | 'jwk' | 'raw-public' | 'raw-private' | 'raw-seed'} format
 * @property {'pkcs1' | 'pkcs8' | 'sec1' | 'spki'} [type]
 * @property {string} [cipher]
 * @property {ArrayBuffer | ArrayBufferView} [passphrase]
 */

const kFormats = ['pem', 'der', 'jwk', 'raw-public', 'raw-private', 'raw-seed'];

/** `options.publicKeyEncoding.type`; without a group the options themselves are one. */
function optionName(name, group) {
  return `${group ?? 'options'}.${name}`;
}

/**
 * How a key is given.
 * @param {object} options @param {string} name of the argument @param {boolean} [isPublic] undefined where both halves will do
 * @returns {KeyEncoding}
 */
function inputEncoding(options, name, isPublic) {
  const format = options.format === undefined ? 'pem' : formatOf(options.format, name);
  const type = typeOf(options.type, { required: format === 'der', isPublic, group: name });
  return { format, type, passphrase: isPublic === true ? undefined : inputPassphrase(options, name) };
}

function inputPassphrase({ passphrase, encoding }, name) {
  if (passphrase === undefined) return undefined;
  if (typeof passphrase !== 'string' && !isBytes(passphrase)) throw new codes.ERR_INVALID_ARG_VALUE(`${name}.passphrase`, passphrase);
  return toBytes(passphrase, `${name}.passphrase`, encoding);
}

/**
 * How a public key is wanted.
 * @param {object} options @param {string} [keyType] @param {string} [group]
 * @returns {KeyEncoding}
 */
function publicOutput(options, keyType, group) {
  requireObject(options);
  const format = formatOf(options.format, group);
  return { format, type: isStructured(format) ? typeOf(options.type, { required: true, keyType, isPublic: true, group }) : options.type };
}

/**
 * How a private key is wanted.
 * @param {object} options @param {string} [keyType] @param {string} [group]
 * @returns {KeyEncoding}
 */
function privateOutput(options, keyType, group) {
  requireObject(options);
  const format = formatOf(options.format, group);
  const type = isStructured(format) ? typeOf(options.type, { required: true, keyType, isPublic: false, group }) : undefined;
  return { format, type, ...protection(options, format, type, group) };
}

function protection({ cipher, passphrase, encoding }, format, type, group) {
  if (cipher === undefined || cipher === null) {
    if (passphrase === undefined || passphrase === null) return {};
    if (format === 'jwk') throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
    throw new codes.ERR_INVALID_ARG_VALUE(optionName('cipher', group), cipher);
  }
  if (typeof cipher !== 'string') throw new codes.ERR_INVALID_ARG_VALUE(optionName('cipher', group), cipher);
  if (format === 'der' && type !== 'pkcs8') throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
  if (format === 'jwk') throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
  if (typeof passphrase !== 'string' && !isBytes(passphrase)) {
    throw new codes.ERR_INVALID_ARG_VALUE(optionName('passphrase', group), passphrase);
  }
  if (!binding.hasCipher(cipher)) throw new codes.ERR_CRYPTO_UNKNOWN_CIPHER();
  return { cipher, passphrase: toBytes(passphrase, 'key.passphrase', encoding) };
}

function requireObject(options) {
  if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
}

function isStructured(format) {
  return format === 'pem' || format === 'der';
}

function formatOf(format, group) {
  if (kFormats.includes(format)) return format;
  throw new codes.ERR_INVALID_ARG_VALUE(optionName('format', group), format);
}

function typeOf(type, { required, keyType, isPublic, group }) {
  if (type === undefined && !required) return undefined;
  if (type === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('pkcs1', 'can only be used for RSA keys');
    }
    return type;
  }
  if (type === 'spki' && isPublic !== false) return type;
  if (type === 'pkcs8' && isPublic !== true) return type;
  if (type === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('sec1', 'can only be used for EC keys');
    }
    return type;
  }
  throw new codes.ERR_INVALID_ARG_VALUE(optionName('type', group), type);
}

module.exports = { inputEncoding, inputPassphrase, privateOutput, publicOutput };
