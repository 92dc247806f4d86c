'use strict';

const { codes } = require('internal:shared/errors');
const { requireFunction } = require('internal:stream/web/slots');

/** A queue of chunks with their sizes (section 8.1 of the standard). */
class SizedQueue {
  constructor() {
    this.entries = [];
    this.head = 0;
    this.totalSize = 0;
  }

  get length() {
    return this.entries.length - this.head;
  }

  /** @throws {RangeError} for a size that cannot be added up */
  push(value, size) {
    if (typeof size !== 'number' || !(size >= 0) || size === Infinity) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError('size', size);
    }
    this.entries.push({ value, size });
    this.totalSize += size;
  }

  peek() {
    return this.entries[this.head].value;
  }

  shift() {
    const { value, size } = this.entries[this.head];
    this.entries[this.head++] = undefined;
    if (this.head * 2 > this.entries.length) {
      this.entries.splice(0, this.head);
      this.head = 0;
    }
    // Rounding errors of fractional sizes must not leave less than nothing.
    this.totalSize = Math.max(0, this.totalSize - size);
    return value;
  }

  clear() {
    this.entries = [];
    this.head = 0;
    this.totalSize = 0;
  }
}

function extractHighWaterMark(value, fallback) {
  if (value === undefined) return fallback;
  const mark = Number(value);
  if (Number.isNaN(mark) || mark < 0) throw new codes.ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', mark);
  return mark;
}

const one = () => 1;

function extractSizeAlgorithm(size) {
  if (size === undefined) return one;
  requireFunction(size, 'strategy.size');
  return size;
}

module.exports = { SizedQueue, extractHighWaterMark, extractSizeAlgorithm };
