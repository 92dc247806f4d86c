'use strict';

/** Key exchange: `DiffieHellman`, `DiffieHellmanGroup`, `ECDH` and `diffieHellman()`. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateInt32, validateObject, validateString } = require('internal:shared/validators');
const { encode, isBytes, toBuffer, toBytes } = require('internal:crypto/bytes');
const { privateHandle, publicHandle } = require('internal:crypto/keys');
const { nodeKeyType } = require('internal:crypto/key_types');

const kHandle = Symbol('kHandle');
/** Whether the public key was set by hand, so that it may not be the private one's. */
const kPublicSet = Symbol('kPublicSet');
const kDefaultGenerator = 2;
/** Lengths of the well-known primes (RFC 2409, RFC 3526) by their group's name. */
const kGroups = { __proto__: null, modp1: 768, modp2: 1024, modp5: 1536, modp14: 2048, modp15: 3072, modp16: 4096, modp17: 6144, modp18: 8192 };

// --- DiffieHellman -----------------------------------------------------------------------------------------------------

/**
 * @param {number | string | BufferSource} sizeOrKey bits of a new prime, or the prime
 * @param {string} [keyEncoding]
 * @param {number | string | BufferSource} [generator]
 * @param {string} [generatorEncoding]
 */
function DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
  if (new.target === undefined) return new DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBytes(sizeOrKey)) {
    throw new codes.ERR_INVALID_ARG_TYPE('sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    [generatorEncoding, generator, keyEncoding] = [generator, keyEncoding, undefined];
  }
  attach(this, create(sizeOrKey, keyEncoding, generatorOf(generator, generatorEncoding)));
}

function generatorOf(generator, encoding) {
  if (!generator) return kDefaultGenerator;
  if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
    return generator;
  }
  if (typeof generator === 'string' || isBytes(generator)) return toBytes(generator, 'generator', encoding);
  throw new codes.ERR_INVALID_ARG_TYPE('generator', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], generator);
}

function create(sizeOrKey, encoding, generator) {
  if (typeof sizeOrKey !== 'number') return new binding.DiffieHellman(toBytes(sizeOrKey, 'sizeOrKey', encoding), generatorBytes(generator));
  if (typeof generator !== 'number') throw Object.assign(new TypeError('Second argument must be an int32'), { code: 'ERR_INVALID_ARG_TYPE' });
  const [prime, found] = binding.generateGroup(sizeOrKey, generator);
  return new binding.DiffieHellman(prime, found);
}

function generatorBytes(generator) {
  if (typeof generator !== 'number') return generator;
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.max(generator, 0));
  return bytes;
}

function attach(self, handle) {
  self[kHandle] = handle;
  Object.defineProperty(self, kHandle, { __proto__: null, value: handle, enumerable: false });
  Object.defineProperty(self, 'verifyError', { __proto__: null, value: handle.verifyError, enumerable: true, writable: false });
}

/** @param {string} name `modp14` and so on */
function DiffieHellmanGroup(name) {
  if (new.target === undefined) return new DiffieHellmanGroup(name);
  if (typeof name !== 'string') throw Object.assign(new TypeError('Group name must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
  const bits = kGroups[name.toLowerCase()];
  if (bits === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
  attach(this, new binding.DiffieHellman(binding.groupPrime(bits), generatorBytes(kDefaultGenerator)));
}

function createDiffieHellmanGroup(name) {
  return new DiffieHellmanGroup(name);
}

const kExchangeMethods = {
  generateKeys(encoding) {
    return encode(this[kHandle].generateKeys(), encoding);
  },
  computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
    const peer = toBytes(otherPublicKey, 'key', inputEncoding);
    return encode(this[kHandle].computeSecret(peer), outputEncoding);
  },
  getPrime(encoding) {
    return encode(this[kHandle].prime(), encoding);
  },
  getGenerator(encoding) {
    return encode(this[kHandle].generator(), encoding);
  },
  getPublicKey(encoding) {
    return encode(this[kHandle].publicKey() ?? missing('public'), encoding);
  },
  getPrivateKey(encoding) {
    return encode(this[kHandle].privateKey() ?? missing('private'), encoding);
  },
};

function missing(half) {
  throw Object.assign(new Error(`No ${half} key - did you forget to generate one?`), { code: 'ERR_CRYPTO_INVALID_STATE' });
}

const kSetters = {
  setPublicKey(key, encoding) {
    this[kHandle].setPublicKey(toBytes(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    this[kHandle].setPrivateKey(toBytes(key, 'key', encoding));
    return this;
  },
};

Object.assign(DiffieHellman.prototype, kExchangeMethods, kSetters);
/** Groups offer no setters: their keys are for one exchange. */
Object.assign(DiffieHellmanGroup.prototype, kExchangeMethods);

// --- ECDH --------------------------------------------------------------------------------------------------------------

/** @param {string} curve */
function ECDH(curve) {
  if (new.target === undefined) return new ECDH(curve);
  validateString(curve, 'curve');
  this[kHandle] = new binding.Ecdh(curve);
  this[kPublicSet] = false;
}

Object.assign(ECDH.prototype, {
  generateKeys(encoding, format) {
    this[kHandle].generateKeys();
    this[kPublicSet] = false;
    return this.getPublicKey(encoding, format);
  },
  computeSecret(otherPublicKey, inputEncoding, outputEncoding) {
    const peer = toBytes(otherPublicKey, 'key', inputEncoding);
    if (this[kPublicSet] && !this[kHandle].isValidPair()) throw new codes.ERR_CRYPTO_INVALID_KEYPAIR();
    const secret = this[kHandle].computeSecret(peer);
    if (secret === undefined) throw new codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
    return encode(secret, outputEncoding);
  },
  getPublicKey(encoding, format) {
    const form = pointForm(format);
    return encode(this[kHandle].publicKey(form) ?? failed('Failed to get ECDH public key'), encoding);
  },
  getPrivateKey(encoding) {
    return encode(this[kHandle].privateKey() ?? failed('Failed to get ECDH private key'), encoding);
  },
  setPrivateKey(key, encoding) {
    if (this[kHandle].setPrivateKey(toBytes(key, 'key', encoding))) {
      this[kPublicSet] = false;
      return this;
    }
    throw Object.assign(new codes.ERR_CRYPTO_INVALID_KEYTYPE(), { message: 'Private key is not valid for specified curve.' });
  },
  setPublicKey: require('internal:util/deprecate').deprecate(function setPublicKey(key, encoding) {
    this[kHandle].setPublicKey(toBytes(key, 'key', encoding));
    this[kPublicSet] = true;
    return this;
  }, 'ecdh.setPublicKey() is deprecated.', 'DEP0031'),
});

/** Another form of a point. */
ECDH.convertKey = function convertKey(key, curve, inputEncoding, outputEncoding, format) {
  validateString(curve, 'curve');
  const bytes = toBytes(key, 'key', inputEncoding);
  return encode(binding.convertPoint(curve, bytes, pointForm(format)), outputEncoding);
};

function pointForm(format) {
  if (format === undefined || format === null || format === '') return 'uncompressed';
  if (format === 'compressed' || format === 'hybrid' || format === 'uncompressed') return format;
  throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

function failed(message) {
  throw Object.assign(new Error(message), { code: 'ERR_CRYPTO_OPERATION_FAILED' });
}

// --- diffieHellman() ---------------------------------------------------------------------------------------------------

const kTypes = new Set(['dh', 'ec', 'x448', 'x25519']);

/**
 * @param {{ privateKey: KeyObject, publicKey: KeyObject }} options
 * @param {(err: Error | null, secret: Buffer) => void} [callback]
 */
function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const own = keyOption(options, 'privateKey', privateHandle);
  const peer = keyOption(options, 'publicKey', publicHandle);
  const types = [nodeKeyType(own.typeName), nodeKeyType(peer.typeName)];
  if (types[0] !== types[1] || !kTypes.has(types[0])) {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${types[0]} and ${types[1]}`);
  }
  const params = types[0] === 'dh' ? ['u', 'pad', 1] : undefined;
  if (callback === undefined) return toBuffer(binding.deriveSecret(own, peer, params));
  binding.deriveSecret(own, peer, params, (err, secret) => (err === null ? callback(null, toBuffer(secret)) : callback(err)));
}

function keyOption(options, name, handleOf) {
  const key = options[name];
  if (key === undefined || key === null) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, key);
  return handleOf(key, `options.${name}`);
}

// Packages call these with `new` as well (openpgp), which a method of an object does not allow.

function createDiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding) {
  return new DiffieHellman(sizeOrKey, keyEncoding, generator, generatorEncoding);
}

function createECDH(curve) {
  return new ECDH(curve);
}

module.exports = {
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  createDiffieHellman,
  createDiffieHellmanGroup,
  createECDH,
  diffieHellman,
  getDiffieHellman: createDiffieHellmanGroup,
  kGroups,
};
