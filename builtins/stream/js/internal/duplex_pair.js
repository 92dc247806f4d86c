'use strict';

const process = require('internal:process/object');
const { Duplex } = require('internal:stream/duplex');

/** One end: what is written here is read at the other. */
class DuplexEnd extends Duplex {
  #other = null;
  /** The other end's write, which is done once this end wants more. */
  #writeCallback = null;

  static join(a, b) {
    a.#other = b;
    b.#other = a;
  }

  _read() {
    const callback = this.#writeCallback;
    if (callback === null) return;
    this.#writeCallback = null;
    callback();
  }

  _write(chunk, encoding, callback) {
    if (chunk.length === 0) {
      process.nextTick(callback);
      return;
    }
    this.#other.push(chunk);
    this.#other.#writeCallback = callback;
  }

  _final(callback) {
    this.#other.on('end', callback);
    this.#other.push(null);
  }

  _destroy(err, callback) {
    if (!this.#other.destroyed) process.nextTick(closeOtherEnd, this.#other, err);
    callback(err);
  }
}

/** An end that failed takes the other with it; one that just went away ends the other's input. */
function closeOtherEnd(other, err) {
  if (other.destroyed) return;
  if (err) other.destroy();
  else other.push(null);
}

/**
 * `stream.duplexPair`: two duplexes, each reading what the other writes.
 * @param {object} [options] of Duplex, for both
 * @returns {[Duplex, Duplex]}
 */
function duplexPair(options) {
  const a = new DuplexEnd(options);
  const b = new DuplexEnd(options);
  DuplexEnd.join(a, b);
  return [a, b];
}

module.exports = { duplexPair };
