'use strict';

/** `database.limits`: SQLite's limits as properties. */

const { kIsPlain } = require('internal:shared/constants');
const { checkOptions, failure, invalidType, invalidState } = require('internal:sqlite/checks');

/** Names in the order of SQLite's numbers. */
const NAMES = [
  'length', 'sqlLength', 'column', 'exprDepth', 'compoundSelect', 'vdbeOp', 'functionArg', 'attach', 'likePatternLength',
  'variableNumber', 'triggerDepth',
];
const kLargest = 2 ** 31 - 1;

/**
 * The target of the proxy has the values of the last look at the object: inspection shows them.
 * @param {object} native
 * @returns {{ limits: Record<string, number>, look: () => void }}
 */
function createLimits(native) {
  const own = {};
  const look = () => {
    for (const name of NAMES) own[name] = read(native, name);
  };
  const limits = new Proxy(own, {
    [kIsPlain]: true,
    get: (target, name) => (NAMES.includes(name) ? read(native, name) : Reflect.get(target, name)),
    set(target, name, value) {
      if (!NAMES.includes(name)) return false;
      native.limit(NAMES.indexOf(name), checkLimit(value));
      return true;
    },
    getOwnPropertyDescriptor(target, name) {
      if (!NAMES.includes(name)) return undefined;
      return { value: read(native, name), writable: true, enumerable: true, configurable: true };
    },
    deleteProperty: () => false,
    defineProperty: () => false,
  });
  return { limits, look };
}

function read(native, name) {
  if (!native.isOpen) throw invalidState('database is not open');
  return native.limit(NAMES.indexOf(name), -1);
}

function checkLimit(value) {
  if (value === Infinity) return kLargest;
  if (!Number.isInteger(value) || value > kLargest || value < -kLargest) {
    throw failure(TypeError, 'ERR_INVALID_ARG_TYPE', 'Limit value must be a non-negative integer or Infinity.');
  }
  if (value < 0) throw failure(RangeError, 'ERR_OUT_OF_RANGE', 'Limit value must be non-negative.');
  return value;
}

/** The limits that a database is opened with. @returns {[id: number, value: number][]} */
function checkLimits(limits) {
  if (limits === undefined) return [];
  checkOptions(limits, 'options.limits');
  return NAMES.flatMap((name, id) => {
    const value = limits[name];
    if (value === undefined) return [];
    if (!Number.isInteger(value)) throw invalidType(`options.limits.${name}`, 'an integer');
    if (value < 0) throw failure(RangeError, 'ERR_OUT_OF_RANGE', `The "options.limits.${name}" argument must be non-negative.`);
    return [[id, Math.min(value, kLargest)]];
  });
}

module.exports = { checkLimits, createLimits };
