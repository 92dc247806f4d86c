'use strict';

const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { kState, slots, finishClass } = require('internal:stream/web/slots');

// One function for all instances, as the standard asks.
const byteLength = { size(chunk) { return chunk.byteLength; } }.size;
const count = { size() { return 1; } }.size;

class ByteLengthQueuingStrategy {
  constructor(init) {
    this[kState] = { kind: 'ByteLengthQueuingStrategy', highWaterMark: markOf(init) };
  }

  get highWaterMark() {
    return slots(this, 'ByteLengthQueuingStrategy').highWaterMark;
  }

  get size() {
    slots(this, 'ByteLengthQueuingStrategy');
    return byteLength;
  }
}

class CountQueuingStrategy {
  constructor(init) {
    this[kState] = { kind: 'CountQueuingStrategy', highWaterMark: markOf(init) };
  }

  get highWaterMark() {
    return slots(this, 'CountQueuingStrategy').highWaterMark;
  }

  get size() {
    slots(this, 'CountQueuingStrategy');
    return count;
  }
}

function markOf(init) {
  validateObject(init, 'init');
  if (init.highWaterMark === undefined) throw new codes.ERR_MISSING_OPTION('init.highWaterMark');
  return Number(init.highWaterMark);
}

const describe = (strategy) => ({ highWaterMark: strategy.highWaterMark });
finishClass(ByteLengthQueuingStrategy, ['highWaterMark', 'size'], describe);
finishClass(CountQueuingStrategy, ['highWaterMark', 'size'], describe);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
