'use strict';

/** `node:util`. */

const { codes, errnoException, exceptionWithHostPort } = require('internal:shared/errors');
const { defineLazyProperties } = require('internal:shared/lazy');
const { validateString } = require('internal:shared/validators');
const { debuglog } = require('internal:util/debuglog');
const { deprecate } = require('internal:util/deprecate');
const { format, formatWithOptions } = require('internal:util/format');
const { inherits } = require('internal:util/inherits');
const { inspect } = require('internal:util/inspect');
const { callbackify, promisify } = require('internal:util/promisify');
const systemErrors = require('internal:util/system_errors');
const { stripControlSequences } = require('internal:util/text_width');
const types = require('internal:util/types');

function stripVTControlCharacters(str) {
  validateString(str, 'str');
  return stripControlSequences(str);
}

function toUSVString(input) {
  return `${input}`.toWellFormed();
}

/**
 * @param {string} content of a `.env` file
 * @returns {Record<string, string>}
 */
function parseEnv(content) {
  validateString(content, 'content');
  return require('internal:util/env_file').parseEnvFile(content);
}

/** Whether SIGINT prints the stack before it ends the process. @param {boolean} enable */
function setTraceSigInt(enable) {
  const { isMainThread } = require('internal:worker_threads/this_thread');
  if (!isMainThread) throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION('Calling util.setTraceSigInt');
  require('internal:process/signals').traceSigint(Boolean(enable));
}

/** Keeps a rejection of the promise from being reported as unhandled. */
function markPromiseAsHandled(promise) {
  if (!types.isPromise(promise)) throw new codes.ERR_INVALID_ARG_TYPE('promise', 'Promise', promise);
  Promise.prototype.then.call(promise, undefined, () => {});
}

function extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

module.exports = {
  _errnoException: (...args) => errnoException(...args),
  _exceptionWithHostPort: (...args) => exceptionWithHostPort(...args),
  _extend: deprecate(extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  formatWithOptions,
  ...systemErrors,
  inherits,
  inspect,
  isArray: deprecate(
    (value) => Array.isArray(value),
    'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.',
    'DEP0044',
  ),
  isDeepStrictEqual,
  markPromiseAsHandled,
  promisify,
  stripVTControlCharacters,
  toUSVString,
  types,
  parseEnv,
  setTraceSigInt,
};

/**
 * @param {unknown} val1
 * @param {unknown} val2
 * @param {boolean} [skipPrototype] whether objects of different classes may be equal
 */
function isDeepStrictEqual(val1, val2, skipPrototype = false) {
  return require('internal:util/comparisons').isDeepStrictEqual(val1, val2, skipPrototype);
}

// Loaded when they are first used.
for (const [specifier, names] of [
  ['internal:util/abort', ['transferableAbortSignal', 'transferableAbortController', 'aborted']],
  ['internal:util/call_sites', ['getCallSites']],
  ['internal:util/debounce', ['debounce']],
  ['internal:util/diff', ['diff']],
  ['internal:util/mime', ['MIMEType', 'MIMEParams']],
  ['internal:util/parse_args', ['parseArgs']],
  ['internal:util/style_text', ['styleText']],
  ['internal:util/throttle', ['throttle']],
  ['internal:web/encoding', ['TextDecoder', 'TextEncoder']],
]) {
  defineLazyProperties(module.exports, specifier, names);
}
