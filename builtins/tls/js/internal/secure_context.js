'use strict';

/** `tls.createSecureContext`: the options that connections share, checked and given to OpenSSL. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateArray, validateInt32, validateInteger, validateObject, validateString } = require('internal:shared/validators');
const { kKeepsVersions, methodEnds, methodVersions, versionNumber, TLS1_2, TLS1_3 } = require('internal:tls/versions');

const SSL_OP_CIPHER_SERVER_PREFERENCE = 0x400000;
const kTicketKeysLength = 48;
/** Algorithms of RFC 8879. */
const kCompressions = ['zlib', 'brotli', 'zstd'];

/**
 * @param {string} [secureProtocol] a method of OpenSSL, in place of versions
 * @param {number} [secureOptions] bits of `SSL_OP_`
 * @param {string} [minVersion] @param {string} [maxVersion]
 */
function SecureContext(secureProtocol, secureOptions, minVersion, maxVersion) {
  if (!(this instanceof SecureContext)) return new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  if (secureOptions) validateInteger(secureOptions, 'secureOptions');
  this.context = new binding.SecureContext(methodEnds(secureProtocol), ...versions(secureProtocol, minVersion, maxVersion));
  if (secureOptions) this.context.setOptions(secureOptions);
}

function versions(secureProtocol, minVersion, maxVersion) {
  if (secureProtocol) {
    for (const version of [minVersion, maxVersion]) {
      if (version != null) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(version, secureProtocol);
    }
  }
  const tls = require('node:tls');
  const least = versionNumber(minVersion ?? tls.DEFAULT_MIN_VERSION, 'minimum');
  const most = versionNumber(maxVersion ?? tls.DEFAULT_MAX_VERSION, 'maximum');
  const method = methodVersions(secureProtocol);
  return method === kKeepsVersions ? [least, most] : [method[0] ?? least, method[1]];
}

/** @param {object} [options] @returns {SecureContext} */
function createSecureContext(options) {
  options ||= {};
  validateObject(options, 'options');
  const { honorCipherOrder, minVersion, maxVersion, secureProtocol } = options;
  let { secureOptions } = options;
  if (honorCipherOrder) secureOptions |= SSL_OP_CIPHER_SERVER_PREFERENCE;
  const made = new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  configure(made.context, options);
  return made;
}

/** The order matters: ciphers may change the security level for all that follows, keys are checked against certificates. */
function configure(context, options) {
  checkCertificateCompression(options.certificateCompression);
  setCiphers(context, options.ciphers);
  setTrust(context, options);
  setKeysAndCertificates(context, options);
  setSigalgs(context, options.sigalgs);
  checkEngine(options);
  setGroups(context, options);
  setRevocations(context, options.crl);
  if (options.sessionIdContext != null) {
    validateString(options.sessionIdContext, 'options.sessionIdContext');
    context.setSessionIdContext(options.sessionIdContext);
  }
  loadPfx(context, options);
  checkClientEngine(options.clientCertEngine);
  setSessions(context, options);
}

/** A peer may always send its certificates as they are, which is what this OpenSSL does. */
function checkCertificateCompression(algorithms) {
  if (algorithms === undefined || algorithms === null) return;
  validateArray(algorithms, 'options.certificateCompression');
  algorithms.forEach((algorithm, index) => {
    if (kCompressions.includes(algorithm)) return;
    throw new codes.ERR_INVALID_ARG_VALUE(`options.certificateCompression[${index}]`, algorithm, "must be 'zlib', 'brotli', or 'zstd'");
  });
}

function setCiphers(context, ciphers = require('node:tls').DEFAULT_CIPHERS) {
  if (ciphers != null) validateString(ciphers, 'options.ciphers');
  // The suites of TLS 1.3 have names of their own, and a setter of their own.
  const names = (ciphers || require('node:tls').DEFAULT_CIPHERS).split(':').filter((name) => name.length > 0);
  const refused = names.filter((name) => name.startsWith('!TLS_')).map((name) => name.slice(1));
  const suites = names.filter((name) => name.startsWith('TLS_') && !refused.includes(name)).join(':');
  const list = names.filter((name) => !/^!?TLS_/.test(name)).join(':');
  if (suites === '' && list === '') throw new codes.ERR_INVALID_ARG_VALUE('options.ciphers', ciphers.split(':'));
  if (suites !== '') context.setCipherSuites(suites);
  if (list !== '') context.setCiphers(list);
  else if (context.getMinProto() < TLS1_3 && context.getMaxProto() > TLS1_2) context.setMinProto(TLS1_3);
}

function setTrust(context, { ca, allowPartialTrustChain }) {
  if (ca) {
    for (const pem of asList(ca)) {
      validateBytes(pem, 'options.ca');
      context.addCACert(pem);
    }
  } else {
    require('internal:tls/authorities').installDefault();
    context.addRootCerts();
  }
  if (allowPartialTrustChain) context.setAllowPartialTrustChain();
}

function setKeysAndCertificates(context, { cert, key, passphrase }) {
  if (cert) {
    for (const pem of asList(cert)) {
      validateBytes(pem, 'options.cert');
      context.setCert(toBytes(pem));
    }
  }
  if (!key) return;
  for (const entry of asList(key)) {
    // Only in a list an entry may bring its own passphrase.
    const isPair = Array.isArray(key) && entry?.pem !== undefined;
    setKey(context, isPair ? entry.pem : entry, isPair && entry.passphrase !== undefined ? entry.passphrase : passphrase);
  }
}

function setKey(context, key, passphrase) {
  validateBytes(key, 'options.key');
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, 'options.passphrase');
  context.setKey(toBytes(key), passphrase == null ? undefined : Buffer.from(passphrase));
}

function setSigalgs(context, sigalgs) {
  if (sigalgs == null) return;
  validateString(sigalgs, 'options.sigalgs');
  if (sigalgs === '') throw new codes.ERR_INVALID_ARG_VALUE('options.sigalgs', sigalgs);
  context.setSigalgs(sigalgs);
}

/** Keys of OpenSSL engines, which this build of OpenSSL does not load. */
function checkEngine({ key, privateKeyIdentifier: identifier, privateKeyEngine: engine }) {
  if (identifier == null) return;
  if (engine == null) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKeyEngine', engine);
  if (key) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKeyIdentifier', identifier);
  if (typeof identifier !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.privateKeyIdentifier', ['string', 'null', 'undefined'], identifier);
  }
  if (typeof engine !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.privateKeyEngine', ['string', 'null', 'undefined'], engine);
  }
  throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}

function checkClientEngine(engine) {
  if (engine == null) return;
  if (typeof engine === 'string') throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  throw new codes.ERR_INVALID_ARG_TYPE('options.clientCertEngine', ['string', 'null', 'undefined'], engine);
}

function setGroups(context, { dhparam, ecdhCurve = require('node:tls').DEFAULT_ECDH_CURVE }) {
  validateString(ecdhCurve, 'options.ecdhCurve');
  context.setGroups(ecdhCurve);
  if (dhparam == null) return;
  if (dhparam === 'auto') {
    context.chooseDhGroup();
    return;
  }
  validateBytes(dhparam, 'options.dhparam');
  const strength = context.setDhGroup(toBytes(dhparam));
  if (strength === 'refused') throw dhParamTooSmall();
  if (strength === 'weak') process.emitWarning('DH parameter is less than 2048 bits', 'SecurityWarning');
}

function dhParamTooSmall() {
  return Object.assign(new TypeError('DH parameter is less than 1024 bits'), { code: 'ERR_INVALID_ARG_VALUE' });
}

function setRevocations(context, crl) {
  if (crl == null) return;
  for (const list of asList(crl)) {
    validateBytes(list, 'options.crl');
    context.addCRL(list);
  }
}

function loadPfx(context, { pfx, passphrase }) {
  if (pfx == null) return;
  for (const entry of asList(pfx)) {
    const isPair = Array.isArray(pfx) && entry.buf !== undefined;
    const secret = (isPair && entry.passphrase) || passphrase;
    const bytes = isPair ? entry.buf : entry;
    if (typeof bytes !== 'string' && !ArrayBuffer.isView(bytes)) {
      throw Object.assign(new Error('Unable to load PFX certificate'), { code: 'ERR_CRYPTO_OPERATION_FAILED' });
    }
    context.loadPKCS12(bytes, secret);
  }
}

function setSessions(context, { ticketKeys, sessionTimeout }) {
  if (ticketKeys != null) {
    if (!ArrayBuffer.isView(ticketKeys)) {
      throw new codes.ERR_INVALID_ARG_TYPE('options.ticketKeys', ['Buffer', 'TypedArray', 'DataView'], ticketKeys);
    }
    if (ticketKeys.byteLength !== kTicketKeysLength) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.ticketKeys', ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
    context.setTicketKeys(ticketKeys);
  }
  if (sessionTimeout != null) {
    validateInt32(sessionTimeout, 'options.sessionTimeout', 0);
    context.setSessionTimeout(sessionTimeout);
  }
}

function asList(value) {
  return Array.isArray(value) ? value : [value];
}

function validateBytes(value, name) {
  if (typeof value === 'string' || ArrayBuffer.isView(value)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
}

function toBytes(value) {
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** What programs know of the native class, beyond its own methods. */
Object.assign(binding.SecureContext.prototype, {
  addCACert(pem) {
    this.addAuthorities(toBytes(pem));
  },
  addCRL(pem) {
    this.addRevocations(toBytes(pem));
  },
  loadPKCS12(der, passphrase) {
    this.loadPfx(toBytes(der), passphrase == null ? undefined : toBytes(passphrase));
  },
});

module.exports = { SecureContext, createSecureContext };
