'use strict';

/** Generating keys. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { promisifyCustomSymbol } = require('internal:shared/constants');
const {
  validateBuffer, validateFunction, validateInteger, validateInt32, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal:shared/validators');
const { exportPrivate, exportPublic, wrap } = require('internal:crypto/key_object');
const { privateOutput, publicOutput } = require('internal:crypto/key_options');
const { kNistCurves, opensslKeyType } = require('internal:crypto/key_types');
const { kGroups } = require('internal:crypto/exchange');

/** A native function and its arguments by key type; types without an entry have no options. */
const kJobs = { __proto__: null, rsa: rsaJob, 'rsa-pss': pssJob, dsa: dsaJob, ec: ecJob, dh: dhJob };

function jobOf(type, options) {
  validateString(type, 'type');
  const kind = opensslKeyType(type);
  if (kind === undefined) throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  if (kJobs[type] === undefined) return { run: binding.generateKeyPair, args: [kind, undefined] };
  validateObject(options, 'options');
  return kJobs[type](options);
}

function rsaJob(options) {
  return { run: binding.generateKeyPair, args: ['RSA', rsaParams(options)] };
}

function rsaParams({ modulusLength, publicExponent = 0x10001 }) {
  validateUint32(modulusLength, 'options.modulusLength');
  validateUint32(publicExponent, 'options.publicExponent');
  const exponent = Buffer.alloc(4);
  exponent.writeUInt32BE(publicExponent);
  return ['u', 'bits', modulusLength, 'n', 'e', exponent];
}

function pssJob(options) {
  const params = rsaParams(options);
  const { saltLength } = options;
  if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
  const hash = digestOption(options, 'hashAlgorithm', 'hash');
  const mgf1Hash = digestOption(options, 'mgf1HashAlgorithm', 'mgf1Hash');
  if (hash !== undefined) params.push('t', 'digest', opensslDigest(hash));
  // RFC 8017 would have SHA-1 here; a key restricted to one hash is meant to use no other.
  if (hash !== undefined || mgf1Hash !== undefined) params.push('t', 'mgf1-digest', opensslDigest(mgf1Hash ?? hash, 'MGF1 digest'));
  const saltBytes = saltLength ?? (hash === undefined ? undefined : binding.digestInfo(hash)[0]);
  if (saltBytes !== undefined) params.push('s', 'saltlen', saltBytes);
  return { run: binding.generateKeyPair, args: ['RSA-PSS', params] };
}

const kWarned = new Set();

function digestOption(options, name, old) {
  if (options[name] !== undefined) validateString(options[name], `options.${name}`);
  if (options[old] === undefined) return options[name];
  if (!kWarned.has(old)) {
    kWarned.add(old);
    process.emitWarning(`"options.${old}" is deprecated, use "options.${name}" instead.`, 'DeprecationWarning', 'DEP0154');
  }
  validateString(options[old], `options.${old}`);
  if (options[name] !== undefined && options[old] !== options[name]) throw new codes.ERR_INVALID_ARG_VALUE(`options.${old}`, options[old]);
  return options[old];
}

function opensslDigest(name, what = 'digest') {
  const info = binding.digestInfo(name);
  if (info === undefined) throw Object.assign(new codes.ERR_CRYPTO_INVALID_DIGEST(name), { message: `Invalid ${what}: ${name}` });
  return info[3];
}

function dsaJob({ modulusLength, divisorLength }) {
  validateUint32(modulusLength, 'options.modulusLength');
  const params = ['u', 'pbits', modulusLength];
  if (divisorLength !== undefined && divisorLength !== null) {
    validateInt32(divisorLength, 'options.divisorLength', 0);
    params.push('u', 'qbits', divisorLength);
  }
  return { run: binding.generateWithParameters, args: ['DSA', params] };
}

function ecJob({ namedCurve, paramEncoding }) {
  validateString(namedCurve, 'options.namedCurve');
  if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
    throw new codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
  }
  const group = kNistCurves[namedCurve] ?? namedCurve;
  if (!require('internal:crypto/names').getCurves().includes(group)) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  const encoding = paramEncoding === 'explicit' ? 'explicit' : 'named_curve';
  return { run: binding.generateKeyPair, args: ['EC', ['t', 'group', group, 't', 'encoding', encoding]] };
}

function dhJob({ group, prime, primeLength, generator }) {
  if (group !== undefined) return dhGroupJob(group, { prime, primeLength, generator });
  if (generator !== undefined) validateInt32(generator, 'options.generator', 0);
  const base = Buffer.alloc(4);
  base.writeInt32BE(generator ?? 2);
  if (prime !== undefined) {
    if (primeLength !== undefined) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
    validateBuffer(prime, 'options.prime');
    return { run: binding.generateFromParameters, args: ['DH', ['n', 'p', prime, 'n', 'g', base]] };
  }
  if (primeLength === undefined) throw missingDhOption();
  validateInt32(primeLength, 'options.primeLength', 0);
  return { run: binding.generateDh, args: [primeLength, generator ?? 2] };
}

function missingDhOption() {
  return new codes.ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
}

function dhGroupJob(group, others) {
  for (const name of Object.keys(others)) {
    if (others[name] !== undefined) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('group', name);
  }
  validateString(group, 'options.group');
  const bits = kGroups[group.toLowerCase()];
  if (bits === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
  return { run: binding.generateFromParameters, args: ['DH', ['n', 'p', binding.groupPrime(bits), 'n', 'g', Buffer.from([2])]] };
}

/** How both keys are to be given; undefined for a `KeyObject`. */
function outputsOf(type, options) {
  return {
    publicEncoding: outputOf('publicKeyEncoding', publicOutput, type, options),
    privateEncoding: outputOf('privateKeyEncoding', privateOutput, type, options),
  };
}

function outputOf(name, parse, type, options) {
  const encoding = options?.[name];
  if (encoding === undefined || encoding === null) return undefined;
  if (typeof encoding !== 'object') throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
  return parse(encoding, type, `options.${name}`);
}

function encodePair(handle, { publicEncoding, privateEncoding }) {
  const publicHandle = handle.toPublic();
  return {
    publicKey: publicEncoding === undefined ? wrap(publicHandle) : exportPublic(publicHandle, publicEncoding),
    privateKey: privateEncoding === undefined ? wrap(handle) : exportPrivate(handle, privateEncoding),
  };
}

function generateKeyPairSync(type, options) {
  if (options !== undefined) validateObject(options, 'options');
  const { run, args } = jobOf(type, options);
  const outputs = outputsOf(type, options);
  return encodePair(run(...args), outputs);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  if (options !== undefined) validateObject(options, 'options');
  const { run, args } = jobOf(type, options);
  const outputs = outputsOf(type, options);
  validateFunction(callback, 'callback');
  run(...args, (err, handle) => {
    if (err !== null) return callback(err);
    let pair;
    try {
      pair = encodePair(handle, outputs);
    } catch (encodingError) {
      return callback(encodingError);
    }
    callback(null, pair.publicKey, pair.privateKey);
  });
}

/** `util.promisify(generateKeyPair)` gives an object. */
Object.defineProperty(generateKeyPair, promisifyCustomSymbol, {
  __proto__: null,
  value: (type, options) => new Promise((resolve, reject) => {
    generateKeyPair(type, options, (err, publicKey, privateKey) => (err ? reject(err) : resolve({ publicKey, privateKey })));
  }),
});

function secretLength(type, options) {
  validateString(type, 'type');
  if (type !== 'hmac' && type !== 'aes') throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  validateObject(options, 'options');
  if (type === 'aes') validateOneOf(options.length, 'options.length', [128, 192, 256]);
  else validateInteger(options.length, 'options.length', 8, 2 ** 31 - 1);
  return Math.floor(options.length / 8);
}

function generateKeySync(type, options) {
  const bytes = new Uint8Array(secretLength(type, options));
  binding.randomFill(bytes);
  return wrap(binding.secretKey(bytes));
}

function generateKey(type, options, callback) {
  const bytes = new Uint8Array(secretLength(type, options));
  validateFunction(callback, 'callback');
  binding.randomFill(bytes, (err) => (err === null ? callback(null, wrap(binding.secretKey(bytes))) : callback(err)));
}

module.exports = { generateKeyPair, generateKeyPairSync, generateKey, generateKeySync };
