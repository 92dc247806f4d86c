'use strict';

const immediates = require('internal:timers/immediate');
const timeouts = require('internal:timers/timeout');
const { validateFunction } = require('internal:shared/validators');

const kPromisify = Symbol.for('nodejs.util.promisify.custom');
const { Immediate } = immediates;
const { Timeout } = timeouts;

/**
 * Calls `callback` once, after at least `after` milliseconds.
 * @param {Function} callback
 * @param {number} [after]
 * @returns {Timeout}
 */
function setTimeout(callback, after) {
  validateFunction(callback, 'callback');
  return timeouts.start(callback, after, rest(arguments, 2), false, true);
}

/**
 * Calls `callback` every `repeat` milliseconds.
 * @param {Function} callback
 * @param {number} [repeat]
 * @returns {Timeout}
 */
function setInterval(callback, repeat) {
  validateFunction(callback, 'callback');
  return timeouts.start(callback, repeat, rest(arguments, 2), true, true);
}

/**
 * Calls `callback` in the next check phase.
 * @param {Function} callback
 * @returns {Immediate}
 */
function setImmediate(callback) {
  validateFunction(callback, 'callback');
  return immediates.start(callback, rest(arguments, 1));
}

/** @param {Timeout | number | string} [timer] */
function clearTimeout(timer) {
  if (timer instanceof Timeout) timeouts.destroy(timer);
  else if (typeof timer === 'number' || typeof timer === 'string') timeouts.destroyById(timer);
}

/** @param {Timeout | number | string} [timer] */
function clearInterval(timer) {
  clearTimeout(timer);
}

/** @param {Immediate} [immediate] */
function clearImmediate(immediate) {
  if (immediate instanceof Immediate) immediates.clear(immediate);
}

/** The arguments from `first` on, `undefined` when there are none. */
function rest(args, first) {
  if (args.length <= first) return undefined;
  const list = new Array(args.length - first);
  for (let i = first; i < args.length; i++) list[i - first] = args[i];
  return list;
}

module.exports = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };

/** Properties whose values load on first use. */
function defineLazy(target, key, read, enumerable) {
  Object.defineProperty(target, key, { __proto__: null, configurable: true, enumerable, get: read });
}

defineLazy(module.exports, 'promises', () => require('node:timers/promises'), true);
defineLazy(setTimeout, kPromisify, () => require('node:timers/promises').setTimeout, true);
defineLazy(setImmediate, kPromisify, () => require('node:timers/promises').setImmediate, true);
