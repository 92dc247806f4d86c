'use strict';

/** `parsePKCS12()`. */

const { codes } = require('internal:shared/errors');
const { kEmptyObject } = require('internal:shared/constants');
const { validateObject } = require('internal:shared/validators');
const { isBytes, toBytes, viewOf } = require('internal:crypto/bytes');
const { wrap } = require('internal:crypto/key_object');

/**
 * @param {BufferSource} bundle
 * @param {{ passphrase?: string | BufferSource }} [options]
 */
function parsePKCS12(bundle, options = kEmptyObject) {
  if (!isBytes(bundle)) throw new codes.ERR_INVALID_ARG_TYPE('bundle', ['ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], bundle);
  validateObject(options, 'options');
  const [key, certificate, others] = binding.readPkcs12(bundle, passphraseOf(options));
  const { X509Certificate } = require('internal:crypto/x509');
  return {
    privateKey: key === undefined ? null : wrap(key),
    certificate: certificate === undefined ? null : new X509Certificate(certificate),
    additionalCertificates: others.map((der) => new X509Certificate(der)),
  };
}

/** PKCS#12 ends a password at its first NUL, so none may be inside. */
function passphraseOf({ passphrase }) {
  if (passphrase === undefined) return '';
  const bytes = viewOf(toBytes(passphrase, 'options.passphrase'));
  if (bytes.includes(0)) throw new codes.ERR_INVALID_ARG_VALUE('options.passphrase', passphrase, 'must not contain null bytes');
  return bytes.toString('utf8');
}

module.exports = { parsePKCS12 };
