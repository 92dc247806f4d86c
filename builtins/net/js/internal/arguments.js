'use strict';

/** The call forms that `connect` and `listen` share. */

/** Marks arguments that are normalized already. */
const kNormalized = Symbol('net.normalizedArguments');

/**
 * `(options[, cb])`, `(path[, cb])` and `(port[, host][, ...][, cb])` as `[options, cb]`; without a callback it is null.
 * @param {unknown[]} args @returns {[object, Function | null]}
 */
function normalizeArguments(args) {
  const callback = args.at(-1);
  return tagged(optionsOf(args), typeof callback === 'function' ? callback : null);
}

function optionsOf([first, second]) {
  if (typeof first === 'object' && first !== null) return first;
  if (isPipeName(first)) return { path: first };
  const options = { port: first };
  if (typeof second === 'string') options.host = second;
  return options;
}

function tagged(options, callback) {
  const normalized = [options, callback];
  normalized[kNormalized] = true;
  return normalized;
}

/** Whether a text is a path and not a port number. */
function isPipeName(value) {
  return typeof value === 'string' && toPort(value) === false;
}

/** The number of a port, or false for what is none. */
function toPort(value) {
  const number = Number(value);
  return number >= 0 ? number : false;
}

module.exports = { kNormalized, normalizeArguments, isPipeName, toPort };
