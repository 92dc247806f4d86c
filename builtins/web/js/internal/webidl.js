'use strict';

/** Conversions and checks of Web IDL (https://webidl.spec.whatwg.org/) that the web globals share. */

/** The error of a failed conversion, with the code Node gives it. */
function conversionError(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/**
 * `sequence<any>`: an array of what an iterable object yields.
 * @param {string} name of the argument, for the message
 */
function toSequence(value, name) {
  if (!isObject(value) || typeof value[Symbol.iterator] !== 'function') {
    throw conversionError(`${name} can not be converted to sequence.`);
  }
  return [...value];
}

/** The error of a method or getter called on what is not an instance. */
function illegalInvocation() {
  const error = new TypeError('Illegal invocation');
  error.code = 'ERR_INVALID_THIS';
  return error;
}

/** @param {IArguments} given @param {number} count @param {string} context such as `Headers.append` */
function requireArguments(given, count, context) {
  if (given.length >= count) return;
  throw new TypeError(`${context}: ${count} argument${count > 1 ? 's' : ''} required, but${given.length ? ' only' : ''} ${given.length} found.`);
}

/** `DOMString`. @param {string} context @param {string} name of the argument */
function toDOMString(value, context, name) {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') throw new TypeError(`${context}: ${name} is a symbol, which cannot be converted to a DOMString.`);
  return String(value);
}

/** `USVString`: lone surrogates are replaced. */
function toUSVString(value, context, name) {
  return toDOMString(value, context, name).toWellFormed();
}

const kWide = /[^\0-\xff]/;

/** `ByteString`: one byte a character. */
function toByteString(value, context, name) {
  if (typeof value === 'symbol') throw new TypeError(`${context}: ${name} is a symbol, which cannot be converted to a ByteString.`);
  const text = typeof value === 'string' ? value : String(value);
  const wide = firstWide(text);
  if (wide !== -1) {
    throw new TypeError('Cannot convert argument to a ByteString because the character at index ' +
      `${wide} has a value of ${text.charCodeAt(wide)} which is greater than 255.`);
  }
  return text;
}

/** Up to this length a loop is faster than a call of a regular expression. */
const SHORT = 64;

function firstWide(text) {
  if (text.length > SHORT) return text.search(kWide);
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0xff) return i;
  }
  return -1;
}

/** A dictionary: an object, or nothing. @param {string} [prefix] what asks for it */
function toDictionary(value, prefix = 'undefined') {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw new TypeError(`${prefix}: Expected ${shown(value)} to be one of: Null, Undefined, Object.`);
}

/** One word of an enumeration. @param {readonly string[]} words */
function toEnumeration(value, words) {
  const word = toDOMString(value, 'undefined', 'undefined');
  if (words.includes(word)) return word;
  throw new TypeError(`undefined: ${word} is not an accepted type. Expected one of ${words.join(', ')}.`);
}

/** A value as messages show it. */
function shown(value) {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'symbol') return `Symbol(${value.description})`;
  return isObject(value) ? require('internal:util/inspect').inspect(value) : String(value);
}

function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Gives members of a prototype or class the `enumerable` that Web IDL asks for, and the class its tag. */
function defineInterface(Class, members, statics = []) {
  for (const name of members) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  for (const name of statics) Object.defineProperty(Class, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
  Object.defineProperty(Class, 'prototype', { __proto__: null, writable: false });
}

module.exports = {
  conversionError,
  defineInterface,
  illegalInvocation,
  isObject,
  requireArguments,
  shown,
  toByteString,
  toDOMString,
  toDictionary,
  toEnumeration,
  toSequence,
  toUSVString,
};
