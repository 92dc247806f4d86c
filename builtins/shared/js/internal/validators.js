'use strict';

/**
 * Argument checks with Node's codes and messages. Each throws, or returns nothing (the exceptions say what they return). The stack of
 * the error starts at the caller, so that the checked function is its first frame.
 */

const { codes, hideFrame } = require('internal:shared/errors');
const signals = require('internal:shared/signals');

/** Flags of `validateObject`. */
const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

// --- Types -----------------------------------------------------------------------------------------------------------

function validateString(value, name) {
  if (typeof value !== 'string') throw wrongType(validateString, name, 'string', value);
}

function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw wrongType(validateBoolean, name, 'boolean', value);
}

function validateFunction(value, name) {
  if (typeof value !== 'function') throw wrongType(validateFunction, name, 'Function', value);
}

/** A function that is not async: for callbacks whose rejection nobody would see. */
function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || Object.prototype.toString.call(value) === '[object AsyncFunction]') {
    throw wrongType(validatePlainFunction, name, 'Function', value);
  }
}

function validateUndefined(value, name) {
  if (value !== undefined) throw wrongType(validateUndefined, name, 'undefined', value);
}

/** @param {number} [options] a union of the kValidateObject* flags */
function validateObject(value, name, options = kValidateObjectNone) {
  if (!isAllowedObject(value, options)) throw wrongType(validateObject, name, 'Object', value);
}

function isAllowedObject(value, options) {
  if (value === null) return (options & kValidateObjectAllowNullable) !== 0;
  if (typeof value === 'function') return (options & kValidateObjectAllowFunction) !== 0;
  if (typeof value !== 'object') return false;
  return (options & kValidateObjectAllowArray) !== 0 || !Array.isArray(value);
}

/** What WebIDL takes for a dictionary: an object, a function, or nothing. */
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw wrongType(validateDictionary, name, 'a dictionary', value);
  }
}

function validateBuffer(buffer, name = 'buffer') {
  if (!ArrayBuffer.isView(buffer)) {
    throw wrongType(validateBuffer, name, ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
}

function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw wrongType(validateAbortSignal, name, 'AbortSignal', signal);
  }
}

/** `field` is the key that marks instances of the class. */
function validateThisInternalField(object, field, className) {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, field)) {
    throw hideFrame(validateThisInternalField, new codes.ERR_INVALID_THIS(className));
  }
}

// --- Arrays ----------------------------------------------------------------------------------------------------------

function validateArray(value, name, minLength = 0) {
  if (!Array.isArray(value)) throw wrongType(validateArray, name, 'Array', value);
  if (value.length < minLength) {
    throw wrongValue(validateArray, name, value, `must be longer than ${minLength}`);
  }
}

function validateStringArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) validateString(value[i], `${name}[${i}]`);
}

function validateBooleanArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) validateBoolean(value[i], `${name}[${i}]`);
}

function validateAbortSignalArray(value, name) {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) {
    // An absent element is no signal; validateAbortSignal alone would let it pass.
    if (value[i] === undefined) throw wrongType(validateAbortSignalArray, `${name}[${i}]`, 'AbortSignal', undefined);
    validateAbortSignal(value[i], `${name}[${i}]`);
  }
}

// --- Numbers ---------------------------------------------------------------------------------------------------------

function isInt32(value) {
  return value === (value | 0);
}

function isUint32(value) {
  return value === value >>> 0;
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw wrongType(validateInteger, name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(validateInteger, name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(validateInteger, name, `>= ${min} && <= ${max}`, value);
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  if (typeof value !== 'number') throw wrongType(validateInt32, name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(validateInt32, name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(validateInt32, name, `>= ${min} && <= ${max}`, value);
}

/** @param {boolean} [positive] whether zero is refused */
function validateUint32(value, name, positive = false) {
  if (typeof value !== 'number') throw wrongType(validateUint32, name, 'number', value);
  if (!Number.isInteger(value)) throw outOfRange(validateUint32, name, 'an integer', value);
  const min = positive ? 1 : 0;
  if (value < min || value > 4294967295) {
    throw outOfRange(validateUint32, name, `>= ${min} && <= 4294967295`, value);
  }
}

/** A bound that is absent does not bind; with any bound NaN is refused. */
function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== 'number') throw wrongType(validateNumber, name, 'number', value);
  const bounds = [];
  if (min != null) bounds.push(`>= ${min}`);
  if (max != null) bounds.push(`<= ${max}`);
  if (bounds.length === 0) return;
  if ((min != null && value < min) || (max != null && value > max) || Number.isNaN(value)) {
    throw outOfRange(validateNumber, name, bounds.join(' && '), value);
  }
}

/** Returns whether there is a number: `undefined` and NaN stand for none. */
function validateFiniteNumber(number, name) {
  if (number === undefined || Number.isNaN(number)) return false;
  if (Number.isFinite(number)) return true;
  if (typeof number !== 'number') throw wrongType(validateFiniteNumber, name, 'number', number);
  throw outOfRange(validateFiniteNumber, name, 'a finite number', number);
}

/** Returns `number` when there is one within the bounds, `fallback` when there is none. */
function checkRangesOrGetDefault(number, name, lower, upper, fallback) {
  if (!validateFiniteNumber(number, name)) return fallback;
  if (number < lower || number > upper) {
    const range = upper === Infinity ? `>= ${lower}` : `>= ${lower} and <= ${upper}`;
    throw outOfRange(checkRangesOrGetDefault, name, range, number);
  }
  return number;
}

// --- Values with a meaning -------------------------------------------------------------------------------------------

function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf.map((item) => (typeof item === 'string' ? `'${item}'` : String(item))).join(', ');
  throw wrongValue(validateOneOf, name, value, `must be one of: ${allowed}`);
}

/** Like `validateOneOf`, for enumerations: a foreign value counts as one of the wrong type. */
function validateUnion(value, name, union) {
  if (!union.includes(value)) throw wrongType(validateUnion, name, `('${union.join('|')}')`, value);
}

/** Returns the port as a number; `'80'` and `80` are the same port. */
function validatePort(port, name = 'Port', allowZero = true) {
  const isPort =
    (typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')) &&
    +port === +port >>> 0 &&
    port <= 0xffff &&
    (allowZero || +port !== 0);
  if (!isPort) throw hideFrame(validatePort, new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero));
  return port | 0;
}

function validateSignalName(signal, name = 'signal') {
  validateString(signal, name);
  if (signals[signal] !== undefined) return;
  const hint = signals[signal.toUpperCase()] !== undefined ? ' (signals must use all capital letters)' : '';
  throw hideFrame(validateSignalName, new codes.ERR_UNKNOWN_SIGNAL(signal + hint));
}

/** An odd number of characters cannot be hexadecimal data. */
function validateEncoding(data, encoding) {
  if (String(encoding).toLowerCase() === 'hex' && data.length % 2 !== 0) {
    throw wrongValue(validateEncoding, 'encoding', encoding, `is invalid for data of length ${data.length}`);
  }
}

const OCTAL = /^[0-7]+$/;
const MODE_RULE = 'must be a 32-bit unsigned integer or an octal string';

/** Returns the mode as a number; a string is octal. */
function parseFileMode(value, name, fallback = undefined) {
  let mode = value ?? fallback;
  if (typeof mode === 'string') {
    if (!OCTAL.test(mode)) throw wrongValue(parseFileMode, name, mode, MODE_RULE);
    mode = Number.parseInt(mode, 8);
  }
  validateUint32(mode, name);
  return mode;
}

/** What `fs.watch` takes for `ignore`: patterns and predicates, or an array of them. */
function validateIgnoreOption(value, name) {
  if (value == null) return;
  const items = Array.isArray(value) ? value : [value];
  items.forEach((item, i) => {
    const itemName = Array.isArray(value) ? `${name}[${i}]` : name;
    if (typeof item === 'string') {
      if (item === '') throw wrongValue(validateIgnoreOption, itemName, item, 'must be a non-empty string');
    } else if (!(item instanceof RegExp) && typeof item !== 'function') {
      const types = Array.isArray(value) ? ['string', 'RegExp', 'Function'] : ['string', 'RegExp', 'Function', 'Array'];
      throw wrongType(validateIgnoreOption, itemName, types, item);
    }
  });
}

const LINK_VALUE = /^(?:<[^>\r\n]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const LINK_RULE = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

/** Returns the value of a Link header made from one link or several. */
function validateLinkHeaderValue(hints) {
  const links = Array.isArray(hints) ? hints : [hints];
  for (const link of links) {
    if (typeof link !== 'string' || !LINK_VALUE.test(link)) {
      throw wrongValue(validateLinkHeaderValue, 'hints', Array.isArray(hints) ? link : hints, LINK_RULE);
    }
  }
  return links.join(', ');
}

// --- The errors ------------------------------------------------------------------------------------------------------

function wrongType(validator, name, expected, value) {
  return hideFrame(validator, new codes.ERR_INVALID_ARG_TYPE(name, expected, value));
}

function wrongValue(validator, name, value, reason) {
  return hideFrame(validator, new codes.ERR_INVALID_ARG_VALUE(name, value, reason));
}

function outOfRange(validator, name, range, value) {
  return hideFrame(validator, new codes.ERR_OUT_OF_RANGE(name, range, value));
}

module.exports = {
  checkRangesOrGetDefault,
  isInt32,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateIgnoreOption,
  validateInt32,
  validateInteger,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateThisInternalField,
  validateUint32,
  validateUndefined,
  validateUnion,
};
