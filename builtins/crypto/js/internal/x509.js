'use strict';

/** `X509Certificate`. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { customInspectSymbol, kEmptyObject } = require('internal:shared/constants');
const { validateBoolean, validateObject, validateString } = require('internal:shared/validators');
const { isBytes, toBuffer, toBytes } = require('internal:crypto/bytes');
const { handleOf, isKeyObject, wrap } = require('internal:crypto/key_object');
const { kClone, markCloneable } = require('internal:web/transferable');

const kHandle = Symbol('kHandle');
const kFields = Symbol('kFields');

/** `X509_CHECK_FLAG_*`. */
const kFlags = { alwaysSubject: 0x1, noWildcards: 0x2, noPartialWildcards: 0x4, multiLabelWildcards: 0x8, singleLabelSubdomains: 0x10, neverSubject: 0x20 };

class X509Certificate {
  /** @param {string | BufferSource} data PEM or DER */
  constructor(data) {
    const isHandle = data instanceof binding.Certificate;
    if (!isHandle && typeof data !== 'string' && !isBytes(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    Object.defineProperty(this, kHandle, { __proto__: null, value: isHandle ? data : new binding.Certificate(toBytes(data, 'buffer')) });
    Object.defineProperty(this, kFields, { __proto__: null, value: { __proto__: null } });
    markCloneable(this);
  }

  get subject() { return field(this, 'subject', (handle) => text(handle.subject())); }
  get issuer() { return field(this, 'issuer', (handle) => text(handle.issuer())); }
  get subjectAltName() { return field(this, 'subjectAltName', () => names().subjectAltName(this[kHandle])); }
  get infoAccess() { return field(this, 'infoAccess', () => names().infoAccess(this[kHandle])); }
  get validFrom() { return field(this, 'validFrom', (handle) => handle.validFrom()); }
  get validTo() { return field(this, 'validTo', (handle) => handle.validTo()); }
  get validFromDate() { return field(this, 'validFromDate', (handle) => new Date(handle.validFromSeconds() * 1000)); }
  get validToDate() { return field(this, 'validToDate', (handle) => new Date(handle.validToSeconds() * 1000)); }
  get fingerprint() { return field(this, 'fingerprint', (handle) => fingerprint(handle, 'sha1')); }
  get fingerprint256() { return field(this, 'fingerprint256', (handle) => fingerprint(handle, 'sha256')); }
  get fingerprint512() { return field(this, 'fingerprint512', (handle) => fingerprint(handle, 'sha512')); }
  get keyUsage() { return field(this, 'keyUsage', (handle) => handle.extendedKeyUsage()); }
  get serialNumber() { return field(this, 'serialNumber', (handle) => handle.serialNumber()); }
  get signatureAlgorithm() { return field(this, 'signatureAlgorithm', (handle) => handle.signatureAlgorithm()); }
  get signatureAlgorithmOid() { return field(this, 'signatureAlgorithmOid', (handle) => handle.signatureAlgorithmOid()); }
  get raw() { return field(this, 'raw', (handle) => toBuffer(handle.raw())); }
  get publicKey() { return field(this, 'publicKey', (handle) => wrap(handle.publicKey())); }
  get ca() { return this[kHandle].isAuthority; }
  /** Known only of a peer's certificate. */
  get issuerCertificate() { return undefined; }

  toString() {
    return text(this[kHandle].pem());
  }

  /** The PEM, unlike other classes' JSON. */
  toJSON() {
    return this.toString();
  }

  /** @param {X509Certificate} otherCert */
  checkIssued(otherCert) {
    if (!isX509Certificate(otherCert)) throw new codes.ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return this[kHandle].isIssuedBy(otherCert[kHandle]);
  }

  /** @param {KeyObject} pkey */
  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return this[kHandle].belongsTo(handleOf(pkey));
  }

  /** @param {KeyObject} pkey */
  verify(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return this[kHandle].verify(handleOf(pkey));
  }

  /** @returns {string | undefined} the matching name */
  checkHost(name, options) {
    validateString(name, 'name');
    return matched(this[kHandle].checkHost(Buffer.from(name), subjectFlags(options)), name);
  }

  checkEmail(email, options) {
    validateString(email, 'email');
    return matched(this[kHandle].checkEmail(Buffer.from(email), subjectFlags(options)), email);
  }

  checkIP(ip, options) {
    validateString(ip, 'ip');
    if (options !== undefined) validateObject(options, 'options');
    return matched(this[kHandle].checkIp(ip, 0), ip);
  }

  /** The object that `tlsSocket.getPeerCertificate()` gives. */
  toLegacyObject() {
    return require('internal:crypto/legacy_certificate').legacyCertificate(this, this[kHandle]);
  }

  [kClone]() {
    return { data: this[kHandle].raw(), deserializeInfo: 'internal:crypto/x509#fromRaw' };
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal:util/inspect');
    const shown = {};
    for (const name of kShown) shown[name] = this[name];
    return `X509Certificate ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

/** What `util.inspect()` shows, in this order. */
const kShown = [
  'subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'validFromDate', 'validToDate', 'fingerprint', 'fingerprint256',
  'fingerprint512', 'keyUsage', 'serialNumber', 'signatureAlgorithm', 'signatureAlgorithmOid',
];

function names() {
  return require('internal:crypto/certificate_names');
}

function field(certificate, name, read) {
  const fields = certificate[kFields];
  if (!(name in fields)) fields[name] = read(certificate[kHandle]);
  return fields[name];
}

function text(bytes) {
  return toBuffer(bytes).toString('utf8').trimEnd() + (bytes[0] === 0x2d ? '\n' : '');
}

function fingerprint(handle, digest) {
  return toBuffer(handle.digest(digest)).toString('hex').toUpperCase().replace(/(..)(?=.)/g, '$1:');
}

function subjectFlags(options = kEmptyObject) {
  validateObject(options, 'options');
  const { subject = 'default', wildcards = true, partialWildcards = true, multiLabelWildcards = false, singleLabelSubdomains = false } = options;
  validateString(subject, 'options.subject');
  validateBoolean(wildcards, 'options.wildcards');
  validateBoolean(partialWildcards, 'options.partialWildcards');
  validateBoolean(multiLabelWildcards, 'options.multiLabelWildcards');
  validateBoolean(singleLabelSubdomains, 'options.singleLabelSubdomains');
  return subjectFlag(subject) | (wildcards ? 0 : kFlags.noWildcards) | (partialWildcards ? 0 : kFlags.noPartialWildcards) |
    (multiLabelWildcards ? kFlags.multiLabelWildcards : 0) | (singleLabelSubdomains ? kFlags.singleLabelSubdomains : 0);
}

function subjectFlag(subject) {
  switch (subject) {
    case 'default': return 0;
    case 'always': return kFlags.alwaysSubject;
    case 'never': return kFlags.neverSubject;
    default: throw new codes.ERR_INVALID_ARG_VALUE('options.subject', subject);
  }
}

function matched(found, name) {
  if (found === undefined) return undefined;
  if (found === false) throw Object.assign(new codes.ERR_INVALID_ARG_VALUE('name', name), { message: 'Invalid name' });
  return toBuffer(found).toString('utf8');
}

/** A clone. @param {Uint8Array} raw */
function fromRaw(raw) {
  return new X509Certificate(raw);
}

function isX509Certificate(value) {
  return value instanceof X509Certificate && value[kHandle] !== undefined;
}

module.exports = { X509Certificate, fingerprint, fromRaw, isX509Certificate };
