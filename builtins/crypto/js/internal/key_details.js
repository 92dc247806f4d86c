'use strict';

/** `asymmetricKeyDetails`. */

const { nodeDigestName } = require('internal:crypto/key_types');

/**
 * @param {string | undefined} type Node's name
 * @param {object} handle
 */
function detailsOf(type, handle) {
  switch (type) {
    case 'rsa':
      return rsaDetails(handle);
    case 'rsa-pss':
      return { ...rsaDetails(handle), ...pssDetails(handle) };
    case 'dsa':
      return { modulusLength: handle.bits, divisorLength: bitLength(handle.number('q')) };
    case 'ec':
      return { namedCurve: handle.group };
    default:
      return {};
  }
}

function rsaDetails(handle) {
  return { modulusLength: handle.bits, publicExponent: bigInt(handle.number('e')) };
}

/** Keys without restrictions have no salt length; restricted ones leave out what has its default (RFC 8017, A.2.3). */
function pssDetails(handle) {
  const saltLength = handle.integer('saltlen');
  if (saltLength === undefined) return {};
  return {
    hashAlgorithm: nodeDigestName(handle.text('digest') ?? 'SHA1'),
    mgf1HashAlgorithm: nodeDigestName(handle.text('mgf1-digest') ?? 'SHA1'),
    saltLength,
  };
}

/** @param {Uint8Array} bytes big-endian */
function bigInt(bytes) {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function bitLength(bytes) {
  return bigInt(bytes).toString(2).length;
}

module.exports = { bigInt, detailsOf };
