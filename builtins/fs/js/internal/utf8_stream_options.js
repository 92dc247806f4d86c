'use strict';

/** The options of `Utf8Stream`, and the one piece of text work it does. */

const { codes } = require('internal:shared/errors');
const {
  parseFileMode,
  validateBoolean,
  validateFunction,
  validateObject,
  validateOneOf,
  validateUint32,
} = require('internal:shared/validators');
const { isUrl } = require('internal:fs/paths');

const DEFAULT_MAX_WRITE = 16 * 1024;
const FUNCTIONS = ['write', 'writeSync', 'fsync', 'fsyncSync', 'close', 'open', 'openSync', 'mkdir', 'mkdirSync'];
const SWITCHES = { append: true, fsync: false, mkdir: false, sync: false };

/** Checked, and complete but for `mode`. */
function toUtf8StreamOptions(options) {
  validateObject(options, 'options');
  const { minLength = 0, maxLength = 0, maxWrite = DEFAULT_MAX_WRITE, periodicFlush = 0 } = options;
  const { contentMode = 'utf8', retryEAGAIN = always } = options;
  const numbers = { minLength, maxLength, maxWrite, periodicFlush };
  for (const name of Object.keys(numbers)) validateUint32(numbers[name], `options.${name}`);
  const switches = {};
  for (const name of Object.keys(SWITCHES)) {
    switches[name] = options[name] ?? SWITCHES[name];
    validateBoolean(switches[name], `options.${name}`);
  }
  validateOneOf(contentMode, 'options.contentMode', ['buffer', 'utf8']);
  validateFunction(retryEAGAIN, 'options.retryEAGAIN');
  if (minLength >= maxWrite) {
    const rule = `should be smaller than maxWrite (${maxWrite})`;
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('minLength', minLength, rule);
  }
  const mode = options.mode === undefined ? undefined : parseFileMode(options.mode, 'mode');
  const file = toFile(options);
  return { ...numbers, ...switches, contentMode, retryEAGAIN, mode, ...file, fs: toFunctions(options.fs) };
}

function always() {
  return true;
}

/** A number in `fd` is an open file; a path may stand in either option. */
function toFile({ fd, dest }) {
  const file = fd ?? dest;
  if (typeof file === 'number') return { fd: file, dest: undefined };
  if (typeof file === 'string') return { fd: undefined, dest: file };
  if (isUrl(file)) return { fd: undefined, dest: require('node:url').fileURLToPath(file) };
  throw new codes.ERR_INVALID_ARG_TYPE('fd', ['number', 'string'], file);
}

/** The functions of `node:fs`, but for those the user brings. */
function toFunctions(overrides) {
  const fs = require('node:fs');
  const functions = {};
  if (overrides !== undefined) validateObject(overrides, 'options.fs');
  for (const name of FUNCTIONS) {
    functions[name] = overrides?.[name] ?? fs[name];
    validateFunction(functions[name], `options.fs.${name}`);
  }
  return functions;
}

/**
 * What is left of a chunk after `bytes` of it were written. A character of which only a part was written is left whole.
 * @template {string | Buffer} T
 * @param {T} chunk
 * @param {number} bytes
 * @returns {T}
 */
function take(chunk, bytes) {
  if (typeof chunk !== 'string') return chunk.subarray(bytes);
  const encoded = require('node:buffer').Buffer.from(chunk, 'utf8');
  if (bytes >= encoded.length) return '';
  let start = bytes;
  while (start > 0 && isContinuation(encoded[start])) start--;
  return encoded.toString('utf8', start);
}

function isContinuation(byte) {
  return (byte & 0xc0) === 0x80;
}

module.exports = { take, toUtf8StreamOptions };
