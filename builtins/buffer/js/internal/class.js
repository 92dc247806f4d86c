'use strict';

/** The class Buffer: a Uint8Array with Node's methods, made from a shared pool when it is small. */

const process = require('internal:process/object');
const { isInsideNodeModules } = require('internal:shared/inside_node_modules');
const { codes } = require('internal:shared/errors');
const { validateArray, validateInteger, validateNumber } = require('internal:shared/validators');
const { base64, base64url, encodingNamed, isEncoding, requireEncoding, utf8 } = require('internal:buffer/encodings');
const { addNumberMethods } = require('internal:buffer/numbers');
const search = require('internal:buffer/search');
const { getOptionValue } = require('internal:process/options');
const { beforeSnapshot } = require('internal:shared/snapshot_steps');
const { markAsUntransferable } = require('internal:web/transferable');

const kMaxLength = 2 ** 53 - 1;
const { isUint8Array } = search;

class FastBuffer extends Uint8Array {}

/**
 * Deprecated as a constructor; `Buffer.from()` and `Buffer.alloc()` make buffers.
 */
function Buffer(arg, encodingOrOffset, length) {
  warnOfConstructor(new.target);
  if (typeof arg === 'number') {
    if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
    return Buffer.alloc(arg);
  }
  return Buffer.from(arg, encodingOrOffset, length);
}

Object.defineProperty(Buffer, Symbol.species, { __proto__: null, configurable: true, enumerable: false, get() { return FastBuffer; } });
Buffer.poolSize = 64 * 1024;
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer.prototype, 'constructor', { __proto__: null, value: Buffer, writable: true, enumerable: false, configurable: true });
Object.setPrototypeOf(Buffer, Uint8Array);

let warned = false;

/** Code below node_modules is left alone, as in Node: its users cannot change it. */
function warnOfConstructor(newTarget) {
  if (warned || isInsideNodeModules()) return;
  warned = true;
  process.emitWarning(
    'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), Buffer.allocUnsafe(), or ' +
    'Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005', newTarget === undefined ? Buffer : newTarget);
}

// ---- the pool ----

/** The memory as bytes, to write into before the buffer that takes the part is made. @type {Uint8Array | undefined} */
let poolBytes;
let pool;
let poolOffset = 0;
let poolEnd = 0;

/** Small buffers share one block of memory; never handed out twice. */
function allocateFromPool(size) {
  if (size > poolEnd - poolOffset) startPool();
  const buffer = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return buffer;
}

function startPool() {
  pool = memory(Buffer.poolSize);
  poolBytes = new Uint8Array(pool);
  // Moving one buffer's memory would take all others with it.
  markAsUntransferable(pool);
  poolOffset = 0;
  poolEnd = pool.byteLength;
}

/** What the pool held before is of one process and stays there. */
beforeSnapshot(() => {
  poolBytes = pool = undefined;
  poolOffset = poolEnd = 0;
});

function allocate(size) {
  if (size <= 0) return new FastBuffer();
  return size < Buffer.poolSize >>> 1 ? allocateFromPool(size) : allocateUnpooled(size);
}

function allocateUnpooled(size) {
  return size < kZeroedFaster ? new FastBuffer(size) : new FastBuffer(memory(size));
}

/** Below this the engine makes its own memory with the buffer, in less time than it takes over ours. */
const kZeroedFaster = 4096;

/** Memory with whatever it held before, unless the command line asks for zeros: a pool of 64 KiB takes a tenth of the time. */
function memory(size) {
  if (getOptionValue('--zero-fill-buffers')) return new ArrayBuffer(size);
  return binding.uninitialized(size);
}

function checkSize(size) {
  validateNumber(size, 'size', 0, kMaxLength);
}

// ---- making ----

Buffer.alloc = function alloc(size, fill, encoding) {
  checkSize(size);
  const buffer = new FastBuffer(size);
  if (fill === undefined || fill === 0 || size === 0) return buffer;
  return search.fill(buffer, fill, 0, buffer.length, encoding);
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  checkSize(size);
  return allocate(size);
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  checkSize(size);
  return allocateUnpooled(size);
};

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive = value.valueOf && value.valueOf();
    if (primitive !== null && primitive !== undefined && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
      return Buffer.from(primitive, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const text = value[Symbol.toPrimitive]('string');
      if (typeof text === 'string') return fromString(text, encodingOrOffset);
    }
  }
  throw new codes.ERR_INVALID_ARG_TYPE('first argument', ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
};

/** By what the engine made, not by prototype or tag. */
function isArrayBuffer(value) {
  return require('internal:util/types').isAnyArrayBuffer(value);
}

const byteLengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength').get;

const { set: setBytes } = Uint8Array.prototype;

function fromString(text, encoding) {
  const ops = typeof encoding !== 'string' || encoding.length === 0 ? utf8 : requireEncoding(encoding);
  if (text.length === 0) return new FastBuffer();
  if (ops === utf8) return fromUtf8(text);
  if ((ops === base64 || ops === base64url) && text.length > 4096) return adopt(binding.base64Bytes(text));
  const buffer = allocate(ops.byteLength(text));
  const written = ops.write(buffer, text, 0, buffer.length);
  return written === buffer.length ? buffer : new FastBuffer(buffer.buffer, buffer.byteOffset, written);
}

/** Small texts are written into the pool without measuring them first: a UTF-16 unit takes three bytes at most. */
function fromUtf8(text) {
  const room = text.length * 3;
  if (room >= Buffer.poolSize >>> 1) return adopt(binding.utf8Bytes(text));
  if (room > poolEnd - poolOffset) startPool();
  const written = binding.utf8Write(poolBytes, text, poolOffset, room);
  const buffer = new FastBuffer(pool, poolOffset, written);
  poolOffset = (poolOffset + written + 7) & ~7;
  return buffer;
}

function adopt(bytes) {
  return new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.length);
}

function fromArrayBuffer(memory, byteOffset, length) {
  let offset = 0;
  if (byteOffset !== undefined) {
    offset = +byteOffset;
    if (Number.isNaN(offset)) offset = 0;
  }
  const max = memory.byteLength - offset;
  if (max < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length === undefined) return new FastBuffer(memory, offset);
  const wanted = +length;
  if (!(wanted > 0)) return new FastBuffer(memory, offset, 0);
  if (wanted > max) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
  return new FastBuffer(memory, offset, wanted);
}

function fromObject(value) {
  if (value.length !== undefined || isArrayBuffer(value.buffer)) {
    if (typeof value.length !== 'number') return new FastBuffer();
    return fromArrayLike(value);
  }
  return value.type === 'Buffer' && Array.isArray(value.data) ? fromArrayLike(value.data) : undefined;
}

function fromArrayLike(list) {
  const { length } = list;
  if (length <= 0) return new FastBuffer();
  if (length > Buffer.poolSize >>> 1) return new FastBuffer(list);
  const buffer = allocate(length);
  if (isUint8Array(list)) copyBytes(list, buffer);
  else for (let i = 0; i < length; i++) buffer[i] = list[i];
  return buffer;
}

/** Memory that another thread has made longer in the meantime is copied as far as it was before. */
function copyBytes(bytes, target) {
  try {
    Uint8Array.prototype.set.call(target, bytes);
  } catch {
    Uint8Array.prototype.set.call(target, Uint8Array.prototype.subarray.call(bytes, 0, target.length));
  }
}

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  const isTypedArray = ArrayBuffer.isView(view) && !(view instanceof DataView);
  if (!isTypedArray) throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  let start = 0;
  let end = view.length;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= end) return new FastBuffer();
    start = offset;
  }
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = Math.min(start + length, end);
  }
  const size = view.BYTES_PER_ELEMENT;
  return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset + start * size, (end - start) * size));
};

Buffer.of = function of(...items) {
  return fromArrayLike(items);
};

Buffer.isBuffer = function isBuffer(value) {
  return value instanceof Buffer;
};

Buffer.compare = search.compare;
Buffer.isEncoding = isEncoding;

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (length !== undefined) validateInteger(length, 'length', 0);
  if (list.length === 0) return new FastBuffer();
  let total = 0;
  for (let i = 0; i < list.length; i++) {
    if (!isUint8Array(list[i])) throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], list[i]);
    total += byteLengthOf.call(list[i]);
  }
  if (length !== undefined) total = length;
  const buffer = allocate(total);
  let offset = 0;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    // The engine's length: a property of the program's own must not leave pooled memory in the result.
    const length = byteLengthOf.call(item);
    const count = Math.min(length, total - offset);
    if (count <= 0) continue;
    setBytes.call(buffer, count === length ? item : new Uint8Array(item.buffer, item.byteOffset, count), offset);
    offset += count;
  }
  // Pooled memory is not zeroed; what the list did not reach must be.
  if (offset < total) Uint8Array.prototype.fill.call(buffer, 0, offset, total);
  return buffer;
};

Buffer.byteLength = function byteLength(value, encoding) {
  if (typeof value !== 'string') {
    if (ArrayBuffer.isView(value) || isArrayBuffer(value)) return value.byteLength;
    throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], value);
  }
  if (value.length === 0) return 0;
  return (encodingNamed(encoding) ?? utf8).byteLength(value);
};

// ---- methods ----

addNumberMethods(Buffer.prototype);
Object.assign(Buffer.prototype, search.methods);

for (const [name, encoding] of [['ascii', 'ascii'], ['base64', 'base64'], ['base64url', 'base64url'], ['latin1', 'latin1'],
                                ['hex', 'hex'], ['ucs2', 'utf16le'], ['utf8', 'utf8']]) {
  const ops = encodingNamed(encoding);
  // Those that write a byte a unit refuse a length that does not fit; the others take what does.
  const isStrict = ['ascii', 'latin1', 'utf8'].includes(name);
  Buffer.prototype[`${name}Slice`] = function slice(start = 0, end = this.length) {
    if (start < 0 || start > this.length || end < 0 || end > this.length) throw indexOutOfRange();
    return ops.slice(this, start, end);
  };
  Buffer.prototype[`${name}Write`] = function write(text, offset = 0, length = this.length - offset) {
    if (typeof text !== 'string') throw notAString();
    if (!isStrict && (offset < 0 || length < 0)) throw indexOutOfRange();
    if (offset < 0 || offset > this.length) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    if (isStrict && (length < 0 || length > this.length - offset)) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    return ops.write(this, text, offset, length);
  };
}

Buffer.prototype.toString = function toString(encoding, start, end) {
  if (arguments.length === 0) return binding.utf8Slice(this, 0, this.length);
  const { length } = this;
  const from = start === undefined || start <= 0 ? 0 : (start >= length ? length : Math.trunc(start) || 0);
  const to = end === undefined || end > length ? length : Math.trunc(end) || 0;
  if (to <= from) return '';
  return (encoding === undefined ? utf8 : requireEncoding(encoding)).slice(this, from, to);
};
Buffer.prototype.toLocaleString = Buffer.prototype.toString;

Buffer.prototype.write = function write(string, offset, length, encoding) {
  if (typeof string !== 'string') throw notAString();
  // Without an offset nothing else counts, as in Node.
  if (offset === undefined) return binding.utf8Write(this, string, 0, this.length);
  if (typeof offset === 'string' && length === undefined) return requireEncoding(offset).write(this, string, 0, this.length);
  validateInteger(offset, 'offset', 0, this.length);
  const room = this.length - offset;
  if (typeof length === 'string') return requireEncoding(length).write(this, string, offset, room);
  if (length !== undefined) validateInteger(length, 'length', 0, this.length);
  const count = length === undefined ? room : Math.min(length, room);
  return (encoding ? requireEncoding(encoding) : utf8).write(this, string, offset, count);
};

function indexOutOfRange() {
  return Object.assign(new RangeError('Index out of range'), { code: 'ERR_OUT_OF_RANGE' });
}

function notAString() {
  return Object.assign(new TypeError('argument must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
}

Buffer.prototype.toJSON = function toJSON() {
  return { type: 'Buffer', data: Array.from(this) };
};

Buffer.prototype.subarray = function subarray(start, end) {
  const { length } = this;
  const from = clamp(start, 0, length);
  const to = end === undefined ? length : clamp(end, length, length);
  return new FastBuffer(this.buffer, this.byteOffset + from, Math.max(to - from, 0));
};

/** Shares memory, unlike Uint8Array's. */
Buffer.prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

function clamp(value, fallback, length) {
  const number = value === undefined ? fallback : Math.trunc(+value) || 0;
  if (number < 0) return Math.max(number + length, 0);
  return Math.min(number, length);
}

for (const [name, key] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
  Object.defineProperty(Buffer.prototype, name, {
    __proto__: null,
    enumerable: true,
    get() { return this instanceof Buffer ? this[key] : undefined; },
  });
}

const limits = { INSPECT_MAX_BYTES: 50 };

Buffer.prototype[Symbol.for('nodejs.util.inspect.custom')] = function inspectBuffer(depth, context) {
  const max = limits.INSPECT_MAX_BYTES;
  const shown = Math.min(max, this.length);
  let text = binding.hexSlice(this, 0, shown).replace(/(.{2})/g, '$1 ').trim();
  const left = this.length - max;
  if (left > 0) text += ` ... ${left} more byte${left > 1 ? 's' : ''}`;
  if (context !== undefined) text += extraProperties(this, context, text.length > 0);
  return `<${this.constructor.name} ${text}>`;
};
Buffer.prototype.inspect = Buffer.prototype[Symbol.for('nodejs.util.inspect.custom')];

/** Properties that a program put on the buffer besides its bytes. */
function extraProperties(buffer, context, hasBytes) {
  const extras = { __proto__: null };
  let found = false;
  for (const key of Object.keys(buffer)) {
    if (/^\d+$/.test(key)) continue;
    extras[key] = buffer[key];
    found = true;
  }
  if (!found) return '';
  const { inspect } = require('internal:util/inspect');
  const text = inspect(extras, { ...context, breakLength: Infinity, compact: true });
  return `${hasBytes ? ', ' : ''}${text.slice('[Object: null prototype] { '.length, -2)}`;
}


module.exports = { Buffer, FastBuffer, kMaxLength, limits };
