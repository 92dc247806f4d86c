'use strict';

/** `process.binding()`: deprecated access to internals, kept for the few names that old packages ask for. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

/** What each name gives; everything else does not exist. */
const bindings = {
  __proto__: null,
  constants: () => {
    const { constants: crypto } = require('node:crypto');
    const { constants: fs } = require('node:fs');
    const { constants: os } = require('node:os');
    return { __proto__: null, os, fs, crypto };
  },
  natives: () => ({ __proto__: null }),
  util: () => {
    const { types } = require('node:util');
    return Object.fromEntries(kUtilTypes.map((name) => [name, types[name]]));
  },
};

/** The checks that `process.binding('util')` has always had. */
const kUtilTypes = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal', 'isMap',
  'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray', 'isUint8Array',
];

/** @param {string} name */
function accessBinding(name) {
  const { getOptionValue } = require('internal:process/options');
  if (getOptionValue('--pending-deprecation')) {
    process.emitWarning('Access to process.binding(\'' + name + '\') is deprecated.', 'DeprecationWarning', 'DEP0111');
  }
  const make = bindings[`${name}`];
  if (make === undefined) throw new Error(`No such module: ${name}`);
  return make();
}
Object.defineProperty(accessBinding, 'name', { __proto__: null, value: 'binding', configurable: true });

/** @param {string} name */
function linkedBinding(name) {
  throw new codes.ERR_INVALID_MODULE(`${name}`);
}
Object.defineProperty(linkedBinding, 'name', { __proto__: null, value: '_linkedBinding', configurable: true });

module.exports = { binding: accessBinding, linkedBinding };
