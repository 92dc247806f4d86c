'use strict';

/** Argument checks with the messages of this module, which are not those of the others. */

/** What a class without a public constructor is made with. */
const kInternal = Symbol('sqlite.internal');

/** @param {new (message: string) => Error} Base */
function failure(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

const invalidState = (message) => failure(Error, 'ERR_INVALID_STATE', message);
const invalidType = (name, what) => failure(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be ${what}.`);

const outOfRange = (name) => failure(RangeError, 'ERR_OUT_OF_RANGE', `The "${name}" argument must be a positive integer.`);

function checkString(value, name) {
  if (typeof value !== 'string') throw invalidType(name, 'a string');
}

/** An integer of 32 bits, as SQLite's own. */
function checkInteger(value, name) {
  if (!isInteger(value)) throw invalidType(name, 'an integer');
}

function isInteger(value) {
  return typeof value === 'number' && (value | 0) === value;
}

function checkBoolean(value, name) {
  if (typeof value !== 'boolean') throw invalidType(name, 'a boolean');
}

function checkFunction(value, name) {
  if (typeof value !== 'function') throw invalidType(name, 'a function');
}

/** Options that are given are an object. @returns {object} */
function checkOptions(options, name = 'options') {
  if (options === undefined) return {};
  if (options === null || (typeof options !== 'object' && typeof options !== 'function')) throw invalidType(name, 'an object');
  return options;
}

/** A switch among options. @returns {boolean} */
function readSwitch(options, name, otherwise) {
  const value = options[name];
  if (value === undefined) return otherwise;
  checkBoolean(value, `options.${name}`);
  return value;
}

/** The bytes of the path of a database. @param {string | Uint8Array | URL} path @returns {Buffer} */
function checkPath(path) {
  const { Buffer } = require('node:buffer');
  const what = 'a string, Uint8Array, or URL without null bytes';
  let bytes;
  if (typeof path === 'string') {
    bytes = Buffer.from(path);
  } else if (path instanceof Uint8Array) {
    bytes = Buffer.from(path);
  } else if (typeof path?.href === 'string' && typeof path.protocol === 'string') {
    if (path.protocol !== 'file:') throw failure(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file:');
    bytes = Buffer.from(path.href);
  }
  if (bytes === undefined || bytes.includes(0)) throw invalidType('path', what);
  return bytes;
}

/** Descriptors of getters. @param {Record<string, (self: object) => unknown>} readers */
function ownGetters(readers) {
  const descriptors = { __proto__: null };
  for (const [name, read] of Object.entries(readers)) {
    descriptors[name] = { __proto__: null, enumerable: true, get() { return read(this); } };
  }
  return descriptors;
}

module.exports = {
  kInternal, checkBoolean, checkFunction, checkInteger, checkOptions, checkPath, checkString, failure, invalidState, invalidType, isInteger,
  outOfRange, ownGetters, readSwitch,
};
