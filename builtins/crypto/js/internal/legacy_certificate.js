'use strict';

/** Certificates as the plain objects that `tlsSocket.getPeerCertificate()` has always given. */

const { toBuffer } = require('internal:crypto/bytes');
const { bigInt } = require('internal:crypto/key_details');
const { kJwkCurves, kNistCurves, nodeKeyType } = require('internal:crypto/key_types');

/**
 * @param {import('internal:crypto/x509').X509Certificate} certificate
 * @param {object} handle
 */
function legacyCertificate(certificate, handle) {
  return {
    subject: entries(handle.subjectEntries()),
    issuer: entries(handle.issuerEntries()),
    subjectaltname: certificate.subjectAltName,
    infoAccess: accessByMethod(certificate.infoAccess),
    ca: certificate.ca,
    ...keyFields(handle.publicKey()),
    valid_from: certificate.validFrom,
    valid_to: certificate.validTo,
    fingerprint: certificate.fingerprint,
    fingerprint256: certificate.fingerprint256,
    fingerprint512: certificate.fingerprint512,
    ext_key_usage: certificate.keyUsage,
    serialNumber: certificate.serialNumber,
    raw: certificate.raw,
  };
}

/** A name given twice has an array of values. @param {[string, Uint8Array][]} list */
function entries(list) {
  const object = { __proto__: null };
  for (const [name, bytes] of list) {
    const value = toBuffer(bytes).toString('utf8');
    if (object[name] === undefined) object[name] = value;
    else if (Array.isArray(object[name])) object[name].push(value);
    else object[name] = [object[name], value];
  }
  return object;
}

/** `{ 'OCSP - URI': ['http://...'] }` */
function accessByMethod(text) {
  if (text === undefined) return undefined;
  const object = { __proto__: null };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const key = line.slice(0, colon);
    const value = line.slice(colon + 1);
    (object[key] ??= []).push(value.startsWith('"') ? JSON.parse(value) : value);
  }
  return object;
}

function keyFields(key) {
  switch (nodeKeyType(key.typeName)) {
    case 'rsa':
    case 'rsa-pss':
      return {
        modulus: toBuffer(key.number('n')).toString('hex').toUpperCase(),
        bits: key.bits,
        exponent: `0x${bigInt(key.number('e')).toString(16)}`,
        pubkey: toBuffer(key.exportPublic('der', 'spki')),
      };
    case 'ec': {
      const curve = key.group;
      const nist = kJwkCurves[curve] ?? Object.keys(kNistCurves).find((name) => kNistCurves[name] === curve);
      return { bits: key.bits, pubkey: toBuffer(key.octets('pub')), asn1Curve: curve, nistCurve: nist === curve ? undefined : nist };
    }
    default:
      return {};
  }
}

module.exports = { legacyCertificate };
