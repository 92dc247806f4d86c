'use strict';

/** `process.binding()`: deprecated access to internals, kept for the few names that old packages ask for. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

/** What each name gives; everything else does not exist. */
const bindings = {
  __proto__: null,
  buffer: () => {
    const { Buffer, constants, isAscii, isUtf8 } = require('node:buffer');
    const { compare, byteLength } = Buffer;
    const limits = { kMaxLength: constants.MAX_LENGTH, kStringMaxLength: constants.MAX_STRING_LENGTH };
    return { ...limits, compare, byteLengthUtf8: (text) => byteLength(text), isAscii, isUtf8 };
  },
  config: () => ({
    isDebugBuild: false,
    openSSLIsBoringSSL: false,
    hasOpenSSL: true,
    fipsMode: true,
    hasIntl: true,
    hasTracing: true,
    hasNodeOptions: true,
    hasInspector: true,
    noBrowserGlobals: false,
    bits: 64,
    getDefaultLocale: () => new Intl.DateTimeFormat().resolvedOptions().locale,
  }),
  constants: () => {
    const { constants: crypto } = require('node:crypto');
    const { constants: fs } = require('node:fs');
    const { constants: os } = require('node:os');
    return { __proto__: null, os, fs, crypto };
  },
  // The names are asked for, to know what is builtin. Node's own texts run on nothing but the Node they are of.
  natives: () => Object.fromEntries(require('node:module').builtinModules.map((id) => [id.replace('node:', ''), ''])),
  spawn_sync: () => require('internal:child_process/sync').syncBinding,
  tty_wrap: () => ({ TTY: require('internal:tty/terminal_handle').TTY, isTTY: require('node:tty').isatty }),
  uv: () => {
    const { byName, byNumber, errorName } = require('internal:shared/uv_errors');
    const numbers = Array.from(byName, ([name, number]) => [`UV_${name}`, number]);
    return { errname: warningErrname(errorName), ...Object.fromEntries(numbers), getErrorMap: () => new Map(byNumber) };
  },
  util: () => {
    const { types } = require('node:util');
    return Object.fromEntries(kUtilTypes.map((name) => [name, types[name]]));
  },
};

function warningErrname(errorName) {
  if (!isDeprecationPending()) return errorName;
  return require('node:util').deprecate(
    errorName,
    'Directly calling process.binding(\'uv\').errname(<val>) is being deprecated. ' +
      'Please make sure to use util.getSystemErrorName() instead.',
    'DEP0119',
  );
}

function isDeprecationPending() {
  return require('internal:process/options').getOptionValue('--pending-deprecation');
}

/** The checks that `process.binding('util')` has always had. */
const kUtilTypes = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal', 'isMap',
  'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray', 'isUint8Array',
];

let hasWarned = false;

/** @param {string} name */
function accessBinding(name) {
  if (isDeprecationPending() && !hasWarned) {
    hasWarned = true;
    process.emitWarning('process.binding() is deprecated. Please use public APIs instead.', 'DeprecationWarning', 'DEP0111');
  }
  const make = bindings[String(name)];
  if (make === undefined) throw new Error(`No such module: ${String(name)}`);
  return make();
}
Object.defineProperty(accessBinding, 'name', { __proto__: null, value: 'binding', configurable: true });

/** @param {string} name */
function linkedBinding(name) {
  require('internal:process/permission').requireOption('--allow-addons', `${name}`);
  throw new codes.ERR_INVALID_MODULE(`${name}`);
}
Object.defineProperty(linkedBinding, 'name', { __proto__: null, value: '_linkedBinding', configurable: true });

module.exports = { binding: accessBinding, linkedBinding };
