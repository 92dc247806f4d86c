'use strict';

/** Certificates of a connection, from the DER the native side gives. */

const { Buffer } = require('node:buffer');

function asBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @param {Uint8Array | undefined} der @returns {import('node:crypto').X509Certificate | undefined} */
function certificateOf(der) {
  if (der === undefined) return undefined;
  const { X509Certificate } = require('node:crypto');
  return new X509Certificate(asBuffer(der));
}

/** The plain object that programs have known longer than the class. @param {Uint8Array | undefined} der */
function legacyObject(der) {
  return der === undefined ? undefined : certificateOf(der).toLegacyObject();
}

/**
 * The first certificate of a chain, each with its issuer as `issuerCertificate`; one that has signed itself is its own issuer.
 * @param {Uint8Array[]} chain
 */
function linkedObject(chain) {
  if (chain.length === 0) return undefined;
  const objects = chain.map(legacyObject);
  for (let i = 0; i + 1 < objects.length; i++) objects[i].issuerCertificate = objects[i + 1];
  const last = objects.at(-1);
  if (certificateOf(chain.at(-1)).checkIssued(certificateOf(chain.at(-1)))) last.issuerCertificate = last;
  return objects[0];
}

module.exports = { asBuffer, certificateOf, legacyObject, linkedObject };
