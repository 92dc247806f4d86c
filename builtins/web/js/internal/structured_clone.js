'use strict';

const { codes } = require('internal:shared/errors');
const { clone, deserialize, serialize } = require('internal:web/message');
const { conversionError } = require('internal:web/webidl');

const kNothing = [];

/**
 * The global `structuredClone()`.
 * @param {unknown} value
 * @param {{ transfer?: Iterable<object> }} [options]
 */
function structuredClone(value, options) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('The value argument must be specified');
  const transfer = options === undefined ? kNothing : transferOf(options);
  const isPrimitive = value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');
  if (isPrimitive && transfer.length === 0) return value;
  return transfer.length === 0 ? clone(value) : deserialize(serialize(value, transfer));
}

function transferOf(options) {
  const where = "Failed to execute 'structuredClone'";
  if (options === null) return kNothing;
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw conversionError(`${where}: Options cannot be converted to a dictionary`);
  }
  const { transfer } = options;
  if (transfer === undefined) return kNothing;
  if (transfer === null || typeof transfer !== 'object' || typeof transfer[Symbol.iterator] !== 'function') {
    throw conversionError(`${where}: transfer in Options can not be converted to sequence.`);
  }
  const items = [...transfer];
  items.forEach((item, index) => {
    const isObject = (typeof item === 'object' && item !== null) || typeof item === 'function';
    if (!isObject) throw conversionError(`${where}: transfer in Options[${index}] is not an object.`);
  });
  return items;
}

module.exports = { structuredClone };
