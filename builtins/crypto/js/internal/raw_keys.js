'use strict';

/** Keys as their bare bytes: `raw-public`, `raw-private`, `raw-seed`. */

const { codes } = require('internal:shared/errors');
const { validateOneOf, validateString } = require('internal:shared/validators');
const { requireBytes, toBuffer, viewOf } = require('internal:crypto/bytes');
const { kNistCurves, nodeKeyType, opensslKeyType } = require('internal:crypto/key_types');

const kWithoutRaw = new Set(['rsa', 'rsa-pss', 'dsa', 'dh']);

/** @param {import('internal:crypto/key_options').KeyEncoding} encoding */
function exportRaw(handle, { format, type }) {
  const keyType = nodeKeyType(handle.typeName);
  if (kWithoutRaw.has(keyType) || (format !== 'raw-public' && handle.kind !== 'private')) throw incompatible();
  if (keyType === 'ec') return exportEc(handle, format, type);
  if (format === 'raw-seed') return toBuffer(handle.octets('seed') ?? missingSeed(keyType));
  if (format === 'raw-private' && /^ml-/.test(keyType)) throw incompatible();
  return toBuffer(handle.rawBytes(format === 'raw-public' ? 'public' : 'private'));
}

function exportEc(handle, format, type = 'uncompressed') {
  if (format === 'raw-seed') throw incompatible();
  if (format === 'raw-private') {
    const { padded } = require('internal:crypto/jwk');
    return toBuffer(padded(handle.number('priv'), Math.ceil(handle.bits / 8)));
  }
  validateOneOf(type, 'options.type', ['compressed', 'uncompressed']);
  return toBuffer(handle.withText('point-format', type).octets('pub'));
}

function missingSeed(keyType) {
  if (!/^ml-/.test(keyType)) throw incompatible();
  throw new codes.ERR_CRYPTO_OPERATION_FAILED('key does not have an available seed');
}

function incompatible() {
  return new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('encoding', 'is incompatible with the key type');
}

/**
 * @param {{ key: BufferSource, format: string, asymmetricKeyType: string, namedCurve?: string }} options
 * @param {boolean} isPublic whether the public half is wanted
 * @returns {object} a native key
 */
function importRaw({ key, format, asymmetricKeyType, namedCurve }, isPublic) {
  validateString(asymmetricKeyType, 'key.asymmetricKeyType');
  const bytes = viewOf(requireBytes(key, 'key.key'));
  if (isPublic !== (format === 'raw-public')) throw new codes.ERR_INVALID_ARG_VALUE('options.format', format);
  const kind = opensslKeyType(asymmetricKeyType);
  if (kind === undefined) throw new codes.ERR_INVALID_ARG_VALUE('key.asymmetricKeyType', asymmetricKeyType);
  if (kWithoutRaw.has(asymmetricKeyType)) throw incompatible();
  if (asymmetricKeyType === 'ec') validateString(namedCurve, 'key.namedCurve');
  try {
    return fromBytes(kind, format, bytes, namedCurve);
  } catch {
    throw new codes.ERR_INVALID_ARG_VALUE('key.key', key, 'Invalid key data');
  }
}

function fromBytes(kind, format, bytes, namedCurve) {
  const half = format === 'raw-public' ? 'public' : 'private';
  if (kind === 'EC') {
    const curve = kNistCurves[namedCurve] ?? namedCurve;
    if (half === 'public') return binding.keyFromParams('EC', 'public', ['t', 'group', curve, 'o', 'pub', bytes]);
    const exchange = new binding.Ecdh(curve);
    if (!exchange.setPrivateKey(bytes)) throw new codes.ERR_CRYPTO_INVALID_KEYPAIR();
    return binding.keyFromParams('EC', 'private', ['t', 'group', curve, 'o', 'pub', exchange.publicKey('uncompressed'), 'n', 'priv', bytes]);
  }
  if (format === 'raw-seed') return binding.keyFromParams(kind, 'private', ['o', 'seed', bytes]);
  return binding.keyFromRaw(kind, half, bytes);
}

module.exports = { exportRaw, importRaw };
