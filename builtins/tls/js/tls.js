'use strict';

/** `node:tls`. */

const { convertALPNProtocols } = require('internal:tls/alpn');
const { checkServerIdentity } = require('internal:tls/identity');
const { SecureContext, createSecureContext } = require('internal:tls/secure_context');
const { TLSSocket } = require('internal:tls/socket');
const { Server, createServer } = require('internal:tls/server');
const { connect } = require('internal:tls/connect');
const authorities = require('internal:tls/authorities');
const defaults = require('internal:tls/defaults');

let ciphers;

/** The names of the supported ciphers in lower case, sorted. */
function getCiphers() {
  ciphers ??= [...new Set(binding.cipherNames().map((name) => name.toLowerCase()))].sort();
  return [...ciphers];
}

/** With which certificates may be compressed (RFC 8879): none, as OpenSSL is built without compression. @returns {string[]} */
function getCertificateCompressionAlgorithms() {
  return [];
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: defaults.ciphers(),
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: defaults.minVersion(),
  DEFAULT_MAX_VERSION: defaults.maxVersion(),
  getCiphers,
  getCertificateCompressionAlgorithms,
  getCACertificates: authorities.getCACertificates,
  setDefaultCACertificates: authorities.setDefaultCACertificates,
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  Server,
  createServer,
  connect,
};

Object.defineProperty(module.exports, 'rootCertificates', {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get: authorities.rootCertificates,
});
