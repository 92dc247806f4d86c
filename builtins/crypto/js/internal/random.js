'use strict';

/** Random bytes, integers and identifiers, and `timingSafeEqual()`. */

const process = require('internal:process/object');
const { Buffer, kMaxLength } = require('node:buffer');
const { beforeSnapshot } = require('internal:shared/snapshot_steps');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('internal:shared/validators');
const { isBytes } = require('internal:crypto/bytes');

const kMaxInt32 = 2 ** 31 - 1;
const kMaxPossibleLength = Math.min(kMaxLength, kMaxInt32);
/** `randomInt()` draws 48 bits at most, so that the number stays exact. */
const kMaxRange = 2 ** 48 - 1;
/** Random bytes fetched at once for identifiers: 128 of them. */
const kUuidCacheBytes = 16 * 128;

function checkSize(value, elementSize, max, name, limitName) {
  validateNumber(value, name);
  const bytes = value * elementSize;
  if (Number.isNaN(bytes) || bytes > kMaxPossibleLength || bytes < 0 || (max !== undefined && bytes > max)) {
    throw new codes.ERR_OUT_OF_RANGE(limitName ?? name, `>= 0 && <= ${max ?? kMaxPossibleLength}`, value);
  }
  return bytes >>> 0;
}

/**
 * @param {number} size bytes
 * @param {(err: Error | null, bytes: Buffer) => void} [callback]
 */
function randomBytes(size, callback) {
  const length = checkSize(size, 1, undefined, 'size');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = Buffer.alloc(length);
  if (callback === undefined) {
    binding.randomFill(bytes);
    return bytes;
  }
  binding.randomFill(bytes, (err) => (err === null ? callback(null, bytes) : callback(err)));
}

/** The part of a buffer that `offset` and `size`, counted in elements, name. */
function partOf(buffer, offset, size) {
  if (!isBytes(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  const elementSize = buffer.BYTES_PER_ELEMENT ?? 1;
  const start = checkSize(offset ?? 0, elementSize, buffer.byteLength, 'offset');
  const length = size === undefined ? buffer.byteLength - start : checkSize(size, elementSize, undefined, 'size');
  if (start + length > buffer.byteLength) throw new codes.ERR_OUT_OF_RANGE('size + offset', `<= ${buffer.byteLength}`, start + length);
  const memory = ArrayBuffer.isView(buffer) ? buffer.buffer : buffer;
  return new Uint8Array(memory, (buffer.byteOffset ?? 0) + start, length);
}

/** Fills a buffer in place. */
function randomFillSync(buffer, offset = 0, size) {
  const part = partOf(buffer, offset, size);
  if (part.length > 0) binding.randomFill(part);
  return buffer;
}

/** Fills a buffer on the thread pool. */
function randomFill(buffer, offset, size, callback) {
  if (!isBytes(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  if (typeof offset === 'function') [callback, offset, size] = [offset, 0, undefined];
  else if (typeof size === 'function') [callback, size] = [size, undefined];
  validateFunction(callback, 'callback');
  const part = partOf(buffer, offset, size);
  binding.randomFill(part, (err) => (err === null ? callback(null, buffer) : callback(err)));
}

/**
 * A whole number in `[min, max)`, every one equally likely.
 * @param {number} [min]
 * @param {number} max
 * @param {(err: Error | null, n: number) => void} [callback]
 */
function randomInt(min, max, callback) {
  const hasMinimum = max !== undefined && typeof max !== 'function';
  if (!hasMinimum) [min, max, callback] = [0, min, max];
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > kMaxRange) throw new codes.ERR_OUT_OF_RANGE(hasMinimum ? 'max - min' : 'max', `<= ${kMaxRange}`, range);
  const value = min + uniformBelow(range);
  if (callback === undefined) return value;
  process.nextTick(callback, undefined, value);
}

/** Random integers of 32 bits fetched at once. */
const kFetched = 2048;
/** Below this, draws have 31 bits, and a remainder is that of machine integers: a third of the time of one of 48 bits. */
const kSmallRange = 2 ** 31;
let fetched;
let position = kFetched;

/** The last ranges asked for and the largest multiples of theirs: programs ask for the same again. */
let smallRange = 1;
let smallLimit = kSmallRange - 1;
let largeRange = kSmallRange;
let largeLimit = kMaxRange - (kMaxRange % kSmallRange);

/** Draws until a number falls below the largest multiple of `range`, so that the remainder is uniform. */
function uniformBelow(range) {
  return range < kSmallRange ? uniformBelowSmall(range) : uniformBelowLarge(range);
}

function uniformBelowSmall(range) {
  if (range !== smallRange) {
    smallRange = range;
    // At most 2^31 - 1, a small integer.
    smallLimit = kSmallRange - 1 - ((kSmallRange - 1) % range);
  }
  let value;
  do value = next32Bits() & 0x7fffffff;
  while (value >= smallLimit);
  return value % range;
}

function uniformBelowLarge(range) {
  if (range !== largeRange) {
    largeRange = range;
    largeLimit = kMaxRange - (kMaxRange % range);
  }
  let value;
  do value = (next32Bits() & 0xffff) * 2 ** 32 + (next32Bits() >>> 0);
  while (value >= largeLimit);
  return value % range;
}

function next32Bits() {
  if (position === kFetched) {
    fetched ??= new Int32Array(kFetched);
    binding.randomFill(fetched);
    position = 0;
  }
  return fetched[position++];
}

let uuidCache;
let uuidPosition = kUuidCacheBytes;
let hexBytes;

/** What was fetched is for one process: those that begin with the same snapshot would draw the same. */
beforeSnapshot(() => {
  position = kFetched;
  uuidPosition = kUuidCacheBytes;
  fetched = uuidCache = undefined;
});

/**
 * A version 4 identifier (RFC 9562).
 * @param {{ disableEntropyCache?: boolean }} [options]
 */
function randomUUID(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    const { disableEntropyCache = false } = options;
    validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
    if (disableEntropyCache) return formatUuid(filled(new Uint8Array(16)), 0, 4);
  }
  const at = nextCached();
  return formatUuid(uuidCache, at, 4);
}

/** Where sixteen unused bytes lie in the cache. */
function nextCached() {
  if (uuidPosition === kUuidCacheBytes) {
    uuidCache ??= new Uint8Array(kUuidCacheBytes);
    binding.randomFill(uuidCache);
    uuidPosition = 0;
  }
  uuidPosition += 16;
  return uuidPosition - 16;
}

/** A version 7 identifier: 48 bits of Unix time in milliseconds, then random bits. */
function randomUUIDv7(options) {
  if (options !== undefined) validateObject(options, 'options');
  const uncached = options?.disableEntropyCache ?? false;
  validateBoolean(uncached, 'options.disableEntropyCache');
  const bytes = filled(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  return formatUuid(bytes, 0, 7);
}

function filled(bytes) {
  binding.randomFill(bytes);
  return bytes;
}

function formatUuid(bytes, at, version) {
  hexBytes ??= Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
  const h = hexBytes;
  const b = bytes;
  return h[b[at]] + h[b[at + 1]] + h[b[at + 2]] + h[b[at + 3]] + '-' + h[b[at + 4]] + h[b[at + 5]] + '-' +
    h[(b[at + 6] & 0x0f) | (version << 4)] + h[b[at + 7]] + '-' + h[(b[at + 8] & 0x3f) | 0x80] + h[b[at + 9]] + '-' +
    h[b[at + 10]] + h[b[at + 11]] + h[b[at + 12]] + h[b[at + 13]] + h[b[at + 14]] + h[b[at + 15]];
}

/** Whether two buffers are equal, in a time that does not tell where they differ. */
function timingSafeEqual(a, b) {
  if (!isBytes(a)) throw notBytes('buf1');
  if (!isBytes(b)) throw notBytes('buf2');
  if (a.byteLength !== b.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return binding.equalInConstantTime(a, b);
}

/** Does not tell what it was instead. */
function notBytes(name) {
  const error = new TypeError(`The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}

module.exports = { randomBytes, randomFill, randomFillSync, randomInt, randomUUID, randomUUIDv7, timingSafeEqual };
