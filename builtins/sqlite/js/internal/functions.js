'use strict';

/** Functions and aggregates that a program adds to SQL. */

const { checkFunction, checkOptions, checkString, invalidType, readSwitch } = require('internal:sqlite/checks');

const kDeterministic = 0x800;
const kDirectOnly = 0x80000;

/** @param {object} native @param {string} name @param {object | Function} options @param {Function} [body] */
function addFunction(native, name, options, body) {
  checkString(name, 'name');
  if (body === undefined) [body, options] = [options, undefined];
  checkFunction(body, 'function');
  const given = checkOptions(options);
  const useBigInts = readSwitch(given, 'useBigIntArguments', false);
  const isVariadic = readSwitch(given, 'varargs', false);
  const flags = flagsOf(given);
  native.function(name, isVariadic ? -1 : body.length, flags, useBigInts, body);
}

function flagsOf(options) {
  const deterministic = readSwitch(options, 'deterministic', false) ? kDeterministic : 0;
  return deterministic | (readSwitch(options, 'directOnly', false) ? kDirectOnly : 0);
}

/** @param {object} native @param {string} name @param {{ start: unknown, step: Function, inverse?: Function, result?: Function }} options */
function addAggregate(native, name, options) {
  const start = options.start;
  const { step, inverse, result } = options;
  checkString(name, 'name');
  if (start === undefined) throw invalidType('options.start', 'a function or a primitive value');
  checkFunction(step, 'options.step');
  const useBigInts = readSwitch(options, 'useBigIntArguments', false);
  const isVariadic = readSwitch(options, 'varargs', false);
  const directOnly = readSwitch(options, 'directOnly', false) ? kDirectOnly : 0;
  if (inverse !== undefined) checkFunction(inverse, 'options.inverse');
  const count = isVariadic ? -1 : Math.max(step.length, inverse?.length ?? 0) - 1;
  native.aggregate(
    name, [Math.max(count, -1), directOnly, useBigInts ? 1 : 0], start, step, inverse,
    typeof result === 'function' ? result : undefined,
  );
}

module.exports = { addAggregate, addFunction };
