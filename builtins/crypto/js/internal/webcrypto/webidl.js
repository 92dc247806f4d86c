'use strict';

/** WebIDL conversions of this API's arguments (https://webidl.spec.whatwg.org/#js-type-mapping). */

const { isAnyArrayBuffer } = require('internal:crypto/bytes');

function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  return Object.assign(new TypeError(message), { code });
}

/** @typedef {{ prefix: string, context: string }} Where */

function say({ prefix, context }, rest, code) {
  return typeError(`${prefix}: ${context} ${rest}`, code);
}

function toText(value, where) {
  if (typeof value === 'symbol') throw say(where, 'is a Symbol and cannot be converted to a string.');
  return String(value);
}

/** @param {number} max values above are refused, not cut */
function toInteger(max) {
  return (value, where) => {
    if (typeof value === 'bigint') throw say(where, 'is a BigInt and cannot be converted to a number.');
    if (typeof value === 'symbol') throw say(where, 'is a Symbol and cannot be converted to a number.');
    const number = Math.trunc(Number(value));
    if (!Number.isFinite(number)) throw say(where, 'is not a finite number.');
    if (number < 0 || number > max) throw say(where, `is outside the expected range of 0 to ${max}.`, 'ERR_OUT_OF_RANGE');
    return number + 0;
  };
}

const toOctet = toInteger(0xff);
const toUnsignedLong = toInteger(0xffffffff);

/** The bytes as they are now. @returns {Uint8Array} */
function toBytesCopy(value, where) {
  if (ArrayBuffer.isView(value)) {
    if (isShared(value.buffer)) throw say(where, 'is a view on a SharedArrayBuffer, which is not allowed.');
    return new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
  }
  if (!isAnyArrayBuffer(value) || isShared(value)) {
    throw say(where, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
  }
  return new Uint8Array(value.slice(0));
}

function isShared(buffer) {
  return require('internal:util/types').isSharedArrayBuffer(buffer);
}

function toBigInteger(value, where) {
  if (Object.prototype.toString.call(value) !== '[object Uint8Array]') throw say(where, 'is not an Uint8Array object.');
  return toBytesCopy(value, where);
}

function toCryptoKeyArgument(value, where) {
  if (!require('internal:crypto/crypto_key').isCryptoKey(value)) throw say(where, 'is not of type CryptoKey.');
  return value;
}

/** A name, or an object that has one; which is looked at when it is normalized. */
function toIdentifier(value, where) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : toText(value, where);
}

/** @param {string} type @param {string[]} values */
function toEnumeration(type, values) {
  return (value, where) => {
    const text = toText(value, where);
    if (!values.includes(text)) throw say(where, `'${text}' is not a valid enum value of type ${type}.`, 'ERR_INVALID_ARG_VALUE');
    return text;
  };
}

/** @param {(item: unknown, where: Where) => unknown} convert */
function toSequence(convert) {
  return (value, where) => {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') throw say(where, 'cannot be converted to sequence.');
    if (typeof value[Symbol.iterator] !== 'function') throw say(where, 'cannot be converted to sequence.');
    let index = 0;
    return Array.from(value, (item) => convert(item, { prefix: where.prefix, context: `${where.context}[${index++}]` }));
  };
}

/**
 * @param {string} type
 * @param {[name: string, convert: Function, isRequired?: boolean][]} members in the order in which they are read
 */
function dictionary(type, members) {
  return (value, where) => {
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!isObject && value !== undefined && value !== null) throw say(where, 'cannot be converted to a dictionary');
    const result = {};
    for (const [name, convert, isRequired] of members) {
      const member = isObject ? value[name] : undefined;
      if (member !== undefined) {
        result[name] = convert(member, { prefix: where.prefix, context: `${name} in ${where.context}` });
      } else if (isRequired) {
        throw say(where, `cannot be converted to '${type}' because '${name}' is required in '${type}'.`, 'ERR_MISSING_OPTION');
      }
    }
    return result;
  };
}

function toBoolean(value) {
  return Boolean(value);
}

/** `Failed to execute 'sign' on 'SubtleCrypto': 3 arguments required, but only 0 present.` */
function requireArguments(count, required, prefix) {
  if (count >= required) return;
  throw typeError(`${prefix}: ${required} argument${required === 1 ? '' : 's'} required, but only ${count} present.`, 'ERR_MISSING_ARGS');
}

module.exports = {
  dictionary, requireArguments, toBigInteger, toBoolean, toBytesCopy, toCryptoKeyArgument, toEnumeration, toIdentifier, toInteger,
  toOctet, toSequence, toText, toUnsignedLong,
};
